// A scheme: the folder workflows/<scheme> with its profile, routes and texts. One house serves one
// scheme, which workflows/house.json names.
//
// A profile may extend another scheme's (`extends`): what it does not say itself it takes from
// there, and so with routes, texts and the journey that it has no files for. Objects of the profile
// are laid over each other member by member; a member that is null is left out.
// Failure: throws FileProblem with file, pointer and reason.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "engine/core/json.hpp"

namespace clarion::files {

inline constexpr std::string_view kHouseFile = "workflows/house.json";

// The scheme that this house serves; without the file, the only one there is.
[[nodiscard]] std::string scheme_of(const FileSet& files);
// Every scheme there is a profile for, in order of the alphabet.
[[nodiscard]] std::vector<std::string> schemes_in(const FileSet& files);

// The profile as it is written, and as it holds with what it extends.
[[nodiscard]] core::json::object written_profile(const FileSet& files, std::string_view scheme);
[[nodiscard]] core::json::object profile_of(const FileSet& files, std::string_view scheme);

// The path of `name` in the scheme's own folder, or else in the folder of what it extends.
[[nodiscard]] std::string path_in_scheme(
    const FileSet& files, std::string_view scheme, std::string_view name
);

// One published definition of a scheme, wherever its file lies.
struct RouteFile {
    std::string path;
    std::string route;
    std::string version;
};
// Those of its own folder, and those it takes from the profile it extends.
[[nodiscard]] std::vector<RouteFile> routes_of(const FileSet& files, std::string_view scheme);

}  // namespace clarion::files
