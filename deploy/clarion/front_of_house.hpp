// FrontOfHouse: every route of the three listeners, with what each handler needs.
//
// Ownership: borrows the engine room, the queue and the house's files; all must outlive it.
// Threads:   built once; handlers run on io threads.
#pragma once

#include <functional>
#include <memory>

#include "adapters/files/file_set.hpp"
#include "adapters/http/api/api_routes.hpp"
#include "adapters/http/console/console.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/web/look.hpp"
#include "adapters/http/web/static_files.hpp"
#include "adapters/http/web/templates.hpp"
#include "adapters/identity/demo_personas.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/helplines.hpp"
#include "deploy/clarion/sign_in_room.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::deploy {

struct FrontSettings {
    bool demo = false;
    SignInRoom* sign_in = nullptr;  // null: nobody but personas signs in
    std::function<http::Readiness()> readiness;
    http::Admission* admission = nullptr;  // null: everybody is let in
};

class FrontOfHouse {
public:
    FrontOfHouse(
        EngineRoom& room,
        runtime::WorkQueue& queue,
        const files::FileSet& house,
        FrontSettings settings
    );
    [[nodiscard]] const http::Router& router() const { return *router_; }

private:
    [[nodiscard]] http::console::ConsoleSettings console_settings(const files::FileSet& house);
    [[nodiscard]] std::vector<http::Route> all_routes(
        const files::FileSet& house,
        const http::console::ConsoleSettings& console,
        const http::intake::IntakeSettings& intake
    );
    [[nodiscard]] http::intake::IntakeSettings intake_settings(const files::FileSet& house);
    [[nodiscard]] http::Found who(const http::Request& request) const;
    [[nodiscard]] std::optional<core::Principal> persona(const http::Request& request) const;

    EngineRoom& room_;
    runtime::WorkQueue& queue_;
    FrontSettings settings_;
    std::optional<identity::DemoPersonas>
        personas_;  // only under --demo: otherwise nobody can sign in
    http::web::Templates templates_;
    http::web::Look look_;
    http::web::StaticFiles files_;
    std::shared_ptr<HelplineWatch> helplines_;
    std::unique_ptr<http::Router> router_;
};

}  // namespace clarion::deploy
