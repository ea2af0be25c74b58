// RetentionStore: how long each closed case is kept, and the end of it. A part of the case store.
//
// Threads:    engine thread only.
// Durability: as the case store's; what was erased is in older pages of its files until the store
//             is scrubbed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::ports {

// Somebody says that a case must not be erased. Why in words is in the log's sealed detail.
struct RetentionHold {
    std::string id;      // random; never used twice
    std::string reason;  // a code
    core::Instant at;
    friend bool operator==(const RetentionHold&, const RetentionHold&) = default;
};

struct RetentionRow {
    core::CaseId case_id;
    std::string group;  // of the retention policy; empty: nobody has said
    core::Instant review_due;
    int reviews = 0;  // how often people decided to keep it
    std::vector<RetentionHold> holds = {};
    core::AuditRef proposed_by = {};                          // of its erasure; empty: nobody did
    std::optional<core::Instant> erase_after = std::nullopt;  // a second person agreed

    [[nodiscard]] bool is_proposed() const { return !proposed_by.text.empty(); }
    friend bool operator==(const RetentionRow&, const RetentionRow&) = default;
};

// A place in the list of reviews: what it sorts by.
struct RetentionPlace {
    core::Instant review_due;
    core::CaseId case_id;
};

class RetentionStore {
public:
    virtual ~RetentionStore() = default;

    // Inserts or replaces. Requires: the case is there.
    virtual void keep_retention(const RetentionRow& row) = 0;
    [[nodiscard]] virtual std::optional<RetentionRow> find_retention(const core::CaseId& id) = 0;
    // Whose review is due by then, the earliest first, behind `after`.
    [[nodiscard]] virtual std::vector<RetentionRow> reviews_due(
        core::Instant by, const std::optional<RetentionPlace>& after, int limit
    ) = 0;
    // How many are due, counted up to `limit`.
    [[nodiscard]] virtual int count_reviews_due(core::Instant by, int limit) = 0;
    // Whose erasure two people want, the one that may be erased first before the others.
    [[nodiscard]] virtual std::vector<RetentionRow> erasures_agreed(int limit) = 0;

    // Everything these cases are, keys, events, tokens, tasks, effects and the log's details, is
    // gone; the log's entries stay. What is left is that a case of this id was erased.
    virtual void erase_cases(std::span<const core::CaseId> ids, core::Instant at) = 0;
    [[nodiscard]] virtual std::uint64_t count_erased() = 0;
};

}  // namespace clarion::ports
