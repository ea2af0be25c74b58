// Postcodes: whether what a profile says of them (`force.postcode`) is a rule that people can be
// asked by.
//
// Threads: any.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/postcode.hpp"

namespace clarion::files {

// Place in the profile and what is wrong there; nothing when people can be asked by this rule.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> complaints_about_postcodes(
    const core::json::object& profile
);

}  // namespace clarion::files
