// One question on one page: its boxes, what is wrong with them, and what was typed.
#include <algorithm>
#include <array>

#include "adapters/http/intake/pages.hpp"
#include "adapters/http/intake/words.hpp"

namespace clarion::http::intake {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

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

const std::string& variant_of(
    const std::vector<Variant>& variants, const std::string& usual, const Answers& answers
) {
    for (const Variant& variant : variants) {
        if (holds(variant.when, answers)) return variant.words;
    }
    return usual;
}

// The only thing on its page, whose label is therefore the heading.
bool is_alone(const Page& page) {
    return page.fields.size() == 1 && page.paragraphs.empty() && page.notice.empty() &&
           page.fields[0].label.empty();
}

bool bears_heading(FieldKind kind) {
    return kind != FieldKind::times && kind != FieldKind::tick && !is_list(kind);
}

bool has_list(const Page& page) {
    return std::any_of(page.fields.begin(), page.fields.end(), [](const Field& field) {
        return is_list(field.kind);
    });
}

// Where the words are asked of somebody else, they are read out as they stand.
const std::string& aloud_of(
    const std::string& words, const std::string& usual, const std::string& spoken
) {
    return words == usual ? spoken : words;
}

std::string number_of(const Page& page) {
    return page.slug.starts_with("q/") ? page.slug.substr(2) : std::string();
}

}  // namespace

const std::string& heading_of(const Page& page, const Answers& answers) {
    return variant_of(page.variants, page.heading, answers);
}

const std::string& label_of(const Field& field, const Answers& answers) {
    return variant_of(field.variants, field.label, answers);
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
    auto three =
        web::date_boxes(control, {say(words::kDay), say(words::kMonth), say(words::kYear)}, typed);
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

// A box for each that was written, and one that waits to be filled.
SafeHtml Pages::rows(const web::Control& control, const Field& field, const Answers& shown) const {
    static const json::value kBlank("");
    const json::value* answer = shown.if_contains(field.pointer);
    const json::array* list = answer ? answer->if_array() : nullptr;
    const std::size_t count = list && !list->empty() ? list->size() : 1;
    View::List items;
    for (std::size_t i = 0; i < count; ++i) {
        const json::value& written = list && !list->empty() ? (*list)[i] : kBlank;
        const web::Facts n{{"n", std::to_string(i + 1)}};
        const auto* person = written.if_object();
        const json::value& name = person ? person->at("name") : written;
        const std::string suffix = i == 0 ? "" : "-" + std::to_string(i + 1);
        items.push_back(
            View()
                .text("row_id", control.id + suffix)
                .text("row_label", web::filled(field.rows.item, n))
                .text("row_value", std::string(name.as_string()))
                .text("age_label", web::filled(field.rows.age, n))
                .text("age_value", person ? std::string(person->at("age").as_string()) : "")
                .text("remove_label", web::filled(field.rows.remove, n))
                .text("row_number", std::to_string(i + 1))
                .flag("removable", count > 1)
        );
    }
    const bool has_room = static_cast<int>(count) < field.rows.most;
    return render(
        "rows",
        components_.view_of(control)
            .list("items", std::move(items))
            .text("add_label", has_room ? field.rows.add : "")
    );
}

SafeHtml Pages::counted(web::Control control, int limit) const {
    struct Form {
        const char* name;
        int example;
    };
    // The browser picks the form by its own rule for the page's language.
    static constexpr std::array<Form, 6> kForms{
        {{"zero", 0}, {"one", 1}, {"two", 2}, {"few", 3}, {"many", 6}, {"other", 5}}};
    const web::Facts count{{"n", "%{count}"}};
    web::Components::Count said{
        limit, speech_.tongue.count(words::kUpToOne, words::kUpTo, limit), {}};
    const auto add = [&said](const std::string& key, std::string words) {
        said.words.emplace_back(key, std::move(words));
    };
    for (const Form& form : kForms) {
        add(std::string("characters-under-limit.") + form.name,
            web::filled(
                speech_.tongue.form_of(words::kLeftOne, words::kLeftMany, form.example), count
            ));
        add(std::string("characters-over-limit.") + form.name,
            web::filled(
                speech_.tongue.form_of(words::kOverOne, words::kOverMany, form.example), count
            ));
    }
    add("characters-at-limit", say(words::kAtLimit));
    return components_.character_count(std::move(control), said);
}

SafeHtml Pages::drawn(
    web::Control control, const Field& field, const Answers& shown, const PageProblem* problem
) const {
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
            control.rows = field.count_to > 0 ? 8 : 4;
            return field.count_to > 0 ? counted(std::move(control), field.count_to)
                                      : components_.textarea(control);
        case FieldKind::lines:
        case FieldKind::people:
            return rows(control, field, shown);
        case FieldKind::text:
        case FieldKind::number:
            return components_.input(control);
    }
    return {};
}

