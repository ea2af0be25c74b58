// Words: guards and expressions said in plain words, for people who compare versions.
#pragma once

#include <string>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

// `decision.disclose is "yes" and risk.score is at least 3`. What has no words is given as JSON.
[[nodiscard]] std::string in_words(const json::value& term);
// A guard with its type: logic in words, `in state #id`, `not (...)`, `enough answers of ...`.
[[nodiscard]] std::string guard_in_words(const Term& guard);

}  // namespace clarion::core::statechart
