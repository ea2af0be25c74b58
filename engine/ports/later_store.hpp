// LaterStore: work that an answer does not wait for, written with what asked for it. A part of the
// case store.
//
// Threads:    engine thread only.
// Durability: as the case store's. What is done and the end of its row are in one transaction, so
//             it is done once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::ports {

struct LaterRow {
    std::uint64_t id = 0;                 // the store's own, rising
    std::string kind;                     // such as compare_request
    std::optional<core::CaseId> case_id;  // whose work it is; the row goes with its case
    WrappedKey key;                       // its own: it may be of no case
    Bytes sealed;                         // what is to be done, under that key
    core::Instant not_before;
    int attempts = 0;
};

class LaterStore {
public:
    virtual ~LaterStore() = default;

    // Gives the row its number; `row.id` is not read.
    virtual void put_later(const LaterRow& row) = 0;
    // Whose time has come, the earliest first.
    [[nodiscard]] virtual std::vector<LaterRow> ready_later(core::Instant now, int limit) = 0;
    // Of this kind, that nobody has tried yet, whether its time has come or not; in order.
    [[nodiscard]] virtual std::vector<LaterRow> untried_later(std::string_view kind, int limit) = 0;
    // All there are, by number: those behind `after`.
    [[nodiscard]] virtual std::vector<LaterRow> every_later(std::uint64_t after, int limit) = 0;
    [[nodiscard]] virtual std::optional<core::Instant> next_later() = 0;
    virtual void postpone_later(std::uint64_t id, core::Instant not_before, int attempts) = 0;
    // The row's data key, wrapped anew.
    virtual void keep_later_key(std::uint64_t id, const WrappedKey& key) = 0;
    virtual void remove_later(std::uint64_t id) = 0;
    [[nodiscard]] virtual std::uint64_t count_later() = 0;
};

}  // namespace clarion::ports
