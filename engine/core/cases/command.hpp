// Command: what somebody, or the program, asks of one case. Imperative; an event says it happened.
#pragma once

#include <string>

#include "engine/core/access/principal.hpp"
#include "engine/core/json.hpp"

namespace clarion::core {

enum class Origin { person, system };

struct Command {
    std::string action;  // the statechart event's type; for a timer, empty
    std::string timer;   // id of the armed timer to fire; otherwise empty
    json::object form;   // checked against the action's schema before decide
    Principal principal;
    Origin origin = Origin::person;
};

}  // namespace clarion::core
