// Simulate: a force's years in virtual time, on the very rules that decide real cases.
//
// Pure: no clock, no randomness but the seed's, no store. The same setting gives the same forecast,
// byte for byte.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/core/simulation/playbook.hpp"

namespace clarion::core::simulation {

struct Setting {
    std::vector<Workflow> workflows;  // at least one; shifts follow the first one's calendar
    FormCheck check;
    int years = 1;
    std::uint64_t cases = 1000;
    std::uint64_t seed = 1;
    std::function<void(std::uint64_t received)> progress;  // may be empty
};

// The forecast, or every form of the model that the workflows refuse.
[[nodiscard]] Result<json::object, std::vector<statechart::Problem>> simulate(
    const Model& model, const Setting& setting
);

}  // namespace clarion::core::simulation
