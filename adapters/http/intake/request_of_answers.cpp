// From what was typed to the request's document, and from the schema's complaints back to the page.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <map>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/words.hpp"
#include "engine/core/cases/form_dates.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

// The object in which `pointer`'s last name lies, made when it is missing.
json::object& around(json::object& document, std::string_view pointer) {
    json::object* here = &document;
    pointer.remove_prefix(1);
    for (auto slash = pointer.find('/'); slash != std::string_view::npos;
         slash = pointer.find('/')) {
        json::value& next = (*here)[pointer.substr(0, slash)];
        if (!next.is_object()) next.emplace_object();
        here = &next.get_object();
        pointer.remove_prefix(slash + 1);
    }
    return *here;
}

std::string_view last_name(std::string_view pointer) {
    return pointer.substr(pointer.rfind('/') + 1);
}

json::value number_or_text(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? json::value(number) : json::value(text);
}

json::value person_of(const json::object& typed) {
    json::object person;
    if (!typed.at("name").as_string().empty()) person["name"] = typed.at("name");
    if (!typed.at("age").as_string().empty()) {
        person["age"] = number_or_text(typed.at("age").as_string());
    }
    return person;
}

json::array list_of(const json::array& rows) {
    json::array list;
    for (const json::value& row : rows) {
        const auto* person = row.if_object();
        list.push_back(person ? person_of(*person) : row);
    }
    return list;
}

json::value value_of(const Field& field, const json::value& answer) {
    switch (field.kind) {
        case FieldKind::radios:
        case FieldKind::text:
        case FieldKind::area:
        case FieldKind::checkboxes:
        case FieldKind::times:
            return answer;
        case FieldKind::flags:
        case FieldKind::tick:
            return true;
        case FieldKind::number:
            return number_or_text(answer.as_string());
        case FieldKind::date:
            return json::value(read_date(answer).text);
        case FieldKind::lines:
        case FieldKind::people:
            return list_of(answer.as_array());
    }
    return nullptr;
}

void put_field(json::object& request, const Field& field, const Answers& answers) {
    if (field.kind == FieldKind::flags) {
        for (const Option& option : field.options) {
            const json::value* answer = answers.if_contains(option.pointer);
            if (answer && *answer == json::value("yes")) {
                around(request, option.pointer)[last_name(option.pointer)] = true;
            }
        }
        return;
    }
    if (!is_answered(answers, field)) return;
    around(request, field.pointer)[last_name(field.pointer)] =
        value_of(field, answers.at(field.pointer));
}

bool is_at_or_under(std::string_view pointer, std::string_view place) {
    return pointer.starts_with(place) &&
           (pointer.size() == place.size() || pointer[place.size()] == '/');
}

// The field that an error of the schema belongs to. An error about a missing object belongs to the
// first field in it.
const Field* field_at(const Page& page, std::string_view pointer) {
    for (const Field& field : page.fields) {
        if (field.kind == FieldKind::flags) {
            for (const Option& option : field.options) {
                if (is_at_or_under(pointer, option.pointer)) return &field;
            }
        } else if (is_at_or_under(pointer, field.pointer)) {
            return &field;
        }
    }
    if (pointer.empty()) return nullptr;
    for (const Field& field : page.fields) {
        if (is_at_or_under(field.pointer, pointer)) return &field;
    }
    return nullptr;
}

std::string own_words(const Field& field, std::string_view code) {
    for (const auto& [known, words] : field.messages) {
        if (known == code) return words;
    }
    return {};
}

