#include "adapters/http/intake/pages.hpp"

#include <algorithm>
#include <array>

namespace clarion::http::intake {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

constexpr std::size_t kSizeStep = 4096;

// Comments of spaces up to the next step: whoever counts bytes on the wire learns nothing.
void pad(std::string& body) {
    static constexpr std::string_view kOpen = "<!--";
    static constexpr std::string_view kClose = "-->\n";
    const std::size_t least = body.size() + kOpen.size() + kClose.size();
    const std::size_t wanted = (least + kSizeStep - 1) / kSizeStep * kSizeStep;
    body.append(kOpen).append(wanted - least, ' ').append(kClose);
}

std::string text_at(const Answers& shown, const std::string& pointer) {
    const json::value* answer = shown.if_contains(pointer);
    return answer && answer->is_string() ? std::string(answer->get_string()) : std::string();
}

bool is_chosen(const Answers& shown, const Field& field, const Option& option) {
    if (field.kind == FieldKind::flags) return text_at(shown, option.pointer) == "yes";
    const json::value* answer = shown.if_contains(field.pointer);
    if (!answer) return false;
    if (const auto* list = answer->if_array()) {
        return std::find(list->begin(), list->end(), json::value(option.value)) != list->end();
    }
    return answer->is_string() && answer->get_string() == option.value;
}

std::vector<web::Choice> choices_of(const Field& field, const Answers& shown) {
    std::vector<web::Choice> choices;
    for (const Option& option : field.options) {
        choices.push_back({option.value, option.label, option.hint, is_chosen(shown, field, option)}
        );
    }
    return choices;
}

std::string title_of(const Page& page) {
    return page.slug.starts_with("q/") ? "Question " + page.slug.substr(2) : "Page";
}

// Where the error summary leads: the first thing of the field that can be filled in.
std::string anchor_of(const Page& page, const PageProblem& problem) {
    std::string id = "#" + name_of(page, *problem.field);
    if (problem.field->kind == FieldKind::times && !problem.field->options.empty()) {
        return id + "-" + problem.field->options.front().value;
    }
    if (problem.field->kind != FieldKind::date) return id;
    if (problem.wrong.starts_with('m')) return id + "-month";
    return id + (problem.wrong.starts_with('y') ? "-year" : "-day");
}

const PageProblem* problem_of(const std::vector<PageProblem>& problems, const Field& field) {
    for (const PageProblem& problem : problems) {
        if (problem.field == &field) return &problem;
    }
    return nullptr;
}

}  // namespace

web::View view_of(const Words& words) {
    View::List paragraphs;
    for (const std::string& text : words.paragraphs)
        paragraphs.push_back(View().text("words", text));
    return View()
        .text("heading", words.heading)
        .text("button", words.button)
        .list("paragraphs", std::move(paragraphs));
}

Pages::Pages(const IntakeSettings& settings, const Journey& journey)
    : settings_(settings), journey_(journey), components_(settings.templates, "Error:") {}

Response Pages::framed(const PageFrame& frame, const SafeHtml& content) const {
    View view;
    view.text("title", (frame.wrong ? "Error: " : "") + frame.title)
        .text("style", settings_.files.address("applicant.css"))
        .text("icon", settings_.files.address("favicon.svg"))
        .text("force_name", settings_.look.force_name)
        .text("colour", settings_.look.colour)
        .html("mark_html", settings_.look.mark)
        .text("home_href", "/")
        .text("skip_href", "#main")
        .text("skip_word", "Skip to main content")
        .text("back_word", "Back")
        .text("back_href", frame.back_href)
        .flag("demo", settings_.demo)
        .html("content_html", content);
    return html_response(
        frame.status, settings_.templates.render("applicant/frame.html", view).text()
    );
}

Response Pages::start() const {
    web::Button button;
    button.text = journey_.start.button;
    button.start = true;
    return fixed(
        "start", {}, view_of(journey_.start).html("button_html", components_.button(button))
    );
}

Response Pages::fixed(std::string_view name, const PageFrame& frame, View view) const {
    View::List helplines;
    for (const Helpline& line : settings_.helplines) {
        helplines.push_back(View()
                                .text("name", line.name)
                                .text("telephone", line.telephone)
                                .text("audience", line.audience));
    }
    view.list("helplines", std::move(helplines));
    const std::string path = "applicant/" + std::string(name) + ".html";
    return framed(frame, settings_.templates.render(path, view));
}

SafeHtml Pages::date(
    web::Control control, const Answers& shown, const Field& field, const PageProblem* problem
) const {
    web::DateTyped typed;
    const json::value* boxes = shown.if_contains(field.pointer);
    if (boxes && boxes->is_object()) {
        typed.day = boxes->at("day").as_string();
        typed.month = boxes->at("month").as_string();
        typed.year = boxes->at("year").as_string();
    }
    if (problem) typed.wrong = problem->wrong;
    auto three = web::date_boxes(control, {"Day", "Month", "Year"}, typed);
    return components_.date({std::move(control), std::move(three)});
}

