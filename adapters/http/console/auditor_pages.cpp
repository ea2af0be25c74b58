// What auditors keep of their questions to the log, and exports of it that two people ask for.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/posted_page.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/export_run.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr const char* kKept = "/console/audit/kept";
constexpr const char* kExports = "/console/audit/exports";

WhyPage keeping_page() {
    WhyPage page;
    page.form = "audit-query";
    page.back = kKept;
    page.action = kKept;
    return page;
}

WhyPage asking_page(std::string key) {
    WhyPage page;
    page.form = "log-export";
    page.back = kExports;
    page.action = std::string(kExports) + "/new";
    page.key = std::move(key);
    return page;
}

WhyPage settling_page(const std::string& id, const std::string& act) {
    WhyPage page;
    page.form = "log-export-settlement";
    page.back = kExports;
    page.action = std::string(kExports) + "/" + id + "/" + act;
    return page;
}

View export_view(const json::value& item) {
    const auto flag = [&item](const char* name) { return at(item, name) == json::value(true); };
    View view;
    for (const char* name : {"query", "recipient", "reason", "asked_by", "approved_by"})
        view.text(name, text_at(item, name));
    for (const char* name : {"asked_at", "approved_at", "until"})
        view.text(name, moment_words(text_at(item, name)));
    for (const char* name : {"can_approve", "can_withdraw", "can_fetch"})
        view.flag(name, flag(name));
    view.text("stage", title_of_code(text_at(item, "stage")))
        .text("purpose", title_of_code(text_at(item, "purpose")))
        .text("entries", json::serialize(at(item, "entries")))
        .text("base", std::string(kExports) + "/" + text_at(item, "id"))
        .flag("open", flag("can_withdraw"));
    return view;
}

}  // namespace

Response ConsolePages::kept_queries(const Reader& reader, const json::value& list) const {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            rows.push_back(View()
                               .text("id", text_at(item, "id"))
                               .text("name", text_at(item, "name"))
                               .text("query", text_at(item, "query"))
                               .text("since", day_words(text_at(item, "kept_at")))
                               .text("token", reader.token));
        }
    }
    View view;
    view.flag("any", !rows.empty());
    view.list("rows", std::move(rows));
    return framed(
        reader, 200, "Kept queries", settings_.templates.render("console/audit_kept.html", view)
    );
}

Response ConsolePages::exports(const Reader& reader, const json::value& list) const {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items)
            rows.push_back(export_view(item));
    }
    View view;
    view.flag("any", !rows.empty()).flag("audit", reader.audit);
    view.list("rows", std::move(rows));
    return framed(
        reader, 200, "Exports of the log", settings_.templates.render("console/exports.html", view)
    );
}

void ConsoleDesk::kept_queries(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListKeptQueries{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            return self->pages_.kept_queries(reader, list->document);
        }
    );
}

void ConsoleDesk::show_keeping(Call call) {
    call.reply(pages_.ask_why(reader_of(call), keeping_page()));
}

void ConsoleDesk::keep_query(Call call) {
    send_why(
        std::move(call),
        keeping_page(),
        [](json::value form) { return runtime::KeepQuery{std::move(form)}; },
        [](const Reader&, const json::value&) { return redirect(kKept); }
    );
}

void ConsoleDesk::drop_query(Call call) {
    if (!posted(call, {})) return;
    gather(
        queue_,
        call,
        {runtime::DropQuery{call.request.path_params["id"]}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            if (!std::holds_alternative<runtime::Answered>(answers[0]))
                return self->said_no(reader, answers[0]);
            return redirect(kKept);
        }
    );
}

void ConsoleDesk::exports(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListExports{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            return self->pages_.exports(reader, list->document);
        }
    );
}

void ConsoleDesk::show_asking(Call call) {
    call.reply(pages_.ask_why(reader_of(call), asking_page(settings_.ids.new_token())));
}

void ConsoleDesk::ask_export(Call call) {
    auto fields = posted(call, {});
    if (!fields) return;
    WhyPage page = asking_page(value_of(*fields, "k"));
    page.typed = std::move(*fields);
    runtime::AskExport asked;
    asked.form = json::value(read_form(schema_of(page.form), page.typed));
    asked.idempotency = idempotency_of(call, page);
    auto done = [self = shared_from_this(), reader = reader_of(call), reply = call.reply, page](
                    const runtime::Answer& answer
                ) {
        Response later;
        later.finish = [self, reader, page, answer](Response& response) {
            WhyPage again = page;
            again.key = self->settings_.ids.new_token();
            response = self->why_answered(
                reader,
                std::move(again),
                answer,
                [](const Reader&, const json::value&) { return redirect(kExports); }
            );
        };
        reply(std::move(later));
    };
    ask_for_export(queue_, call, std::move(asked), settings_.sha256, std::move(done));
}

void ConsoleDesk::show_settling(Call call) {
    auto& params = call.request.path_params;
    call.reply(pages_.ask_why(reader_of(call), settling_page(params["id"], params["act"])));
}

void ConsoleDesk::settle_export(Call call) {
    const std::string id = call.request.path_params["id"];
    const std::string act = call.request.path_params["act"];
    send_why(
        std::move(call),
        settling_page(id, act),
        [&](json::value form) {
            return runtime::SettleExport{id, act, std::move(form)};
        },
        [](const Reader&, const json::value&) { return redirect(kExports); }
    );
}

void ConsoleDesk::fetch_export(Call call) {
    auto& params = call.request.path_params;
    runtime::ReadExport asked{params["id"], params["name"]};
    http::fetch_export(
        queue_,
        call,
        std::move(asked),
        settings_.sha256,
        [self = shared_from_this(), reader = reader_of(call)](const runtime::Answer& answer) {
            return self->said_no(reader, answer);
        }
    );
}

}  // namespace clarion::http::console
