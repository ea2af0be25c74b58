// Plot: a definition as Graphviz text. Pure; drawing it is an adapter's work.
//
// Nodes carry `class` (current, done, possible), which Graphviz hands on to the SVG; style sheets
// colour them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

struct PlotOptions {
    std::set<std::string> highlight = {};  // ids of active states: class `current`
    std::set<std::string> visited = {};    // ids of states once active: class `done`
    std::map<std::string, std::uint64_t> counts =
        {};  // how many cases are in a state, beside its name
};

[[nodiscard]] std::string to_dot(const Definition& definition, const PlotOptions& options);

}  // namespace clarion::core::statechart
