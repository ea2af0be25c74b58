// [limits] of the configuration: what one network, form, person or program may ask for in a time.
//
// Failure: throws FileProblem: file, setting, and what would be right.
#pragma once

#include <toml++/toml.h>
#include <string>

#include "adapters/files/configuration.hpp"

namespace clarion::files {

[[nodiscard]] LimitSettings read_limits(const std::string& file, const toml::table& table);

}  // namespace clarion::files
