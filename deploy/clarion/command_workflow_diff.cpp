// workflow diff: what changed between two versions, in words.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "engine/core/versions/difference.hpp"

namespace clarion::deploy {

ExitCode diff_workflows(const std::string& older, const std::string& newer, bool as_json) {
    const WorkflowVersion before = read_version(older);
    const WorkflowVersion after = read_version(newer);
    const auto changes =
        core::differences({before.definition, before.bundle}, {after.definition, after.bundle});
    for (const auto& change : changes) {
        if (!as_json) {
            std::cout << change.words << '\n';
            continue;
        }
        const core::json::object line{
            {"kind", core::to_string(change.kind)},
            {"part", change.part},
            {"where", change.where},
            {"words", change.words},
        };
        std::cout << core::json::serialize(line) << '\n';
    }
    if (!as_json && changes.empty()) std::cout << "the same\n";
    return changes.empty() ? ExitCode::good : ExitCode::failed;
}

}  // namespace clarion::deploy