SafeHtml Pages::times(web::Control control, const Field& field) const {
    // Values are `<day>_<part>`; the label of the first of each day says `Day: part`.
    std::vector<web::Components::Day> days;
    for (std::size_t i = 0; i < field.options.size(); ++i) {
        const std::string& label = field.options[i].label;
        const auto colon = label.find(": ");
        const std::string day = label.substr(0, colon);
        if (days.empty() || days.back().label != day) days.push_back({day, {}});
        web::Choice part = control.choices[i];
        if (colon != std::string::npos) part.label = label.substr(colon + 2);
        days.back().parts.push_back(std::move(part));
    }
    return components_.times(control, days);
}

SafeHtml Pages::control(
    const Page& page,
    const Field& field,
    const Answers& shown,
    const PageProblem* problem,
    bool may_fill_in
) const {
    const std::string name = name_of(page, field);
    const bool alone = page.fields.size() == 1 && page.paragraphs.empty() && page.notice.empty();
    web::Control control;
    control.id = name;
    control.name = name;
    control.heading = alone && (field.label.empty() || field.label == page.heading);
    control.label = field.label.empty() ? page.heading : field.label;
    if (control.heading) control.size = "l";
    if (!control.heading && page.fields.size() > 1) control.size = "s";
    if (field.optional && !control.heading) control.label += " (optional)";
    control.hint = field.hint;
    control.error = problem ? problem->message : "";
    control.value = text_at(shown, field.pointer);
    control.choices = choices_of(field, shown);
    control.classes = field.width;
    control.spellcheck = field.kind == FieldKind::text ? "false" : "";
    control.autocomplete = may_fill_in ? field.autocomplete : "off";
    control.inputmode = field.inputmode;
    switch (field.kind) {
        case FieldKind::radios:
            return components_.radios(control);
        case FieldKind::checkboxes:
        case FieldKind::flags:
            return components_.checkboxes(control);
        case FieldKind::tick:
            return components_.checkbox(control);
        case FieldKind::date:
            return date(std::move(control), shown, field, problem);
        case FieldKind::times:
            return times(std::move(control), field);
        case FieldKind::area:
            control.rows = 6;
            return components_.textarea(control);
        case FieldKind::lines:
        case FieldKind::people:
            control.rows = 4;
            return components_.textarea(control);
        case FieldKind::text:
        case FieldKind::number:
            return components_.input(control);
    }
    return {};
}

Response Pages::question(
    const Page& page,
    const Visit& visit,
    const Answers& shown,
    const std::vector<PageProblem>& problems,
    const std::string& back_href
) const {
    SafeHtml fields;
    bool headed = false;
    for (const Field& field : page.fields) {
        if (!is_shown(page, field, visit.answers())) continue;
        fields += control(page, field, shown, problem_of(problems, field), visit.may_fill_in());
    }
    const bool alone = page.fields.size() == 1 && page.paragraphs.empty() && page.notice.empty();
    headed = alone && (page.fields[0].label.empty() || page.fields[0].label == page.heading) &&
             page.fields[0].kind != FieldKind::times && page.fields[0].kind != FieldKind::tick;

    std::vector<web::Problem> listed;
    listed.reserve(problems.size());
    for (const PageProblem& problem : problems) {
        listed.push_back({anchor_of(page, problem), problem.message});
    }
    View::List paragraphs;
    for (const std::string& words : page.paragraphs)
        paragraphs.push_back(View().text("words", words));
    web::Button button;
    button.text = page.button.empty() ? "Continue" : page.button;
    View view;
    view.text("action", "/" + page.slug)
        .text("token", visit.token())
        .text("heading", headed ? "" : page.heading)
        .text("notice", page.notice)
        .html("button_html", components_.button(button))
        .list("paragraphs", std::move(paragraphs))
        .html("errors_html", components_.error_summary("There is a problem", listed))
        .html("fields_html", fields);
    return framed(
        {.title = title_of(page),
         .back_href = back_href,
         .wrong = !problems.empty(),
         .status = problems.empty() ? 200 : 422},
        settings_.templates.render("applicant/question.html", view)
    );
}

Response Pages::confirm_change(
    const Page& page,
    const Visit& visit,
    const FormFields& kept,
    const std::vector<std::string>& dropped
) const {
    View::List fields;
    for (const auto& [name, value] : kept) {
        if (name == kTokenField) continue;
        fields.push_back(View().text("name", name).text("value", value));
    }
    View::List names;
    for (const std::string& name : dropped)
        names.push_back(View().text("what", name));
    View view;
    view.text("action", "/" + page.slug)
        .text("token", visit.token())
        .list("fields", std::move(fields))
        .list("dropped", std::move(names));
    return framed(
        {.title = title_of(page), .back_href = "/" + page.slug, .wrong = false, .status = 200},
        settings_.templates.render("applicant/confirm_change.html", view)
    );
}

Response Pages::sent(const json::object& said) const {
    View view;
    view.text("reference", std::string(said.at("reference").as_string()));
    Response response = fixed("sent", {}, std::move(view.also(view_of(journey_.sent))));
    pad(response.body);
    return response;
}

}  // namespace clarion::http::intake
