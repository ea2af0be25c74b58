// The page on which everything is checked before it is sent.
#include <map>

#include "adapters/http/intake/pages.hpp"

namespace clarion::http::intake {

namespace json = core::json;
using web::View;

namespace {

std::string label_of(const Field& field, std::string_view value) {
    for (const Option& option : field.options) {
        if (option.value == value) return option.label;
    }
    return std::string(value);
}

std::string date_text(const json::value& boxes) {
    static constexpr const char* kMonths[] = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"};
    const std::string month(boxes.at("month").as_string());
    const auto number = read_month(month);
    return std::string(boxes.at("day").as_string()) + " " +
           (number ? kMonths[*number - 1] : month) + " " +
           std::string(boxes.at("year").as_string());
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
        const std::string label = label_of(field, value.as_string());
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

std::vector<std::string> words_of(const Field& field, const Answers& answers) {
    std::vector<std::string> lines;
    if (field.kind == FieldKind::flags) {
        for (const Option& option : field.options) {
            const json::value* answer = answers.if_contains(option.pointer);
            if (answer && *answer == json::value("yes")) lines.push_back(option.label);
        }
        return lines;
    }
    const json::value& answer = answers.at(field.pointer);
    if (field.kind == FieldKind::date) return {date_text(answer)};
    if (field.kind == FieldKind::times) return days_of(field, answer.as_array());
    if (field.kind == FieldKind::tick) return {"Yes"};
    if (const auto* list = answer.if_array()) {
        for (const json::value& value : *list)
            lines.push_back(label_of(field, value.as_string()));
        return lines;
    }
    return lines_of(label_of(field, answer.as_string()));
}

web::SummaryRow row_of(const Page& page, const Field& field, const Answers& answers) {
    web::SummaryRow row;
    row.key =
        !field.summary.empty() ? field.summary : (field.label.empty() ? page.heading : field.label);
    row.lines = is_answered(answers, field) ? words_of(field, answers)
                                            : std::vector<std::string>{"Not provided"};
    row.change_href = "/" + page.slug;
    row.change_what = row.key;
    return row;
}

}  // namespace

Response Pages::summary(const Visit& visit, const std::string& back_href) const {
    std::map<std::string, std::vector<web::SummaryRow>> rows;
    for (const Page* page : active_pages(journey_, visit.answers())) {
        for (const Field& field : page->fields) {
            if (!holds(field.when, visit.answers())) continue;
            rows[page->section].push_back(row_of(*page, field, visit.answers()));
        }
    }
    View::List sections;
    for (const std::string& name : journey_.sections) {
        if (rows[name].empty()) continue;
        sections.push_back(View()
                               .text("section", name)
                               .html("rows_html", components_.summary_list(rows[name], "Change")));
    }
    web::Button button;
    button.text = journey_.check.button;
    View view;
    view.text("token", visit.token())
        .html("button_html", components_.button(button))
        .list("sections", std::move(sections))
        .also(view_of(journey_.check));
    return framed(
        {.title = "Page", .back_href = back_href, .wrong = false, .status = 200},
        settings_.templates.render("applicant/summary.html", view)
    );
}

}  // namespace clarion::http::intake