SafeHtml Pages::control(
    const Page& page,
    const Field& field,
    const Visit& visit,
    const Answers& shown,
    const PageProblem* problem
) const {
    const std::string name = name_of(page, field);
    const std::string& label = label_of(field, visit.answers());
    web::Control control;
    control.id = name;
    control.name = name;
    control.heading = is_alone(page) && bears_heading(field.kind);
    control.label = label.empty() ? heading_of(page, visit.answers()) : label;
    if (control.heading) control.size = "l";
    // That it may be left out is said nowhere else.
    control.said_above = !control.heading && label.empty() && !field.optional;
    if (!control.heading && !control.said_above) control.size = "s";
    if (field.optional && field.kind != FieldKind::tick) {
        control.label = web::filled(say(words::kOptional), {{"label", control.label}});
    }
    control.hint = field.hint;
    control.error = problem ? problem->message : "";
    control.value = text_at(shown, field.pointer);
    control.choices = choices_of(field, shown);
    control.classes = field.width;
    control.spellcheck = field.kind == FieldKind::text ? "false" : "";
    control.autocomplete = visit.may_fill_in() ? field.autocomplete : "off";
    control.inputmode = field.inputmode;
    return drawn(std::move(control), field, shown, problem);
}

Response Pages::question(
    const Page& page,
    const Visit& visit,
    const Answers& shown,
    const std::vector<PageProblem>& problems,
    const std::string& back_href
) const {
    SafeHtml fields;
    for (const Field& field : page.fields) {
        if (!is_shown(page, field, visit.answers())) continue;
        fields += said_aloud(aloud_of(label_of(field, visit.answers()), field.label, field.spoken));
        fields += control(page, field, visit, shown, problem_of(problems, field));
    }
    const bool headed = is_alone(page) && bears_heading(page.fields[0].kind);
    std::vector<web::Problem> listed;
    listed.reserve(problems.size());
    for (const PageProblem& problem : problems)
        listed.push_back({anchor_of(page, problem), problem.message});
    View::List paragraphs;
    for (const std::string& words : page.paragraphs)
        paragraphs.push_back(View().text("words", words));
    const std::string here = "/" + page.slug;
    View view;
    view.text("action", speech_.tongue.address(here))
        .text("token", visit.token())
        .text("times", std::to_string(visit.times_taken(page.slug)))
        .text("heading", headed ? "" : heading_of(page, visit.answers()))
        .text("notice", page.notice)
        .html(
            "spoken_html",
            said_aloud(aloud_of(heading_of(page, visit.answers()), page.heading, page.spoken))
        )
        .html("button_html", button(page.button.empty() ? say(words::kContinue) : page.button))
        .list("paragraphs", std::move(paragraphs))
        .flag("has_rows", has_list(page))
        .html("errors_html", components_.error_summary(say(words::kProblem), listed))
        .html("fields_html", fields);
    const std::string number = number_of(page);
    return framed(
        {.title = number.empty() ? "" : web::filled(say(words::kQuestion), {{"n", number}}),
         .back_href = back_href,
         .here = here,
         .keeps_typed = true,
         .token = visit.token(),
         .wrong = !problems.empty(),
         .status = problems.empty() ? 200 : 422},
        render("question", view)
    );
}

}  // namespace clarion::http::intake
