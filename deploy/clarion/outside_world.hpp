// The outside as configured: who sends messages, and who answers checks.
#pragma once

#include "deploy/clarion/deliveries.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/serve_settings.hpp"

namespace clarion::deploy {

[[nodiscard]] Deliveries outside_world(
    const EngineRoom& room, const ServeSettings& settings, const files::FileSet& house
);

}  // namespace clarion::deploy
