// Promises: what the pages tell an applicant of the force's times, read off its profile.
//
// Threads: any. Borrows the room's zones and clock.
#pragma once

#include "adapters/files/file_set.hpp"
#include "adapters/http/intake/intake.hpp"
#include "deploy/clarion/engine_room.hpp"

namespace clarion::deploy {

[[nodiscard]] http::intake::Promises promises_of(const files::FileSet& house, EngineRoom& room);

}  // namespace clarion::deploy
