// Errands: what an operator asks of a store, by whoever has it: the service that runs, or this
// program where none does. Either way it is the engine that acts, and it is in the log.
//
// Failure: throws CommandFailed: unavailable when the service stops under it, or says no.
#pragma once

#include <functional>
#include <memory>

#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

class Errands {
public:
    explicit Errands(const DataFolder& folder);
    ~Errands();

    // The answer; `failed` in it is thrown.
    [[nodiscard]] core::json::object ask(const core::json::object& errand);

    // No service runs on this machine: this program has the store, and no other one with it.
    [[nodiscard]] bool is_alone() const;

    // For long work: now and then it lets other operators come first, for a service hears one at a
    // time. True: it did, and the service knows nothing any more of what was asked before.
    [[nodiscard]] bool give_way();

private:
    struct Parts;
    DataFolder folder_;
    std::unique_ptr<Parts> parts_;
};

// Says in words that the service stopped answering.
[[nodiscard]] ExitCode guarded_by_peer(const std::function<ExitCode()>& act);

}  // namespace clarion::deploy
