// Signing in, taking actions and answering for an agency.
#include <algorithm>
#include <charconv>

#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/posted_page.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::console {

namespace json = core::json;

namespace {

constexpr std::string_view kAgencyForm = "agency-answer";
constexpr std::string_view kConflictForm = "conflict-of-interest";
constexpr std::string_view kConflictField = "conflict";
constexpr std::string_view kPreviewField = "preview";

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// What the engine made of a draft: its papers, or what is wrong with it.
void take_preview(const runtime::Answer& answer, ActionPage& page) {
    if (const auto* answered = std::get_if<runtime::Answered>(&answer)) {
        page.preview = answered->document;
    } else if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
        page.status = status_of(refusal->code);
        page.errors = refusal->errors;
        page.trouble = words_for(*refusal);
    } else {
        page.status = 503;
        page.trouble = "The papers could not be made just now. Nothing was sent.";
    }
}

std::vector<std::string_view> views_of(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

}  // namespace

std::optional<FormFields> ConsoleDesk::posted(
    const Call& call, const std::vector<std::string>& repeatable
) const {
    auto fields = parse_form(call.request.body, views_of(repeatable));
    if (fields && value_of(*fields, "t") == token_of(call.request)) return fields;
    // It may be a post that another site made their browser send.
    core::Refusal refusal;
    refusal.code = core::RefusalCode::malformed_body;
    gather(
        queue_,
        call,
        {runtime::RefuseAttempt{call.attempted, std::move(refusal)}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            if (!std::holds_alternative<core::Refusal>(answers[0])) {
                return self->said_no(reader, answers[0]);
            }
            return self->pages_.message(
                reader,
                400,
                "That did not arrive as it should",
                "Nothing took place. Go back, open the page again, and send it once more."
            );
        }
    );
    return std::nullopt;
}

json::value ConsoleDesk::schema_of(std::string_view form) const {
    return settings_.forms.knows(form) ? json::value(settings_.forms.schema(form)) : nullptr;
}

runtime::Idempotency ConsoleDesk::idempotency_of(const Call& call, const WrittenPage& page) const {
    return {
        page.key,
        settings_.sha256({ports::view_of(call.request.path), ports::view_of(call.request.body)})};
}

void ConsoleDesk::choose_persona(Call call) {
    call.reply(pages_.sign_in());
}

void ConsoleDesk::sign_in(Call call) {
    const auto fields = parse_form(call.request.body);
    const auto cookie = fields && settings_.sign_in
                            ? settings_.sign_in(value_of(*fields, "persona"))
                            : std::nullopt;
    if (!cookie) {
        return call.reply(pages_.message({}, 400, "Nobody of that name", "Choose a persona."));
    }
    call.reply(redirect("/console")
                   .with(
                       "set-cookie",
                       settings_.cookie_name + "=" + *cookie +
                           "; Path=/; Secure; HttpOnly; SameSite=Strict"
                   ));
}

void ConsoleDesk::sign_out(Call call) {
    if (!posted(call, {})) return;
    if (const auto cookie = call.request.cookie(settings_.cookie_name);
        cookie && settings_.sign_out) {
        settings_.sign_out(std::string(*cookie));
    }
    call.reply(redirect("/demo/sign-in")
                   .with(
                       "set-cookie",
                       settings_.cookie_name +
                           "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
                   )
                   .with("clear-site-data", "\"cache\", \"storage\""));
}

void ConsoleDesk::show_action(Call call) {
    ActionPage page;
    page.reference = call.request.path_params["ref"];
    page.name = call.request.path_params["name"];
    page.key = settings_.ids.new_token();
    show_again(std::move(call), std::move(page));
}

// Shows an action's form with what `page` knows; its schema and version are asked for anew.
void ConsoleDesk::show_again(Call call, ActionPage page) {
    const Reader reader = reader_of(call);
    const std::string reference = page.reference;
    std::vector<runtime::Asked> asked{runtime::ListActions{reference}};
    if (page.draft) asked.emplace_back(runtime::PreviewPapers{reference, *page.draft});
    gather(
        queue_,
        call,
        std::move(asked),
        [self = shared_from_this(), reader, page = std::move(page)](const Answers& answers
        ) mutable {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            page.action = named_in(list->document, "items", page.name);
            if (page.action.is_null()) {
                return self->pages_.message(
                    reader, 404, "Page not found", "The process has no such action."
                );
            }
            page.form_name = text_at(page.action, "form_name");
            if (page.draft) take_preview(answers[1], page);
            if (page.version == 0) page.version = list->version.value_or(0);
            say_if_not_allowed(page);
            return self->pages_.action(reader, page);
        }
    );
}

