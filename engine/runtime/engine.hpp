// Engine: one batch at a time, from work to durable answers; timers and deliveries between the
// batches.
//
// Ownership: borrows everything in Services; all must outlive the engine.
// Threads:   engine thread only.
// Failure:   a store that cannot answer becomes Unavailable answers, and so does one damaged case,
//            alone; IntegrityBroken (the log, a bundle, a key) passes through and ends the program.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/outbox.hpp"
#include "engine/ports/outside.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/watch_settings.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

struct Services {
    ports::CaseStore& store;
    ports::AuditLog& audit;
    ports::Outbox& outbox;
    ports::KeyVault& keys;
    const ports::FormChecker& forms;  // compiles those of every bundle
    const ports::Clock& clock;
    ports::IdSource& ids;
    const ports::TimeZones& zones;
    core::Sha256 sha256;
    ports::Log& log;
    ports::Metrics& metrics;
    // Of the audit log, <host>/clarion/<year>: sealed details are bound to it.
    std::string log_origin;
    // Told on the engine thread why the store cannot be written, and, by an empty text, that it can
    // be again.
    std::function<void(std::string_view why)> store_state = {};
    // The same of this node's clock: how far it is from the store's own, when that is too far.
    std::function<void(std::string_view why)> clock_state = {};
    // Other nodes write into the same store.
    bool store_is_shared = false;
    // Work that answers do not wait for begins at a moment drawn from so long after them.
    std::chrono::milliseconds later_spread = {};
    // Told on the engine thread after the commit of an erasure: older pages of the store must go.
    // Throws StoreUnavailable when they cannot; then it is told again.
    std::function<void()> erased = {};
    WatchSettings watch = {};
};

// An effect taken from the outbox for the delivery thread, its parameters opened. Exactly one of
// the two is set.
struct DeliveryJob {
    std::uint64_t outbox_id = 0;
    std::optional<ports::FixedMessage> message;
    std::optional<ports::CheckQuestion> question;
};

class Engine {
public:
    // `published` are bundle bytes to offer; the newest version of each id takes new requests.
    // Throws BadBundle when one does not compile, or there is none.
    Engine(Services services, const std::vector<std::string>& published);
    ~Engine();

    // All of it in one transaction, each piece all or nothing; then every answer goes out.
    void run_batch(std::span<Work> batch);
    // What answers did not wait for, at most `limit` pieces, in one transaction. True when more are
    // ready.
    bool do_later(int limit);
    // After a failure of the store it first finds out whether that is over. Fires due timers, at
    // most `limit`, in one transaction. True when more are due.
    bool fire_due_timers(int limit);
    // Effects that are ready and not out already; none while a word that contact is unsafe waits to
    // be heard. They come back as DeliveryResult work.
    [[nodiscard]] std::vector<DeliveryJob> take_deliveries(int limit);
    // When the engine next has something to do by itself.
    [[nodiscard]] std::optional<core::Instant> next_wake();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::runtime
