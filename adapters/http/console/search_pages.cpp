// Looking for people, and the cases about the same ones.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr std::string_view kSearchForm = "search";

std::string people_words(const json::value& row) {
    std::string words;
    const auto* people = at(row, "people").if_array();
    if (!people) return words;
    for (const json::value& person : *people) {
        if (!words.empty()) words += "; ";
        words += title_of_code(text_at(person, "role"));
        const std::string initials = text_at(person, "initials");
        if (!initials.empty()) words += " " + initials;
        const std::string year = text_at(person, "birth_year");
        if (!year.empty()) words += ", born " + year;
    }
    return words;
}

std::string same_words(const json::value& row) {
    std::string words;
    const auto* same = at(row, "same").if_array();
    if (!same) return words;
    for (const json::value& pair : *same) {
        const std::string here = title_of_code(text_at(pair, "here"));
        const std::string there = title_of_code(text_at(pair, "there"));
        if (!words.empty()) words += "; ";
        words += here == there ? here : here + " is the " + there + " there";
    }
    return words;
}

View::List rows_of_list(const json::value& list) {
    View::List rows;
    const auto* items = at(list, "items").if_array();
    if (!items) return rows;
    for (const json::value& row : *items) {
        const std::string reference = text_at(row, "reference");
        rows.push_back(View()
                           .text("reference", reference)
                           .text("href", "/console/cases/" + reference)
                           .text("stage", text_at(row, "title"))
                           .text("received", moment_words(text_at(row, "received_at")))
                           .text("people", people_words(row) + same_words(row))
                           .flag("duplicate", at(row, "possible_duplicate") == json::value(true)));
    }
    return rows;
}

}  // namespace

Response ConsolePages::search(const Reader& reader, const SearchPage& page) const {
    const json::value* schema = schema_of(kSearchForm);
    const json::value nothing;
    const json::value& form = schema ? *schema : nothing;
    View::List rows = rows_of_list(page.found);
    View view;
    view.flag("any", !rows.empty());
    view.text("intro", text_at(form, "description"))
        .text("token", reader.token)
        .flag("looked", !page.found.is_null())
        .flag("more", at(page.found, "more") == json::value(true))
        .list("rows", std::move(rows))
        .html(
            "errors_html",
            components_.error_summary("There is a problem", form_problems(form, page.errors))
        )
        .html(
            "fields_html",
            form_fields(settings_.templates, components_, form, page.typed, page.errors)
        );
    return framed(
        reader,
        page.status,
        page.errors.empty() ? "Search" : "Error: Search",
        settings_.templates.render("console/search.html", view)
    );
}

Response ConsolePages::related(
    const Reader& reader, const std::string& reference, const json::value& list
) const {
    View::List rows = rows_of_list(list);
    View view;
    view.flag("any", !rows.empty());
    view.text("reference", reference)
        .text("base", "/console/cases/" + reference)
        .list("rows", std::move(rows));
    return framed(
        reader,
        200,
        "Related to " + reference,
        settings_.templates.render("console/related.html", view)
    );
}

void ConsoleDesk::show_search(Call call) {
    call.reply(pages_.search(reader_of(call), {}));
}

void ConsoleDesk::search(Call call) {
    auto fields = posted(call, {});
    if (!fields) return;
    const json::value schema = settings_.forms.knows(kSearchForm)
                                   ? json::value(settings_.forms.schema(kSearchForm))
                                   : nullptr;
    SearchPage page;
    page.typed = std::move(*fields);
    runtime::SearchCases asked{.form = json::value(read_form(schema, page.typed))};
    gather(
        queue_,
        call,
        {std::move(asked)},
        [self = shared_from_this(), reader = reader_of(call), page](const Answers& answers
        ) mutable {
            if (const auto* answered = std::get_if<runtime::Answered>(&answers[0])) {
                page.found = answered->document;
                return self->pages_.search(reader, page);
            }
            const auto* refusal = std::get_if<core::Refusal>(&answers[0]);
            if (!refusal || refusal->errors.empty()) return self->said_no(reader, answers[0]);
            page.errors = refusal->errors;
            page.status = status_of(refusal->code);
            return self->pages_.search(reader, page);
        }
    );
}

void ConsoleDesk::related(Call call) {
    const std::string reference = call.request.path_params["ref"];
    gather(
        queue_,
        call,
        {runtime::ReadRelated{reference}},
        [self = shared_from_this(), reader = reader_of(call), reference](const Answers& answers) {
            const auto* answered = std::get_if<runtime::Answered>(&answers[0]);
            if (!answered) return self->said_no(reader, answers[0]);
            return self->pages_.related(reader, reference, answered->document);
        }
    );
}

}  // namespace clarion::http::console
