// Bundles: what is published together and pinned by a case: definition, forms, profile and
// calendar, as one document.
#pragma once

#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "engine/core/statechart/definition.hpp"
#include "engine/core/statechart/lint.hpp"

namespace clarion::files {

struct WrittenDefinition {
    std::string id;       // such as dvds.right-to-ask
    std::string version;  // such as 1
    core::json::object definition;
};

// What this definition is published as, beside the profile of `scheme`. Throws FileProblem.
[[nodiscard]] core::json::object bundle_with(
    const FileSet& files, const std::string& scheme, WrittenDefinition written
);

// One bundle for each route and version of the scheme, as JSON text. The same files give the same
// bytes. Throws FileProblem.
[[nodiscard]] std::vector<std::string> make_bundles(
    const FileSet& files, const std::string& scheme
);
// Of the scheme that this house serves.
[[nodiscard]] std::vector<std::string> make_bundles(const FileSet& files);

// What a definition may refer to: the forms, roles, limits, routes and effects of this scheme.
[[nodiscard]] core::statechart::LintCatalogue lint_catalogue(
    const FileSet& files, const std::string& scheme
);

}  // namespace clarion::files
