#include "engine/runtime/token_turn.hpp"

#include <algorithm>

#include "engine/ports/failures.hpp"
#include "engine/runtime/case_damaged.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace {

constexpr int kCasesMax = 1024;

}  // namespace

bool TokenTurn::is_second_round() const {
    return parts_.keys.coming_token_key() == nullptr;
}

void TokenTurn::record(const Caller& caller, const char* type) {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = "system";
    parts_.recorder.record(caller, note);
}

// Of what the case was opened with: that is what its first tokens were made of.
void TokenTurn::make_anew(const ports::CaseRow& row) {
    const CaseInHand held = parts_.vault.look_into(row);
    const auto events = parts_.store.events_of(row.id, 0, 1);
    if (events.empty()) throw CaseDamaged(row.audit_ref, "its first event is missing");
    const core::CaseEvent opened = parts_.vault.open_event(held, events.front());
    const core::json::value* request = opened.data.if_contains("request");
    if (request == nullptr || !request->is_object()) {
        throw CaseDamaged(row.audit_ref, "its first event holds no request");
    }
    parts_.store.put_search_tokens(
        row.id, tokens_to_keep(parts_.keys, request->get_object(), *held.process)
    );
}

Outcome TokenTurn::go_on(const Caller& caller, const TurnTokens& asked) {
    if (parts_.store_is_shared) {
        return refuse_unrecorded(
            core::RefusalCode::malformed_body,
            "other nodes that share this store would not know the new token key"
        );
    }
    if (!asked.after) {
        try {
            parts_.keys.read_again();
        } catch (const ports::KeyUnavailable& wrong) {
            return refuse_unrecorded(core::RefusalCode::malformed_body, wrong.what());
        }
        if (!is_second_round()) record(caller, "token_turn_begun");
    }
    const int limit = std::clamp(asked.limit, 1, kCasesMax);
    const auto rows = parts_.store.every_case(asked.after, limit);
    for (const ports::CaseRow& row : rows)
        make_anew(row);
    const bool is_last = std::cmp_less(rows.size(), limit);
    if (is_last && is_second_round()) record(caller, "token_turn_ended");
    core::json::value next = nullptr;
    if (!is_last) next = rows.back().id.text;
    return answered_with(
        {{"looked_at", rows.size()},
         {"cases", parts_.store.count_cases()},
         {"in_use", is_second_round()},
         {"next", std::move(next)}}
    );
}

}  // namespace clarion::runtime
