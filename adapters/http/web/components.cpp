#include "adapters/http/web/components.hpp"

#include <array>

namespace clarion::http::web {

namespace {

std::string described_by(const Control& control) {
    std::string ids;
    if (!control.hint.empty()) ids = control.id + "-hint";
    if (!control.error.empty()) ids += (ids.empty() ? "" : " ") + control.id + "-error";
    return ids;
}

View::List views_of(const Control& control) {
    View::List views;
    for (std::size_t i = 0; i < control.choices.size(); ++i) {
        const Choice& choice = control.choices[i];
        // The first choice bears the field's own id, so that the error summary's link lands on it.
        const std::string id = i == 0 ? control.id : control.id + "-" + std::to_string(i + 1);
        views.push_back(View()
                            .text("choice_id", id)
                            .text("choice_value", choice.value)
                            .text("choice_label", choice.label)
                            .text("choice_hint", choice.hint)
                            .flag("checked", choice.checked));
    }
    return views;
}

}  // namespace

Components::Components(const Templates& templates, std::string error_word)
    : templates_(templates), error_word_(std::move(error_word)) {}

View Components::view_of(const Control& control) const {
    return View()
        .text("id", control.id)
        .text("name", control.name)
        .text("label", control.label)
        .text("hint", control.hint)
        .text("error", control.error)
        .text("error_word", error_word_)
        .text("value", control.value)
        .text("described", described_by(control))
        .text("width", control.width)
        .text("autocomplete", control.autocomplete)
        .text("inputmode", control.inputmode)
        .text("rows", std::to_string(control.rows))
        .flag("heading", control.heading)
        .flag("strong", control.strong)
        .flag("inline", control.inline_choices)
        .flag("small", false)
        .flag("spellcheck", control.spellcheck)
        .list("choices", views_of(control));
}

SafeHtml Components::radios(const Control& control) const {
    return templates_.render("components/radios.html", view_of(control));
}

SafeHtml Components::checkboxes(const Control& control) const {
    return templates_.render("components/checkboxes.html", view_of(control));
}

SafeHtml Components::checkbox(const Control& control) const {
    return templates_.render("components/checkbox.html", view_of(control));
}

SafeHtml Components::input(const Control& control) const {
    return templates_.render("components/input.html", view_of(control));
}

SafeHtml Components::textarea(const Control& control) const {
    return templates_.render("components/textarea.html", view_of(control));
}

SafeHtml Components::date(const DateControl& date, const DateWords& words) const {
    struct Box {
        char mark;
        const char* suffix;
        const std::string& label;
        const std::string& value;
        const char* width;
        bool numeric;
    };
    const std::array boxes{
        Box{'d', "-day", words.day, date.day, "govuk-input--width-2", true},
        Box{'m', "-month", words.month, date.month, "govuk-input--width-4", false},
        Box{'y', "-year", words.year, date.year, "govuk-input--width-4", true}};
    const bool birthday = date.control.autocomplete == "bday";
    View::List views;
    for (const Box& box : boxes) {
        const std::string token =
            birthday ? std::string("bday") + box.suffix : date.control.autocomplete;
        views.push_back(View()
                            .text("box_id", date.control.id + box.suffix)
                            .text("box_name", date.control.name + box.suffix)
                            .text("box_label", box.label)
                            .text("box_value", box.value)
                            .text("box_width", box.width)
                            .text("box_autocomplete", token)
                            .flag("box_numeric", box.numeric)
                            .flag("box_error", date.wrong.find(box.mark) != std::string::npos));
    }
    return templates_.render(
        "components/date.html", view_of(date.control).list("boxes", std::move(views))
    );
}

SafeHtml Components::times(const Control& control, const std::vector<Day>& days) const {
    View::List rows;
    for (const Day& day : days) {
        View::List parts;
        for (const Choice& part : day.parts) {
            parts.push_back(View()
                                .text("part_id", control.id + "-" + part.value)
                                .text("part_value", part.value)
                                .text("part_label", part.label)
                                .flag("checked", part.checked));
        }
        rows.push_back(View().text("day", day.label).list("parts", std::move(parts)));
    }
    return templates_.render(
        "components/times.html", view_of(control).list("days", std::move(rows))
    );
}

SafeHtml Components::error_summary(const std::string& title, const std::vector<Problem>& problems)
    const {
    if (problems.empty()) return {};
    View::List views;
    for (const Problem& problem : problems) {
        views.push_back(View().text("href", problem.href).text("message", problem.message));
    }
    return templates_.render(
        "components/error_summary.html",
        View().text("title", title).list("problems", std::move(views))
    );
}

SafeHtml Components::summary_list(
    const std::vector<SummaryRow>& rows, const std::string& change_word
) const {
    View::List views;
    for (const SummaryRow& row : rows) {
        View::List lines;
        for (const std::string& line : row.lines) {
            lines.push_back(View().text("line", line).flag("first", lines.empty()));
        }
        views.push_back(View()
                            .text("key", row.key)
                            .list("lines", std::move(lines))
                            .text("change_href", row.change_href)
                            .text("change_what", row.change_what)
                            .text("change_word", change_word));
    }
    return templates_.render("components/summary_list.html", View().list("rows", std::move(views)));
}

SafeHtml Components::tag(const std::string& label, const std::string& colour) const {
    return templates_.render(
        "components/tag.html", View().text("label", label).text("colour", colour)
    );
}

}  // namespace clarion::http::web
