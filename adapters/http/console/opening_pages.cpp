// Opening a case by hand: which kinds there are, the form of one, and what came of it.
#include <array>

#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/posted_page.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr std::string_view kFormPointer = "/form";
constexpr std::string_view kChannelField = "channel";
constexpr std::array<std::string_view, 4> kChannels{"phone", "front_desk", "officer", "partner"};

// The newest workflow of that route which this reader may open a case of.
json::value opening_named(const json::value& list, std::string_view route) {
    json::value found;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            const json::value& opening = at(item, "opening");
            if (text_at(item, "route") != route) continue;
            if (at(opening, "allowed") == json::value(true)) found = opening;
        }
    }
    return found;
}

web::Control channel_control(const OpeningPage& page) {
    web::Control control;
    control.id = kChannelField;
    control.name = kChannelField;
    control.label = "How did it come?";
    control.size = "s";
    control.value = value_of(page.typed, kChannelField);
    for (const core::FieldError& error : page.errors) {
        if (error.field == "/channel") control.error = error.message;
    }
    for (const std::string_view channel : kChannels) {
        control.choices.push_back(
            {std::string(channel), title_of_code(channel), "", control.value == channel}
        );
    }
    return control;
}

// The envelope's errors stay as they are; those of the form lose the form's place in it.
std::vector<core::FieldError> errors_in_form(const std::vector<core::FieldError>& errors) {
    std::vector<core::FieldError> inner;
    for (core::FieldError error : errors) {
        if (!error.field.starts_with(kFormPointer)) continue;
        error.field.erase(0, kFormPointer.size());
        inner.push_back(std::move(error));
    }
    return inner;
}

}  // namespace

Response ConsolePages::openings(const Reader& reader, const json::value& list) const {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            const json::value& opening = at(item, "opening");
            if (at(opening, "allowed") != json::value(true)) continue;
            rows.push_back(View()
                               .text("what", text_at(opening, "title"))
                               .text("route", text_at(item, "title"))
                               .text("href", "/console/new/" + text_at(item, "route"))
                               .flag("by_asking", text_at(item, "route") == settings_.asked_route));
        }
    }
    View view;
    view.flag("any", !rows.empty());
    view.list("openings", std::move(rows));
    return framed(
        reader, 200, "New case", settings_.templates.render("console/openings.html", view)
    );
}

Response ConsolePages::opening(const Reader& reader, const OpeningPage& page) const {
    const json::value& schema = at(page.opening, "form");
    const auto errors = errors_in_form(page.errors);
    const web::Control channel = channel_control(page);
    auto problems = form_problems(schema, errors);
    if (!channel.error.empty()) {
        problems.insert(problems.begin(), {"#" + channel.id, channel.error});
    }
    const std::string heading = text_at(page.opening, "title");
    View view;
    view.text("action", "/console/new/" + page.route)
        .text("heading", heading)
        .text("intro", text_at(schema, "description"))
        .text("trouble", page.trouble)
        .text("token", reader.token)
        .text("key", page.key)
        .text("form_name", text_at(page.opening, "form_name"))
        .html("errors_html", components_.error_summary("There is a problem", problems))
        .html("channel_html", components_.radios(channel))
        .html(
            "fields_html", form_fields(settings_.templates, components_, schema, page.typed, errors)
        );
    return framed(
        reader,
        page.status,
        (problems.empty() ? "" : "Error: ") + heading,
        settings_.templates.render("console/opening.html", view)
    );
}

Response ConsolePages::opened(const Reader& reader, const json::value& answer) const {
    return message(
        reader,
        200,
        "Received",
        "Thank you. The police have it under the reference " + text_at(answer, "reference") + "."
    );
}

void ConsoleDesk::openings(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListWorkflows{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            return self->pages_.openings(reader, list->document);
        }
    );
}

void ConsoleDesk::show_opening(Call call) {
    OpeningPage page;
    page.route = call.request.path_params["route"];
    page.key = settings_.ids.new_token();
    show_opening_again(std::move(call), std::move(page));
}

void ConsoleDesk::show_opening_again(Call call, OpeningPage page) {
    gather(
        queue_,
        call,
        {runtime::ListWorkflows{}},
        [self = shared_from_this(),
         reader = reader_of(call),
         page = std::move(page)](const Answers& answers) mutable {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            page.opening = opening_named(list->document, page.route);
            if (page.opening.is_null()) {
                return self->pages_.message(
                    reader, 404, "Page not found", "There is nothing here for you."
                );
            }
            return self->pages_.opening(reader, page);
        }
    );
}

void ConsoleDesk::open_by_hand(Call call) {
    const json::value schema = schema_of(peeked_value(call.request.body, "form"));
    auto fields = posted(call, repeatable_fields(schema));
    if (!fields) return;
    OpeningPage page;
    page.route = call.request.path_params["route"];
    page.typed = std::move(*fields);
    page.key = value_of(page.typed, "k");
    if (!value_of(page.typed, kMoreField).empty()) {
        return show_opening_again(std::move(call), std::move(page));
    }
    runtime::StartCase start;
    start.body = json::value(json::object{
        {"workflow", page.route},
        {"channel", value_of(page.typed, kChannelField)},
        {"form", read_form(schema, page.typed)},
    });
    start.idempotency = idempotency_of(call, page);
    send(std::move(call), std::move(page), std::move(start), &ConsoleDesk::opening_answered);
}

void ConsoleDesk::opening_answered(Call call, OpeningPage page, const runtime::Answer& answer) {
    const Reader reader = reader_of(call);
    if (const auto* answered = std::get_if<runtime::Answered>(&answer)) {
        const std::string reference = text_at(answered->document, "reference");
        Response said = reader.cases ? redirect("/console/cases/" + reference + "?done=1")
                                     : pages_.opened(reader, answered->document);
        said.step = kHiddenStep;
        return call.reply(std::move(said));
    }
    say_why_not(page, answer, settings_.ids);
    show_opening_again(std::move(call), std::move(page));
}

}  // namespace clarion::http::console
