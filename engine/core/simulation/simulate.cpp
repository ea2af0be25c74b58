#include "engine/core/simulation/simulate.hpp"

#include <utility>

#include "engine/core/simulation/world.hpp"

namespace clarion::core::simulation {

Result<json::object, std::vector<statechart::Problem>> simulate(
    const Model& model, const Setting& setting
) {
    Playbook playbook(model, setting.workflows, setting.check);
    auto problems = playbook.problems();
    if (!problems.empty()) return failure(std::move(problems));
    return World(model, setting, playbook).run();
}

}  // namespace clarion::core::simulation
