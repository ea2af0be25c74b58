// The staff's pages: queue, case, actions, timeline, diagram, agency requests and log. Made of the
// very documents the API answers with, so no page can do or show what the API cannot.
//
// Ownership: everything behind a reference in ConsoleSettings, and the queue, must outlive the
// routes. Threads:   handlers run on any io thread; pages are drawn on the connection's own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/console/sign_in.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/web/look.hpp"
#include "adapters/http/web/static_files.hpp"
#include "adapters/http/web/templates.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http::console {

struct Persona {
    std::string name;   // decision_maker
    std::string title;  // what the button says; empty: made of the name
};

struct ConsoleSettings {
    const web::Templates& templates;
    const web::StaticFiles& files;
    const ports::FormChecker& forms;
    const ports::Clock& clock;
    ports::IdSource& ids;
    core::Sha256 sha256;
    web::Look look;
    bool demo = false;
    std::string asked_route = {};  // the route whose form can be read out question by question
    std::string cookie_name = "__Host-staff";  // the one the identity door reads
    std::vector<Persona> personas;             // under demo alone
    // The session cookie's value; empty for a name that is no persona.
    std::function<std::optional<std::string>(const std::string& persona)> sign_in;
    std::function<void(const std::string& cookie)> sign_out;  // may be empty
    std::optional<SignInWays> ways;                           // never under demo
    // An <svg> of a DOT text, callable from any thread; throws or answers empty when it cannot be
    // drawn.
    std::function<std::string(const std::string& dot)> draw;
};

[[nodiscard]] std::vector<Route> console_routes(
    runtime::WorkQueue& queue, ConsoleSettings settings
);
// How the staff listener's pages say 401 (the way to sign in), 403, 404, 405, 500 and 503.
[[nodiscard]] PageFault console_faults(ConsoleSettings settings);

}  // namespace clarion::http::console
