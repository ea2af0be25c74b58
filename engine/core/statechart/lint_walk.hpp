// Walking a definition for the linter: every guard and every action, those inside others too.
//
// The params of an inner one are handed over as written; what has not the shape that it needs was
// refused by the reader and is left out here.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

struct WrittenTerm {
    const Transition* transition;  // none: a state's own entry, exit or initial actions
    std::string_view type;
    const json::value& params;
    std::string pointer;
};

using VisitTerm = std::function<void(const WrittenTerm&)>;

void for_each_guard(const Definition& definition, const VisitTerm& visit);
void for_each_action(const Definition& definition, const VisitTerm& visit);

}  // namespace clarion::core::statechart
