// AuditIndex: from values and days to entry numbers, beside the log. It only proposes numbers; the
// entry's bytes decide.
//
// Limits: a search costs seeks in the lists of its values. One that only says what actor, subject,
//         recipient or request is not reads entries from the newest down until the page is full.
#pragma once

#include <array>
#include <unordered_map>

#include "adapters/sql/batch.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/entry_text.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::sql {

class AuditIndex {
public:
    AuditIndex(Connection& connection, Batch& batch);

    // The next gap-free number of this subject.
    [[nodiscard]] std::uint64_t next_of_subject(const core::AuditRef& subject);
    // Requires: where there is a subject, subj_n is set.
    void add(const core::AuditEntry& entry, std::uint64_t place);
    // The log was turned: each subject is counted from 1 again.
    void turned() { subjects_.clear(); }

    // One list of numbers, rising.
    struct List {
        enum class Table { subject, kind, value, request } table = Table::value;
        std::int64_t key = 0;
    };
    // The largest number below `before` in the list and not below `from`; empty when there is none.
    [[nodiscard]] std::optional<std::uint64_t> newest_of(
        const List& list, std::uint64_t from, std::uint64_t before
    );

    // The same of all entries, of this log and earlier ones.
    [[nodiscard]] std::optional<std::uint64_t> newest_before(
        std::uint64_t from, std::uint64_t before
    );

    // Whether an entry at this place or above names them, as who acted or who was told.
    [[nodiscard]] bool is_named_since(const std::string& ref, std::uint64_t place);

    // What a query comes down to: numbers in [from, before) that are in at least one list of each
    // group.
    struct Plan {
        std::uint64_t from = 0;
        std::uint64_t before = 0;
        std::vector<std::vector<List>> groups;
    };
    [[nodiscard]] Plan plan(const ports::AuditQuery& query);

private:
    struct Subject {
        std::int64_t pk = 0;
        std::uint64_t entries = 0;
    };
    // A row of audit_kinds.
    struct Kind {
        std::int64_t pk = 0;
        std::array<std::string, core::kWordMembers.size()> words;  // in their order

        [[nodiscard]] bool holds(std::string_view text) const;
    };
    [[nodiscard]] const std::vector<Kind>& all_kinds();
    [[nodiscard]] std::optional<std::int64_t> find_subject(const std::string& ref);
    [[nodiscard]] Subject& subject(const std::string& ref);
    [[nodiscard]] std::int64_t kind_of(const core::AuditEntry& entry);
    [[nodiscard]] std::vector<List> kinds_that_fit(const ports::AuditQuery& query);
    [[nodiscard]] std::vector<List> lists_that_say(const ports::AuditQuery::Term& term);
    // The newest place of the list in one log.
    [[nodiscard]] std::optional<std::uint64_t> newest_request(
        std::int64_t value, std::uint64_t from, std::uint64_t before
    );
    void bound_by_days(Plan& plan, const ports::AuditQuery& query);
    void forget_what_was_undone();

    Batch& batch_;
    Statement put_subject_, put_kind_, put_value_, put_day_;
    Statement newest_of_subject_, newest_of_kind_, newest_of_value_;
    Statement first_block_, last_block_, last_place_;
    Statement find_subject_, insert_subject_, last_of_subject_;
    Statement later_kinds_, find_kind_, insert_kind_;
    std::vector<Kind> known_kinds_;
    std::unordered_map<std::string, Subject> subjects_;
    std::unordered_map<std::string, std::int64_t> kinds_;
    std::pair<std::int64_t, std::uint64_t> marked_day_;  // day and block written last
    std::uint64_t seen_undone_ = 0;
};

}  // namespace clarion::sql
