// Workflows as files: what the `workflow` commands are given on the command line, read.
//
// A version is named by a file (a definition, or a whole bundle), or as ID@VERSION of a published
// one, such as SCHEME.right-to-ask@1.
// Failure: throws CommandFailed (not_found; failed with every problem) and FileProblem.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/house_lint.hpp"
#include "engine/core/json.hpp"
#include "engine/core/statechart/definition.hpp"

namespace clarion::deploy {

// Ends the command with everything that is wrong with the file.
[[noreturn]] void refuse_file(const std::string& file, const Problems& problems);

[[nodiscard]] core::json::object load_workflow_json(const std::filesystem::path& path);

// The house a file under workflows/<scheme>/ lies in; the built-in one for any other file.
[[nodiscard]] files::FileSet house_around(const std::filesystem::path& path);
// The scheme of the folder, or the one whose house is built in.
[[nodiscard]] std::string scheme_of(const std::filesystem::path& path, const files::FileSet& house);

struct WorkflowVersion {
    core::json::object bundle;
    core::statechart::Definition definition;
};

// `name`: as above. ID@VERSION is looked for among the built-in schemes.
[[nodiscard]] WorkflowVersion read_version(const std::string& name);
// The same, and nothing that the linter refuses in it: cases are to be at it.
[[nodiscard]] WorkflowVersion read_sound_version(const std::string& name);
// The newest version of each workflow of a built-in scheme (empty: of the one that is served), by
// id.
[[nodiscard]] std::vector<std::string> newest_versions(const std::string& scheme = {});

}  // namespace clarion::deploy
