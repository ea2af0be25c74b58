// The page on which everything is checked before it is sent.
#include <map>

#include "adapters/http/intake/pages.hpp"
#include "adapters/http/intake/words.hpp"

namespace clarion::http::intake {

namespace json = core::json;
using web::View;

namespace {

std::string label_of_value(const Field& field, std::string_view value) {
    for (const Option& option : field.options) {
        if (option.value == value) return option.label;
    }
    return std::string(value);
}

std::string date_text(const json::value& boxes, const web::Tongue& tongue) {
    const std::string month(boxes.at("month").as_string());
    const auto number = read_month(month);
    return web::filled(
        tongue.say(words::kDate),
        {{"day", std::string(boxes.at("day").as_string())},
         {"month", number ? words::month_name(tongue, *number) : month},
         {"year", std::string(boxes.at("year").as_string())}}
    );
}

std::string row_text(const Field& field, const json::value& row) {
    const auto* person = row.if_object();
    if (!person) return label_of_value(field, row.as_string());
    const std::string name(person->at("name").as_string());
    const std::string age(person->at("age").as_string());
    return name + (name.empty() || age.empty() ? "" : ", ") + age;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

// `Tuesday: morning`, `Tuesday: evening` as one line: `Tuesday: morning, evening`.
std::vector<std::string> days_of(const Field& field, const json::array& chosen) {
    std::vector<std::string> lines;
    std::string day;
    for (const json::value& value : chosen) {
        const std::string label = label_of_value(field, value.as_string());
        const auto colon = label.find(": ");
        if (colon != std::string::npos && label.substr(0, colon) == day) {
            lines.back() += ", " + label.substr(colon + 2);
        } else {
            lines.push_back(label);
        }
        day = label.substr(0, colon);
    }
    return lines;
}

std::vector<std::string> words_of(
    const Field& field, const Answers& answers, const web::Tongue& tongue
) {
    std::vector<std::string> lines;
    if (field.kind == FieldKind::flags) {
        for (const Option& option : field.options) {
            const json::value* answer = answers.if_contains(option.pointer);
            if (answer && *answer == json::value("yes")) lines.push_back(option.label);
        }
        return lines;
    }
    const json::value& answer = answers.at(field.pointer);
    if (field.kind == FieldKind::date) return {date_text(answer, tongue)};
    if (field.kind == FieldKind::times) return days_of(field, answer.as_array());
    if (field.kind == FieldKind::tick) return {field.label};
    if (const auto* list = answer.if_array()) {
        for (const json::value& row : *list)
            lines.push_back(row_text(field, row));
        return lines;
    }
    return lines_of(label_of_value(field, answer.as_string()));
}

std::string key_of(const Page& page, const Field& field, const Answers& answers) {
    if (!field.summary.empty()) return field.summary;
    const std::string& label = label_of(field, answers);
    return label.empty() ? heading_of(page, answers) : label;
}

// What one section shows: a row for each answer, and in one line what was left out.
struct SectionRows {
    std::vector<web::SummaryRow> answered;
    View::List left_out;
};

}  // namespace

Response Pages::summary(const Visit& visit, const std::string& back_href) const {
    const web::Tongue& tongue = speech_.tongue;
    const Answers& answers = visit.answers();
    std::map<std::string, SectionRows> rows;
    for (const Page* page : active_pages(speech_.journey, answers)) {
        const std::string href = tongue.address("/" + page->slug);
        for (const Field& field : page->fields) {
            if (!holds(field.when, answers)) continue;
            const std::string key = key_of(*page, field, answers);
            SectionRows& section = rows[page->section];
            if (is_answered(answers, field)) {
                section.answered.push_back({key, words_of(field, answers, tongue), href, key});
            } else {
                section.left_out.push_back(View().text("left_href", href).text("left_what", key));
            }
        }
    }
    View::List sections;
    for (const std::string& name : speech_.journey.sections) {
        SectionRows& section = rows[name];
        if (section.answered.empty() && section.left_out.empty()) continue;
        sections.push_back(
            View()
                .text("section", name)
                .flag("has_left_out", !section.left_out.empty())
                .list("left_out", std::move(section.left_out))
                .html("rows_html", components_.summary_list(section.answered, say(words::kChange)))
        );
    }
    View view;
    view.text("token", visit.token())
        .text("action", tongue.address("/send"))
        .text("not_provided", say(words::kNotProvided))
        .list("sections", std::move(sections))
        .html("spoken_html", said_aloud(say(words::kReadBack)))
        .html("button_html", button(speech_.journey.check.button))
        .also(view_of(speech_.journey.check));
    return framed(
        {.back_href = back_href, .here = "/answers", .token = visit.token()},
        render("summary", view)
    );
}

}  // namespace clarion::http::intake
