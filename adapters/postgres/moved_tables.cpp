#include "adapters/postgres/moved_tables.hpp"

#include <array>

namespace clarion::postgres {

namespace {

constexpr std::array kTables{
    MovedTable{"definitions", "pk:i hash:t bytes:b published_at:i", 1, true},
    MovedTable{
        "cases",
        "pk:i case_id:t reference:t audit_ref:t bundle:t version:i received_at:i closed:i queue:t"
        " outcome:t urgency:i due_at:i states:t key_id:t wrapped_key:b sealed_snapshot:b lists:t"
        " walls:t",
        1,
        true},
    MovedTable{"case_events", "pk:i case_pk:i sequence:i at:i sealed:b", 1, true},
    MovedTable{"timers", "case_pk:i timer_id:t due:i", 2},
    MovedTable{
        "tasks",
        "pk:i task_id:t case_pk:i state:t each:t title:t queue:t roles:t priority:i due:i"
        " opened_at:i closed_at:i",
        1,
        true},
    MovedTable{"outbox", "id:i case_pk:i key:t effect:t not_before:i attempts:i sealed_params:b"},
    MovedTable{"dead_letters", "id:i case_pk:i key:t effect:t attempts:i reason:t sealed_params:b"},
    MovedTable{
        "alerts",
        "pk:i id:t rule:t once:t person:t case_pk:i raised_at:i count:i settled_at:i settled_by:t"
        " finding:t",
        1,
        true},
    MovedTable{
        "later_work",
        "pk:i kind:t case_pk:i not_before:i attempts:i key_id:t wrapped_key:b sealed:b",
        1,
        true},
    MovedTable{
        "audit_requests",
        "pk:i id:t kind:t owner:t stage:t at:i key_id:t wrapped_key:b sealed:b",
        1,
        true},
    MovedTable{"idempotency", "pk:i name:b request_hash:b answer:t at:i", 1, true},
    MovedTable{"search_tokens", "token:b case_pk:i", 2},
    MovedTable{"audit_refs", "person:t ref:t"},
    MovedTable{"audit_entries", "seq:i bytes:b"},
    MovedTable{"audit_details", "seq:i sealed:b"},
    MovedTable{"audit_nodes", "level:i place:i hash:b", 2},
    MovedTable{"audit_subjects", "pk:i ref:t", 1, true},
    MovedTable{"audit_by_subject", "subject:i seq:i subj_n:i", 2},
    MovedTable{"audit_kinds", "pk:i cls:t type:t org:t why:t out:t", 1, true},
    MovedTable{"audit_by_kind", "kind:i seq:i", 2},
    MovedTable{"audit_by_value", "shelf:i value:i seq:i", 3},
    MovedTable{"audit_days", "day:i block:i", 2},
    MovedTable{"checkpoints", "size:i note:t"},
    MovedTable{"case_lists", "list:t urgency:i due_at:i received_at:i case_id:t case_pk:i", 5},
    MovedTable{"list_counts", "list:t count:i"},
    MovedTable{"colleagues", "person:t name:t roles:t"},
    MovedTable{
        "closed_logs",
        "number:i origin:t size:i root:b checkpoint:t verifier_key:t opening:t retirement:t"},
    MovedTable{"closed_checkpoints", "log:i size:i note:t", 2},
    MovedTable{
        "retention",
        "case_pk:i kept_in:t review_due:i reviews:i holds:t proposed_by:t erase_after:i"},
    MovedTable{"erased_cases", "pk:i case_id:t case_pk:i erased_at:i", 1, true},
};

}  // namespace

std::span<const MovedTable> moved_tables() {
    return kTables;
}

}  // namespace clarion::postgres
