// Outbox: effects that wait to be done in the world, written with the event that asked for them.
//
// Threads:    engine thread only. Shares the case store's transaction.
// Durability: at least once: an effect leaves only when its result was kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::ports {

struct OutboxRow {
    std::uint64_t id = 0;  // the store's own, rising
    core::CaseId case_id;  // empty: it is about no case, and has no parameters
    std::string key;       // stable: receivers spot repeats by it
    std::string effect;    // such as send_message
    Bytes sealed_params;   // under the case's key
    core::Instant not_before;
    int attempts = 0;
};

// Whether what waits may leave. A copy of a store is held from its making on, so that it and the
// store it was made of never both send.
struct Standing {
    std::uint64_t epoch = 1;  // rises with every copy
    std::string copy;         // random name of this copy; empty for a store that is none
    bool held = false;
    friend bool operator==(const Standing&, const Standing&) = default;
};

class Outbox {
public:
    virtual ~Outbox() = default;
    [[nodiscard]] virtual Standing standing() = 0;
    // From now on this is the copy of that name, one epoch on, and nothing is ready.
    virtual void hold(std::string_view copy) = 0;
    virtual void allow() = 0;

    virtual void put(const OutboxRow& row) = 0;
    [[nodiscard]] virtual std::vector<OutboxRow> ready(core::Instant now, int limit) = 0;
    [[nodiscard]] virtual std::optional<core::Instant> next_ready() = 0;
    virtual void postpone(std::uint64_t id, core::Instant not_before, int attempts) = 0;
    virtual void remove(std::uint64_t id) = 0;
    // Given up: kept for a person to look at, never tried again by itself.
    virtual void bury(std::uint64_t id, std::string_view reason) = 0;
    [[nodiscard]] virtual std::uint64_t waiting() = 0;
    [[nodiscard]] virtual std::uint64_t buried() = 0;
};

}  // namespace clarion::ports