bool is_after(std::string_view date, Today today) {
    const auto padded = [](int number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return date > std::to_string(today.year) + "-" + padded(today.month) + "-" + padded(today.day);
}

void check_dates(
    const Page& page, const Answers& answers, Today today, std::vector<PageProblem>& problems
) {
    for (const Field& field : page.fields) {
        if (field.kind != FieldKind::date || !is_answered(answers, field)) continue;
        ReadDate read = read_date(answers.at(field.pointer));
        if (read.code.empty() && field.autocomplete == "bday" && is_after(read.text, today)) {
            read.code = "past";
            read.wrong = "dmy";
        }
        if (read.code.empty()) continue;
        // Which boxes are empty is part of what is said: no sentence is made of parts.
        const bool incomplete = read.code == "incomplete";
        const std::string said = incomplete ? "incomplete_" + read.wrong : read.code;
        problems.push_back({&field, read.code, own_words(field, said), read.wrong});
    }
}

bool has_problem(const std::vector<PageProblem>& problems, const Field* field) {
    return std::any_of(problems.begin(), problems.end(), [field](const PageProblem& problem) {
        return problem.field == field;
    });
}

// Where one complaint is made of several boxes, each says which it is.
void tell_apart(std::vector<PageProblem>& problems, const web::Tongue& tongue) {
    std::map<std::string, int> said;
    int too_long = 0;
    for (const PageProblem& problem : problems) {
        ++said[problem.message];
        if (problem.code == "max_length") ++too_long;
    }
    for (PageProblem& problem : problems) {
        const bool is_clear = said[problem.message] < 2;
        if (is_clear && (too_long < 2 || problem.code != "max_length")) continue;
        problem.message = web::filled(
            tongue.say(words::kOfAnswer),
            {{"label", problem.field->summary}, {"complaint", problem.message}}
        );
    }
}

// What the pages ask everybody, and a service that brings a request in need not know.
void check_needed_here(
    const Page& page, const Answers& answers, std::vector<PageProblem>& problems
) {
    for (const Field& field : page.fields) {
        const std::string words = own_words(field, "required");
        if (field.optional || words.empty() || !holds(field.when, answers)) continue;
        if (is_answered(answers, field) || has_problem(problems, &field)) continue;
        problems.push_back({&field, "required", words, {}});
    }
}

// What the schema says of the request, and what today says of its dates.
std::vector<core::FieldError> errors_of(const json::object& request, const Checking& by) {
    const json::value filled(request);
    auto errors = by.forms.check(kRequestForm, filled);
    const std::chrono::year_month_day today(
        std::chrono::year(by.today.year),
        std::chrono::month(static_cast<unsigned>(by.today.month)),
        std::chrono::day(static_cast<unsigned>(by.today.day))
    );
    auto dates =
        core::check_dates(by.forms.schema(kRequestForm), filled, std::chrono::local_days(today));
    errors.insert(
        errors.end(), std::make_move_iterator(dates.begin()), std::make_move_iterator(dates.end())
    );
    return errors;
}

}  // namespace

json::object request_of(const Journey& journey, const Answers& answers, const Page* asked) {
    json::object request = journey.constants;
    for (const Page* page : active_pages(journey, answers)) {
        for (const Field& field : page->fields) {
            if (!holds(field.when, answers)) continue;
            if (page == asked && !field.optional) around(request, field.pointer);
            put_field(request, field, answers);
        }
    }
    return request;
}

std::vector<PageProblem> check_page(
    const Journey& journey, const Page& page, const Answers& answers, const Checking& by
) {
    std::vector<PageProblem> problems;
    check_dates(page, answers, by.today, problems);
    for (const core::FieldError& error : errors_of(request_of(journey, answers, &page), by)) {
        const Field* field = field_at(page, error.field);
        if (!field || has_problem(problems, field)) continue;
        const std::string own = own_words(*field, error.code);
        const std::string wrong = field->kind == FieldKind::date ? "dmy" : "";
        problems.push_back(
            {field, error.code, own.empty() ? by.tongue.say(error.message) : own, wrong}
        );
    }
    check_needed_here(page, answers, problems);
    tell_apart(problems, by.tongue);
    const auto place = [&page](const PageProblem& problem) {
        return problem.field - page.fields.data();
    };
    std::stable_sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) {
        return place(a) < place(b);
    });
    return problems;
}

const Page* made_wrong_by(
    const Journey& journey, const Page& given, const Answers& answers, const Checking& by
) {
    for (const core::FieldError& error :
         by.forms.check(kRequestForm, request_of(journey, answers))) {
        if (error.code != "same_person") continue;
        for (const Page* page : active_pages(journey, answers)) {
            if (page == &given) break;
            if (field_at(*page, error.field)) return page;
        }
    }
    return nullptr;
}

}  // namespace clarion::http::intake
