// What the words of a script's step mean.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "engine/core/access/principal.hpp"
#include "engine/core/json.hpp"

namespace clarion::scenarios {

struct Actor {
    core::Principal principal;
    std::string written_form;  // JSON or empty
};

// The first word, and what follows it.
[[nodiscard]] std::pair<std::string, std::string> split_word(const std::string& text);
// `as NAME ROLE[, ROLE][, signed in 6m ago] {form}`
[[nodiscard]] Actor read_actor(const std::string& text, core::Instant now);
// 90m, 72h, 3d
[[nodiscard]] std::chrono::minutes read_duration(const std::string& text);
// Empty text: an empty object.
[[nodiscard]] core::json::object object_from(const std::string& text);
// The schema's first example with what is written merged over it.
[[nodiscard]] core::json::object form_from(
    const core::json::object& schema, const std::string& written
);

}  // namespace clarion::scenarios
