// Finding: the questions by which somebody looks for cases. Parts of Asked (see work.hpp).
#pragma once

#include <string>

#include "engine/runtime/body.hpp"

namespace clarion::runtime {

struct ListCases {
    std::string queue;       // of the process, or mine, team, unassigned, due_soon, tasks_late,
                             // overdue, contact_unsafe; empty: all
    std::string cursor;      // opaque, made by the engine
    std::string stage = {};  // only cases in this state of any region
    std::string clock = {};  // only on_time, warned, overdue
    int min_priority = 0;
};
// Find cases by the people in them. `form` is schemas/forms/search.schema.json.
struct SearchCases {
    Body form;
};
// Cases about the same people as this one.
struct ReadRelated {
    std::string reference;
};

}  // namespace clarion::runtime
