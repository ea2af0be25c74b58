// WitnessRoom: has each new checkpoint of a service cosigned, where the data folder has a policy
// that names witnesses with addresses (DIR/witness.policy). Without one there is nothing to do.
//
// Threads: one of its own. Threads of the witnesses' network never hold up anybody else.
// Failure: a policy that cannot be read keeps the service from starting (CommandFailed). Witnesses
//          that do not answer are an alarm, not a stop: the log goes on, and says so.
#pragma once

#include <memory>
#include <stop_token>

#include "adapters/system/background_thread.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "engine/core/audit/trust_policy.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::deploy {

// The policy of the folder; nothing where there is none.
[[nodiscard]] std::optional<core::TrustPolicy> trust_policy_in(const std::filesystem::path& file);

class WitnessRoom {
public:
    WitnessRoom(EngineRoom& room, runtime::WorkQueue& queue, const DataFolder& folder);
    void stop();

private:
    struct Parts;
    void serve(const std::stop_token& stop);

    std::shared_ptr<Parts> parts_;  // null: nothing to do
    std::optional<system::BackgroundThread> thread_;
};

}  // namespace clarion::deploy
