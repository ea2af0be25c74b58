// How long closed cases are kept: the list of reviews, one case's retention, and its acts.
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

std::string base_of(const std::string& reference) {
    return "/console/cases/" + reference + "/retention";
}

View::List rows_of_list(const json::value& list) {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            const std::string reference = text_at(item, "reference");
            const std::string group = text_at(item, "group_title");
            rows.push_back(View()
                               .text("reference", reference)
                               .text("href", base_of(reference))
                               .text("group", group.empty() ? "Not in a group yet" : group)
                               .text("due", day_words(text_at(item, "review_due")))
                               .text("stage", title_of_code(text_at(item, "stage"))));
        }
    }
    return rows;
}

View::List holds_of(const json::value& document) {
    View::List holds;
    if (const auto* all = at(document, "holds").if_array()) {
        for (const json::value& hold : *all) {
            holds.push_back(View()
                                .text("hold", text_at(hold, "id"))
                                .text("hold_reason", title_of_code(text_at(hold, "reason")))
                                .text("hold_since", day_words(text_at(hold, "at"))));
        }
    }
    return holds;
}

View::List acts_of(const json::value& document, const std::string& base) {
    View::List acts;
    if (const auto* all = at(document, "acts").if_array()) {
        for (const json::value& act : *all) {
            const bool is_allowed = at(act, "allowed") == json::value(true);
            const json::value& why_not = at(act, "why_not");
            const std::string detail = text_at(why_not, "detail");
            const std::string why = text_at(why_not, "code") == "guard_failed"
                                        ? "Only when " + detail
                                        : title_of_code(text_at(why_not, "code"));
            acts.push_back(View()
                               .text("act_title", text_at(act, "title"))
                               .text("act_href", base + "/" + text_at(act, "name"))
                               .flag("can", is_allowed)
                               .text("why_not", is_allowed ? "" : why));
        }
    }
    return acts;
}

}  // namespace

Response ConsolePages::retention_list(const Reader& reader, const json::value& list) const {
    View view;
    auto rows = rows_of_list(list);
    view.flag("any", !rows.empty());
    view.list("rows", std::move(rows)).text("cursor", text_at(list, "next_cursor"));
    return framed(
        reader,
        200,
        "Records to review",
        settings_.templates.render("console/retention_list.html", view)
    );
}

Response ConsolePages::retention(const Reader& reader, const json::value& document) const {
    const std::string reference = text_at(document, "reference");
    const std::string base = base_of(reference);
    const std::string group = text_at(document, "group_title");
    auto holds = holds_of(document);
    View view;
    view.flag("any_holds", !holds.empty());
    view.text("reference", reference)
        .text("case_href", "/console/cases/" + reference)
        .text("stage", title_of_code(text_at(document, "stage")))
        .text("group", group.empty() ? "Not in a group yet" : group)
        .text("source", text_at(document, "source"))
        .flag("unverified", at(document, "verified") != json::value(true))
        .text("due", day_words(text_at(document, "review_due")))
        .text("kept_until", day_words(text_at(document, "kept_until")))
        .text("erase_after", moment_words(text_at(document, "erase_after")))
        .list("holds", std::move(holds))
        .list("acts", acts_of(document, base));
    return framed(
        reader,
        200,
        "Retention, " + reference,
        settings_.templates.render("console/retention.html", view)
    );
}

void ConsoleDesk::retention_list(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListRetention{std::string(call.request.query_value("cursor").value_or(""))}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            return self->pages_.retention_list(reader, list->document);
        }
    );
}

void ConsoleDesk::retention(Call call) {
    gather(
        queue_,
        call,
        {runtime::ReadRetention{call.request.path_params["ref"]}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* found = std::get_if<runtime::Answered>(&answers[0]);
            if (!found) return self->said_no(reader, answers[0]);
            return self->pages_.retention(reader, found->document);
        }
    );
}

void ConsoleDesk::show_retention_act(Call call) {
    ActionPage page;
    page.reference = call.request.path_params["ref"];
    page.name = call.request.path_params["act"];
    page.key = settings_.ids.new_token();
    show_retention_again(std::move(call), std::move(page));
}

void ConsoleDesk::show_retention_again(Call call, ActionPage page) {
    const Reader reader = reader_of(call);
    page.base = base_of(page.reference);
    page.post_to = page.base + "/" + page.name;
    std::vector<runtime::Asked> asked{runtime::ReadRetention{page.reference}};
    gather(
        queue_,
        call,
        std::move(asked),
        [self = shared_from_this(), reader, page = std::move(page)](const Answers& answers
        ) mutable {
            const auto* found = std::get_if<runtime::Answered>(&answers[0]);
            if (!found) return self->said_no(reader, answers[0]);
            page.action = named_in(found->document, "acts", page.name);
            if (page.action.is_null()) {
                return self->pages_.message(reader, 404, "Page not found", "There is no such act.");
            }
            page.form_name = text_at(page.action, "form_name");
            say_if_not_allowed(page);
            return self->pages_.action(reader, page);
        }
    );
}

void ConsoleDesk::take_retention_act(Call call) {
    ActionPage page;
    page.form_name = peeked_value(call.request.body, "form");
    const json::value schema = schema_of(page.form_name);
    auto fields = posted(call, repeatable_fields(schema));
    if (!fields) return;
    page.reference = call.request.path_params["ref"];
    page.name = call.request.path_params["act"];
    page.typed = std::move(*fields);
    page.key = value_of(page.typed, "k");
    runtime::TakeRetentionAct asked;
    asked.reference = page.reference;
    asked.act = page.name;
    asked.form = json::value(read_form(schema, page.typed));
    asked.idempotency = idempotency_of(call, page);
    send(std::move(call), std::move(page), std::move(asked), &ConsoleDesk::retention_answered);
}

void ConsoleDesk::retention_answered(Call call, ActionPage page, const runtime::Answer& answer) {
    if (std::holds_alternative<runtime::Answered>(answer))
        return call.reply(redirect(base_of(page.reference)));
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    if (refusal && refusal->code == core::RefusalCode::not_found)
        return call.reply(said_no(reader_of(call), answer));
    say_why_not(page, answer, settings_.ids);
    if (refusal && !refusal->rule.empty())
        page.trouble = "This can only be done when " + refusal->rule + ".";
    show_retention_again(std::move(call), std::move(page));
}

}  // namespace clarion::http::console
