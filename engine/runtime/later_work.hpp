// LaterWork: puts off what an answer must not wait for, because how long it takes depends on what
// the records hold. It is stored with the answer and done soon after it, by LaterWatch.
//
// What is put off lies under a data key of its own: it may be of no case.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: a batch is open.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

// Frozen: stored.
inline constexpr std::string_view kCompareRequest = "compare_request";
inline constexpr std::string_view kHeedContactReport = "heed_contact_report";

struct LaterParts {
    ports::CaseStore& store;
    ports::KeyVault& keys;
    ports::IdSource& ids;
    const ports::Clock& clock;
    WakeTimes& wake;
    // It begins at a moment drawn from so long, and not in its first eighth: neither the answer nor
    // the next one waits behind it.
    std::chrono::milliseconds spread;
};

class LaterWork {
public:
    explicit LaterWork(LaterParts parts) : parts_(parts) {}

    void put_off(
        std::string_view kind, std::optional<core::CaseId> of, const core::json::object& data
    );
    // What is left of work that was tried.
    void put_off_rest(
        const ports::LaterRow& tried, const core::json::object& data, core::Instant until
    );
    // Empty: it is not what was put off.
    [[nodiscard]] std::optional<core::json::object> read(const ports::LaterRow& row);

private:
    void put(ports::LaterRow row, const core::json::object& data);
    [[nodiscard]] std::chrono::milliseconds drawn();

    LaterParts parts_;
};

}  // namespace clarion::runtime