void ConsoleDesk::take_action(Call call) {
    ActionPage page;
    page.form_name = peeked_value(call.request.body, "form");
    const json::value schema = schema_of(page.form_name);
    auto fields = posted(call, repeatable_fields(schema));
    if (!fields) return;
    page.reference = call.request.path_params["ref"];
    page.name = call.request.path_params["name"];
    page.typed = std::move(*fields);
    page.version = number_of(value_of(page.typed, "v"));
    page.key = value_of(page.typed, "k");
    if (!value_of(page.typed, kPreviewField).empty()) {
        page.draft = json::value(read_form(schema, page.typed));
        return show_again(std::move(call), std::move(page));
    }
    if (!value_of(page.typed, kMoreField).empty())
        return show_again(std::move(call), std::move(page));

    runtime::TakeAction take;
    take.reference = page.reference;
    take.action = page.name;
    take.form = json::value(read_form(schema, page.typed));
    take.if_match = page.version;
    take.idempotency = idempotency_of(call, page);
    send(std::move(call), std::move(page), std::move(take), &ConsoleDesk::action_answered);
}

void ConsoleDesk::action_answered(Call call, ActionPage page, const runtime::Answer& answer) {
    if (std::holds_alternative<runtime::Answered>(answer)) {
        return call.reply(redirect("/console/cases/" + page.reference + "?done=1"));
    }
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    if (refusal && refusal->code == core::RefusalCode::not_found) {
        return call.reply(said_no(reader_of(call), answer));
    }
    call.reply = [reply = std::move(call.reply), step = step_of(answer)](Response again) {
        again.step = std::max(again.step, step);
        reply(std::move(again));
    };
    say_why_not(page, answer, settings_.ids);
    // Their next try is about the case as it is now.
    if (refusal && refusal->code == core::RefusalCode::version_stale)
        page.version = refusal->version;
    show_again(std::move(call), std::move(page));
}

void ConsoleDesk::show_request(Call call) {
    AgencyPage page;
    page.key = settings_.ids.new_token();
    show_request_again(std::move(call), std::move(page));
}

void ConsoleDesk::show_request_again(Call call, AgencyPage page) {
    const Reader reader = reader_of(call);
    const std::string id = call.request.path_params["id"];
    gather(
        queue_,
        call,
        {runtime::ReadAgencyRequest{id}},
        [self = shared_from_this(), reader, page = std::move(page)](const Answers& answers
        ) mutable {
            const auto* answered = std::get_if<runtime::Answered>(&answers[0]);
            if (!answered) return self->said_no(reader, answers[0]);
            page.request = answered->document;
            return self->pages_.agency_request(reader, page);
        }
    );
}

void ConsoleDesk::answer_request(Call call) {
    auto repeatable = repeatable_fields(schema_of(kAgencyForm));
    for (std::string& field : repeatable_fields(schema_of(kConflictForm)))
        repeatable.push_back(std::move(field));
    auto fields = posted(call, repeatable);
    if (!fields) return;
    AgencyPage page;
    page.typed = std::move(*fields);
    page.key = value_of(page.typed, "k");
    if (!value_of(page.typed, kMoreField).empty()) {
        return show_request_again(std::move(call), std::move(page));
    }
    runtime::AnswerAgencyRequest asked;
    asked.task_id = call.request.path_params["id"];
    asked.is_conflict = !value_of(page.typed, kConflictField).empty();
    const json::value schema = schema_of(asked.is_conflict ? kConflictForm : kAgencyForm);
    asked.form = json::value(read_form(schema, page.typed));
    asked.idempotency = idempotency_of(call, page);
    send(std::move(call), std::move(page), std::move(asked), &ConsoleDesk::request_answered);
}

void ConsoleDesk::request_answered(Call call, AgencyPage page, const runtime::Answer& answer) {
    if (std::holds_alternative<runtime::Answered>(answer)) {
        return call.reply(pages_.message(
            reader_of(call), 200, "Answer received", "Thank you. The police have your answer."
        ));
    }
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    if (refusal && refusal->code == core::RefusalCode::not_found) {
        return call.reply(said_no(reader_of(call), answer));
    }
    say_why_not(page, answer, settings_.ids);
    show_request_again(std::move(call), std::move(page));
}

}  // namespace clarion::http::console
