// EffectDispatcher: takes effects out of the outbox for the delivery thread, and keeps what came of
// them.
//
// An effect leaves the outbox only with its result, so it is done at least once; while it is out it
// is remembered here, so it is not out twice. After a restart it goes out again under the same key.
//
// Threads: engine thread only. Requires: a batch is open.
// Limits:  kFaultsMax tries over about a day, then it is buried, loudly, for a person to look at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ports/outbox.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/case_links.hpp"
#include "engine/runtime/damage_alarm.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/system_events.hpp"
#include "engine/runtime/unit_of_work.hpp"

namespace clarion::runtime {

inline constexpr int kFaultsMax = 12;
inline constexpr int kAskedAgainMax = 200;  // of a source that says it is still at work
inline constexpr std::chrono::minutes kOutAtATime{1};

struct DispatcherParts {
    ports::CaseStore& store;
    ports::Outbox& outbox;
    ports::IdSource& ids;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    CaseVault& vault;
    CaseLinks& links;
    SystemEvents& events;
    UnitOfWork& unit;
    WakeTimes& wake;
    DamageAlarm& alarm;
};

class EffectDispatcher {
public:
    explicit EffectDispatcher(DispatcherParts parts) : parts_(parts) {}

    [[nodiscard]] std::vector<DeliveryJob> take(int limit);
    // The batch of the last take() was not kept: nothing of it is out.
    void not_taken();

    // Requires: an attempt of the unit of work is under way.
    [[nodiscard]] Outcome keep_result(const Caller& caller, const DeliveryResult& result);
    // After the batch: its results were kept, or must come again.
    void settle(bool kept);

private:
    [[nodiscard]] std::optional<DeliveryJob> take_one(const ports::OutboxRow& row);
    [[nodiscard]] std::optional<DeliveryJob> prepare(const ports::OutboxRow& row);
    [[nodiscard]] std::optional<DeliveryJob> prepare_message(
        const ports::OutboxRow& row, const CaseInHand& held, const core::json::object& params
    );
    [[nodiscard]] static DeliveryJob prepare_alert(const ports::OutboxRow& row);
    [[nodiscard]] DeliveryJob prepare_question(
        const ports::OutboxRow& row, const CaseInHand& held, const core::json::object& params
    );
    void settle_link(const ports::OutboxRow& row, const std::optional<core::Refusal>& refusal);

    void done(const ports::OutboxRow& row, const ports::Delivery& delivery);
    void later(const ports::OutboxRow& row, const ports::Delivery& delivery);
    void impossible(const ports::OutboxRow& row, std::string_view reason);
    void bury(const ports::OutboxRow& row, std::string_view reason);
    void tell_failed(const ports::OutboxRow& row, std::string_view reason);

    [[nodiscard]] CaseInHand case_of(const ports::OutboxRow& row);
    [[nodiscard]] core::json::object params_of(const ports::OutboxRow& row, const CaseInHand& held);
    [[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds delay);

    DispatcherParts parts_;
    std::map<std::uint64_t, ports::OutboxRow> out_;
    std::vector<std::uint64_t> taken_;  // by the last take()
    std::vector<std::uint64_t> back_;   // came back in the batch that is open
};

}  // namespace clarion::runtime
