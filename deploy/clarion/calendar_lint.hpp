// Lint for calendars.
#pragma once

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Days that exist, inside the years the calendar is for, in order and once each; where they come
// from, and whether somebody looked.
[[nodiscard]] Problems calendar_problems(const core::json::object& calendar);

}  // namespace clarion::deploy
