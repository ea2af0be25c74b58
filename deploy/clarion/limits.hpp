// What [limits] of the configuration comes to: rates for Admission, room for the listeners.
//
// Failure: throws CommandFailed with what is wrong and what to do.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "adapters/http/admission.hpp"
#include "adapters/http/server.hpp"
#include "deploy/clarion/serve_settings.hpp"
#include "engine/ports/world.hpp"

namespace clarion::deploy {

// Without a word of them the defaults hold; but not for the demonstration, where everybody comes
// from this machine.
[[nodiscard]] http::Rates rates_of(const ServeSettings& settings);

// Gives each listener its room, as far as the system lets this process open so many; the log says
// if it does not.
void limit_connections(
    std::vector<http::ListenerSettings>& listeners,
    const ServeSettings& settings,
    ports::Log& log,
    const std::function<void(std::string_view)>& on_dropped
);

// What that many connections keep in locked memory; see keys::share_locked_memory.
[[nodiscard]] std::size_t locked_bytes_of_connections(const ServeSettings& settings);

// Throws when a proxy that is named there is no address.
void check_limits(const ServeSettings& settings);

}  // namespace clarion::deploy
