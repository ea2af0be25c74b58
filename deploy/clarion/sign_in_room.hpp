// SignInRoom: the configured issuers with all that is needed to take their word: keys, providers
// that are asked in the background, the door for bearer tokens, and who is signed in.
//
// Ownership: borrows the engine room, which must outlive it. Owns one thread for each issuer, so
//            that one that hangs holds up nobody else's people.
// Threads:   made and stopped on one; who() from any.
// Failure:   throws FileProblem for a setting that cannot be, KeyUnavailable never; a provider that
//            is down stops nothing.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/files/configuration.hpp"
#include "adapters/http/console/sign_in.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/provider.hpp"
#include "adapters/identity/sign_in_request.hpp"
#include "adapters/identity/staff_sessions.hpp"
#include "adapters/identity/token_door.hpp"
#include "adapters/signer/errand_link.hpp"
#include "adapters/system/background_thread.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/emergency_desk.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/shut_out_desk.hpp"
#include "deploy/clarion/sign_out_desk.hpp"

namespace clarion::deploy {

class SignInRoom {
public:
    // Who was shut out, and who may come in by a pass, stands in files of the folder.
    SignInRoom(
        EngineRoom& room,
        runtime::WorkQueue& queue,
        const files::SignInSettings& settings,
        const DataFolder& folder
    );
    ~SignInRoom();

    [[nodiscard]] http::Found who(const http::Request& request) const;

    // The Bearer challenge's parameters and RFC 9728's document.
    [[nodiscard]] std::string challenge() const;
    [[nodiscard]] std::string protected_resource() const;

    // For the console; it borrows the room.
    [[nodiscard]] http::console::SignInWays ways();

    // What operators ask about people; see errand_desk.hpp.
    [[nodiscard]] signer::Errand errands();

    // The roles that these settings give take the place of the present ones, for every token and
    // sign-in from now on; the sessions of people whose issuer's roles changed end. How many did.
    // Throws CommandFailed, and changes nothing, when something else in them is other than at the
    // start. One thread at a time.
    std::size_t take_roles(const files::SignInSettings& settings);

    // Begins to ask providers; ends it.
    void start();
    void stop();

private:
    struct Desk;  // one issuer's provider and thread

    [[nodiscard]] Desk* desk_named(std::string_view name) const;
    void begin(http::console::SignInWays::Wish wish, http::console::SignInWays::Go go);
    void finish(http::console::SignInWays::Back back, http::console::SignInWays::Told told);
    [[nodiscard]] core::Result<http::console::SignInWays::SignedIn, http::console::SignInFailed>
    finish_with(
        Desk& desk,
        const identity::SignInRequests::Returned& returned,
        const http::console::SignInWays::Back& back
    );
    [[nodiscard]] std::string sign_out(const std::string& cookie);
    void back_channel(std::string_view logout_token, const http::console::SignInWays::Heard& heard);
    // On this node.
    std::size_t end_what_is_signed_out(const postgres::SignedOut& word);

    [[nodiscard]] core::json::object run_errand(const core::json::object& errand);
    [[nodiscard]] core::json::object end_access(const core::Principal& person);
    [[nodiscard]] std::optional<core::Principal> person_named(
        std::string_view issuer, const std::string& subject
    ) const;
    [[nodiscard]] EmergencyDesk::Doors emergency_doors();
    // Puts it on record; false when that could not be done. Waits: for the threads of the desks.
    [[nodiscard]] bool record(const core::Principal& person, std::string type);
    // The same without waiting; what cannot be put on record is a line in the service's log.
    void note(const core::Principal& person, std::string type);

    EngineRoom& room_;
    runtime::WorkQueue& queue_;
    files::SignInSettings settings_;
    std::atomic<int> roles_taken_{0};  // how often
    std::string staff_url_;
    identity::KnownIssuers issuers_;
    std::shared_ptr<identity::SignOuts> sign_outs_ = std::make_shared<identity::SignOuts>();
    identity::Aliases aliases_;
    identity::TokenDoor door_;
    identity::StaffSessions sessions_;
    identity::SignInRequests requests_;
    ShutOutDesk shut_out_;
    SignOutDesk signed_out_;
    std::vector<std::unique_ptr<Desk>> desks_;
    EmergencyDesk emergency_;
};

// Complaints about the settings alone, for `clarion check`: reads every file they name.
void check_sign_in(const files::SignInSettings& settings);

}  // namespace clarion::deploy
