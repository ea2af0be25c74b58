// Reads JSON files for people: errors say file, line and column, and the JSON pointer of a member
// that is named twice.
#pragma once

#include <string_view>

#include "engine/core/json.hpp"

namespace clarion::files {

// Throws FileProblem: "file:line:column: reason".
[[nodiscard]] core::json::value parse_json(std::string_view file, std::string_view text);
[[nodiscard]] core::json::object parse_json_object(std::string_view file, std::string_view text);

}  // namespace clarion::files
