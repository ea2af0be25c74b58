// The log: questions to it, and the files by which anybody can check it (c2sp.org/tlog-tiles).
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/tile_path.hpp"
#include "adapters/http/api/unfit.hpp"
#include "adapters/http/audit_run.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "adapters/http/problem.hpp"
#include "engine/core/safe_integer.hpp"
#include "engine/runtime/audit_questions.hpp"

namespace clarion::http {
namespace {

constexpr const char* kWrongLog = "`log` is not a whole number.";

void read_events(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"q", "kept", "cursor"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const std::string query = query_text(call, "q");
    const std::string kept = query_text(call, "kept");
    const std::string list = kept.empty() ? "/api/v1/audit/events?q=" + encode_percent(query)
                                          : "/api/v1/audit/events?kept=" + encode_percent(kept);
    auto cursor = cursor_of(*api, call, list);
    if (!cursor) return refuse_query(api, std::move(call), kForeignCursor);
    auto write = write_page(api, call.principal, list);
    runtime::ReadAuditEvents asked{.query = query, .cursor = std::move(*cursor), .kept = kept};
    ask(api->queue, std::move(call), std::move(asked), std::move(write));
}

void read_checkpoint(const SharedApi& api, Call call) {
    ask(api->queue,
        std::move(call),
        runtime::ReadAuditCheckpoint{},
        write_bytes("text/plain; charset=utf-8"));
}

void read_tile(const SharedApi& api, Call call) {
    const auto tile = parse_tile_path(call.request.path_params.at("path"));
    if (!tile) {
        call.reply(problem_of(core::Refusal{}, call.request.id));
        return;
    }
    ask(api->queue, std::move(call), *tile, write_bytes("application/octet-stream"));
}

void prove_entry(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"seq", "log"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const auto seq = core::parse_safe_integer(query_text(call, "seq"));
    if (!seq) return refuse_query(api, std::move(call), "`seq` is not a whole number.");
    const auto log = core::parse_safe_integer(query_text(call, "log"));
    if (!log && call.request.query_value("log"))
        return refuse_query(api, std::move(call), kWrongLog);
    ask(api->queue,
        std::move(call),
        runtime::ProveAuditEntry{.seq = *seq, .log = log},
        write_bytes("text/plain; charset=utf-8"));
}

void explain_entry(const SharedApi& api, Call call) {
    const auto seq = core::parse_safe_integer(call.request.path_params.at("seq"));
    if (!seq) return refuse_query(api, std::move(call), "`seq` is not a whole number.");
    if (const auto wrong = complaint_about_query(call, {"log"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const auto log = core::parse_safe_integer(query_text(call, "log"));
    if (!log && call.request.query_value("log"))
        return refuse_query(api, std::move(call), kWrongLog);
    const runtime::ExplainAuditEntry asked{.seq = *seq, .log = log};
    ask(api->queue, std::move(call), asked, write_document);
}

// Many entries are looked at: those of the last 90 days, unless the query says when or `all` is
// yes.
void ask_many(const SharedApi& api, Call call, runtime::ReadAuditPart asked) {
    if (const auto wrong = complaint_about_query(call, {"q", "all"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    asked.query = query_text(call, "q");
    asked.all_time = query_text(call, "all") == "yes";
    const std::string request_id = call.request.id;
    run_audit(
        api->queue,
        call,
        std::move(asked),
        [](const core::json::object& found) {
            return json_response(200, core::json::serialize(found));
        },
        [request_id](const runtime::Answer& answer) {
            const auto* refusal = std::get_if<core::Refusal>(&answer);
            return refusal != nullptr
                       ? problem_of(*refusal, request_id)
                       : problem_of(std::get<runtime::Unavailable>(answer), request_id);
        }
    );
}

void count_facets(const SharedApi& api, Call call) {
    ask_many(api, std::move(call), {.query = {}, .purpose = "audit_facets"});
}

void list_questions(const SharedApi&, const Call call) {
    core::json::array items;
    for (const runtime::NamedQuestion& known : runtime::audit_questions())
        items.push_back(core::json::object{{"name", known.name}, {"title", known.title}});
    call.reply(
        json_response(200, core::json::serialize(core::json::object{{"items", std::move(items)}}))
    );
}

void answer_question(const SharedApi& api, Call call) {
    runtime::ReadAuditPart asked{.query = {}, .purpose = "audit_question"};
    asked.question = call.request.path_params.at("name");
    ask_many(api, std::move(call), std::move(asked));
}

}  // namespace

std::vector<Route> audit_rows(const SharedApi& api) {
    constexpr Access kAuditor = Access::auditor;
    return {
        staff_row(api, Method::get, "/api/v1/audit/events", kAuditor, read_events),
        staff_row(api, Method::get, "/api/v1/audit/checkpoint", kAuditor, read_checkpoint),
        staff_row(api, Method::get, "/api/v1/audit/tile/{path...}", kAuditor, read_tile),
        staff_row(api, Method::get, "/api/v1/audit/proof", kAuditor, prove_entry),
        staff_row(api, Method::get, "/api/v1/audit/events/{seq}", kAuditor, explain_entry),
        staff_row(api, Method::get, "/api/v1/audit/facets", kAuditor, count_facets),
        staff_row(api, Method::get, "/api/v1/audit/questions", kAuditor, list_questions),
        staff_row(api, Method::get, "/api/v1/audit/questions/{name}", kAuditor, answer_question),
    };
}

}  // namespace clarion::http
