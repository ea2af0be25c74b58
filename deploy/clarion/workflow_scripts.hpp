// WorkflowScripts: scenario scripts played on the workflows of a house, as `workflow test` does.
//
// A script is for the route that its folder is named after, and otherwise for the one that takes
// requests. Failure: throws CommandFailed for a script that cannot be read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"

namespace clarion::deploy {

// A step whose answer is another than the script says, or a case that does not replay.
struct ScriptFault {
    int line = 0;
    std::string what;
};

class WorkflowScripts {
public:
    explicit WorkflowScripts(const files::FileSet& house);

    // Empty: every step gives what the script says.
    [[nodiscard]] std::vector<ScriptFault> play(const std::filesystem::path& path) const;

private:
    struct Route {
        std::string name;
        std::string bundle;
    };
    [[nodiscard]] const Route& route_for(const std::filesystem::path& path) const;

    const files::FileSet& house_;
    std::vector<Route> routes_;
    std::string for_requests_;
};

}  // namespace clarion::deploy
