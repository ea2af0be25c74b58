#include "adapters/http/web/components.hpp"

#include <algorithm>

namespace clarion::http::web {

namespace {

std::string described_by(const Control& control) {
    std::string ids;
    if (!control.hint.empty()) ids = control.id + "-hint";
    if (!control.error.empty()) ids += (ids.empty() ? "" : " ") + control.id + "-error";
    if (!control.info.empty()) ids = control.info + (ids.empty() ? "" : " ") + ids;
    return ids;
}

View::List views_of(const Control& control) {
    View::List views;
    for (std::size_t i = 0; i < control.choices.size(); ++i) {
        const Choice& choice = control.choices[i];
        // The first choice bears the field's own id, so that the error summary's link lands on it.
        const std::string id = i == 0 ? control.id : control.id + "-" + std::to_string(i + 1);
        // Without a fieldset nothing else could tie the hint and the error to the boxes.
        std::string described = control.label.empty() ? described_by(control) : "";
        if (!choice.hint.empty()) described += (described.empty() ? "" : " ") + id + "-item-hint";
        views.push_back(View()
                            .text("choice_id", id)
                            .text("choice_value", choice.value)
                            .text("choice_label", choice.label)
                            .text("choice_hint", choice.hint)
                            .text("choice_described", std::move(described))
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
        .text("classes", control.classes)
        .text("autocomplete", control.autocomplete)
        .text("inputmode", control.inputmode)
        .text("spellcheck", control.spellcheck)
        .text("rows", std::to_string(control.rows))
        .text("size", control.size)
        .flag("heading", control.heading)
        .flag("said_above", control.said_above)
        .flag("fieldset", !control.label.empty())
        .flag("grouped", false)
        .list("choices", views_of(control));
}

SafeHtml Components::radios(const Control& control) const {
    return templates_.render("components/radios.html", view_of(control));
}

SafeHtml Components::checkboxes(const Control& control) const {
    return templates_.render("components/checkboxes.html", view_of(control));
}

SafeHtml Components::checkbox(Control control) const {
    control.choices = {{"yes", std::move(control.label), "", !control.value.empty()}};
    control.label.clear();
    return checkboxes(control);
}

SafeHtml Components::input(const Control& control) const {
    return templates_.render("components/input.html", view_of(control));
}

SafeHtml Components::textarea(const Control& control) const {
    return templates_.render("components/textarea.html", view_of(control));
}

SafeHtml Components::character_count(Control control, const Count& count) const {
    control.classes = "govuk-js-character-count";
    control.info = control.id + "-info";
    View::List words;
    for (const auto& [key, said] : count.words)
        words.push_back(View().text("i18n_key", key).text("i18n_words", said));
    View view = view_of(control);
    view.list("i18n", std::move(words))
        .text("limit", std::to_string(count.limit))
        .text("up_to", count.up_to);
    return templates_.render("components/character_count.html", view);
}

std::vector<DateBox> date_boxes(
    const Control& control, const DateWords& words, const DateTyped& typed
) {
    const auto box = [&](std::string_view suffix, const std::string& label, std::string value) {
        DateBox made;
        made.id = control.id + std::string(suffix);
        made.name = control.name + std::string(suffix);
        made.label = label;
        made.value = std::move(value);
        made.classes = "govuk-input--width-4";
        made.wrong = typed.wrong.find(suffix[1]) != std::string::npos;
        const bool birthday = control.autocomplete == "bday";
        made.autocomplete = birthday ? "bday" + std::string(suffix) : control.autocomplete;
        return made;
    };
    std::vector<DateBox> boxes{
        box("-day", words.day, typed.day),
        box("-month", words.month, typed.month),
        box("-year", words.year, typed.year)};
    boxes[0].classes = "govuk-input--width-2";
    boxes[1].inputmode = "text";
    return boxes;
}

SafeHtml Components::date(const DateControl& date) const {
    View::List views;
    for (const DateBox& box : date.boxes) {
        views.push_back(View()
                            .text("box_id", box.id)
                            .text("box_name", box.name)
                            .text("box_label", box.label)
                            .text("box_value", box.value)
                            .text("box_classes", box.classes)
                            .text("box_inputmode", box.inputmode)
                            .text("box_autocomplete", box.autocomplete)
                            .flag("box_error", box.wrong));
    }
    View view;
    view.flag("grouped", true).list("boxes", std::move(views)).also(view_of(date.control));
    return templates_.render("components/date.html", view);
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
    const bool any_change = std::any_of(rows.begin(), rows.end(), [](const SummaryRow& row) {
        return !row.change_href.empty();
    });
    View::List views;
    for (const SummaryRow& row : rows) {
        View::List lines;
        for (const std::string& line : row.lines) {
            lines.push_back(View().text("line", line).flag("first", lines.empty()));
        }
        views.push_back(View()
                            .text("key", row.key)
                            .list("lines", std::move(lines))
                            .flag("no_actions", any_change && row.change_href.empty())
                            .text("change_href", row.change_href)
                            .text("change_what", row.change_what)
                            .text("change_word", change_word));
    }
    return templates_.render("components/summary_list.html", View().list("rows", std::move(views)));
}

SafeHtml Components::button(const Button& button) const {
    View view;
    view.text("text", button.text)
        .text("href", button.href)
        .text("classes", button.classes)
        .text("name", button.name)
        .text("value", button.value)
        .flag("start", button.start);
    return templates_.render("components/button.html", view);
}

SafeHtml Components::tag(const std::string& label, const std::string& colour) const {
    return templates_.render(
        "components/tag.html", View().text("label", label).text("colour", colour)
    );
}

}  // namespace clarion::http::web
