// The log: questions to it, and the files by which anybody can check it (c2sp.org/tlog-tiles).
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/tile_path.hpp"
#include "adapters/http/api/unfit.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http {
namespace {

void read_events(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"q", "cursor"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const std::string query = query_text(call, "q");
    const std::string list = "/api/v1/audit/events?q=" + encode_percent(query);
    auto cursor = cursor_of(*api, call, list);
    if (!cursor) return refuse_query(api, std::move(call), kForeignCursor);
    auto write = write_page(api, call.principal, list);
    runtime::ReadAuditEvents asked{.query = query, .cursor = std::move(*cursor)};
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
    if (const auto wrong = complaint_about_query(call, {"seq"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const auto seq = whole_number(query_text(call, "seq"));
    if (!seq) return refuse_query(api, std::move(call), "`seq` is not a whole number.");
    ask(api->queue,
        std::move(call),
        runtime::ProveAuditEntry{.seq = *seq},
        write_bytes("text/plain; charset=utf-8"));
}

}  // namespace

std::vector<Route> audit_rows(const SharedApi& api) {
    constexpr Access kAuditor = Access::auditor;
    return {
        staff_row(api, Method::get, "/api/v1/audit/events", kAuditor, read_events),
        staff_row(api, Method::get, "/api/v1/audit/checkpoint", kAuditor, read_checkpoint),
        staff_row(api, Method::get, "/api/v1/audit/tile/{path...}", kAuditor, read_tile),
        staff_row(api, Method::get, "/api/v1/audit/proof", kAuditor, prove_entry),
    };
}

}  // namespace clarion::http
