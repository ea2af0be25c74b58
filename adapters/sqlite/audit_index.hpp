// AuditIndex: from values and days to entry numbers, beside the log. It only proposes numbers; the
// entry's bytes decide.
//
// Limits: a search by values costs seeks in the lists of those values; one that gives nothing but
// negated values, or `out` = ok, reads entries from the newest down until the page is full.
#pragma once

#include <unordered_map>

#include "adapters/sqlite/batch.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::sqlite {

class AuditIndex {
public:
    AuditIndex(Connection& connection, Batch& batch);

    // The next gap-free number of this subject.
    [[nodiscard]] std::uint64_t next_of_subject(const core::AuditRef& subject);
    // Requires: seq and, where there is a subject, subj_n are set.
    void add(const core::AuditEntry& entry);

    // Numbers that may fit, newest first, below `before`; empty answer: there are no more.
    class Search {
    public:
        [[nodiscard]] std::optional<std::uint64_t> next();

    private:
        friend class AuditIndex;
        [[nodiscard]] std::optional<std::uint64_t> newest_of(std::int64_t term);
        AuditIndex* index_ = nullptr;
        std::vector<std::int64_t> terms_;
        std::uint64_t from_ = 0;
        std::uint64_t before_ = 0;  // every number from here on is done with
    };
    [[nodiscard]] Search search(const ports::AuditQuery& query);

private:
    struct Subject {
        std::int64_t pk = 0;
        std::uint64_t entries = 0;
    };
    [[nodiscard]] std::optional<std::int64_t> find_subject(const std::string& ref);
    [[nodiscard]] Subject& subject(const std::string& ref);
    [[nodiscard]] std::int64_t make_subject(const std::string& ref);
    void forget_what_was_undone();

    Batch& batch_;
    Statement put_, newest_, put_day_, first_block_, last_block_;
    Statement find_subject_, insert_subject_, last_of_subject_;
    std::unordered_map<std::string, Subject> subjects_;
    std::pair<std::int64_t, std::uint64_t> marked_day_;  // day and block written last
    std::uint64_t seen_undone_ = 0;
};

}  // namespace clarion::sqlite
