// EmergencyDesk: lets somebody in by a pass that two people made for them, for when no identity
// provider answers. Supervisors are told before the session begins.
//
// With a file for a store passes are kept in a file of the data folder. With a database they are
// kept there, so that one that was made or used at one node is so at all of them; what a folder's
// file says of the time before is brought there once.
//
// Ownership: borrows the engine room and what its doors lead to.
// Threads:   one of its own, so that a provider that hangs holds nobody up here; use() and run()
//            from any.
// Limits:    kEmergencyWaitMax wait at once.
// Failure:   throws KeyUnavailable when the passes' file is not its owner's alone, and
//            StoreUnavailable. Passes that nobody can use, for their issuer is gone from the
//            configuration or what is kept cannot be read, are an alarm and stop no start.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/console/sign_in.hpp"
#include "adapters/identity/emergency_passes.hpp"
#include "adapters/system/background_thread.hpp"
#include "adapters/system/bounded_queue.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/pass_shelf.hpp"
#include "engine/core/access/principal.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

inline constexpr std::size_t kEmergencyWaitMax = 16;

class EmergencyDesk {
public:
    struct Doors {
        // Whom an issuer of ours means; empty: no such issuer, or an agency's, or shut out.
        std::function<std::optional<core::Principal>(const std::string&, const std::string&)> find;
        // Puts it on record; false when that could not be done. Waits.
        std::function<bool(const core::Principal&, std::string)> record;
        // A session, and what the browser held of before.
        std::function<ports::Secret(core::Principal, std::string_view)> open;
    };
    EmergencyDesk(EngineRoom& room, const DataFolder& folder, Doors doors);

    void use(std::string code, std::string session, http::console::SignInWays::Told told);
    // add_pass: {statement, proposal, approval}, the signatures in base 64; list_passes.
    [[nodiscard]] core::json::object run(const core::json::object& errand);

    void start();
    void stop();

private:
    [[nodiscard]] core::Result<http::console::SignInWays::SignedIn, http::console::SignInFailed>
    let_in(const std::string& code, const std::string& session);
    [[nodiscard]] core::json::object add(const core::json::object& errand);
    [[nodiscard]] core::json::object list() const;
    void look_through();

    EngineRoom& room_;
    std::filesystem::path administrators_;
    Doors doors_;
    PassShelf shelf_;
    system::BoundedQueue<std::function<void()>> waiting_{kEmergencyWaitMax};
    std::unique_ptr<system::BackgroundThread> thread_;
};

}  // namespace clarion::deploy
