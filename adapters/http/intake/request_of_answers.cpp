// From what was typed to the request's document, and from the schema's complaints back to the page.
#include <algorithm>
#include <charconv>

#include "adapters/http/intake/answers.hpp"

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

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (const auto line = text.substr(0, end); !line.empty()) lines.emplace_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

json::value number_or_text(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? json::value(number) : json::value(text);
}

// `Robin, 7`: what follows the last comma, or the last space, is the age when it is a number.
json::object person_of(std::string_view line) {
    const auto cut = line.find_last_of(", ");
    if (cut != std::string_view::npos && number_or_text(line.substr(cut + 1)).is_int64()) {
        std::string_view name = line.substr(0, cut);
        while (name.ends_with(',') || name.ends_with(' '))
            name.remove_suffix(1);
        const json::value age = number_or_text(line.substr(cut + 1));
        if (name.empty()) return {{"age", age}};
        return {{"name", name}, {"age", age}};
    }
    return {{"name", line}};
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
        case FieldKind::lines: {
            json::array list;
            for (const std::string& line : lines_of(answer.as_string()))
                list.emplace_back(line);
            return list;
        }
        case FieldKind::people: {
            json::array list;
            for (const std::string& line : lines_of(answer.as_string())) {
                list.emplace_back(person_of(line));
            }
            return list;
        }
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

std::string date_words(const Field& field, const ReadDate& read) {
    if (std::string own = own_words(field, read.code); !own.empty()) return own;
    const std::string what = field.summary.empty() ? "Date" : field.summary;
    if (read.code == "incomplete") return what + " must include " + read.missing;
    if (read.code == "year_digits") return "Year must include 4 numbers";
    if (read.code == "past") return what + " must be in the past";
    return what + " must be a real date";
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
        problems.push_back({&field, read.code, date_words(field, read), read.wrong});
    }
}

bool has_problem(const std::vector<PageProblem>& problems, const Field* field) {
    return std::any_of(problems.begin(), problems.end(), [field](const PageProblem& problem) {
        return problem.field == field;
    });
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
    const Journey& journey,
    const Page& page,
    const Answers& answers,
    const ports::FormChecker& forms,
    Today today
) {
    std::vector<PageProblem> problems;
    check_dates(page, answers, today, problems);
    for (const core::FieldError& error :
         forms.check(kRequestForm, request_of(journey, answers, &page))) {
        const Field* field = field_at(page, error.field);
        if (!field || has_problem(problems, field)) continue;
        const std::string own = own_words(*field, error.code);
        const std::string wrong = field->kind == FieldKind::date ? "dmy" : "";
        problems.push_back({field, error.code, own.empty() ? error.message : own, wrong});
    }
    const auto place = [&page](const PageProblem& problem) {
        return problem.field - page.fields.data();
    };
    std::stable_sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) {
        return place(a) < place(b);
    });
    return problems;
}

}  // namespace clarion::http::intake
