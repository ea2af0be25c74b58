// What a guard asks for, as alternatives of facts; and which facts cannot hold together.
//
// For the linter: only what is certain is said. A term it cannot read is a fact of its own, that
// may hold or not. Limits: beyond kAlternativesMax alternatives a guard is not judged (it may
// hold).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

struct GuardFact {
    enum class Kind { equals, truthy, below, above, in_state, other };
    Kind kind = Kind::other;
    std::string about;               // a path such as event.answer, or a term as it is written
    json::value constant = nullptr;  // what it equals, or the bound
    bool open = false;               // a bound that is not reached itself
    StateIndex state = 0;
    bool holds = true;
};

// All facts of one alternative must hold. No alternative: it never holds.
using Alternative = std::vector<GuardFact>;
using Alternatives = std::vector<Alternative>;

inline constexpr std::size_t kAlternativesMax = 512;

// When `guard` holds, or (`wanted` false) when it does not. Empty: too many to say.
[[nodiscard]] std::optional<Alternatives> alternatives_of(
    const Definition& definition, const Term& guard, bool wanted
);

// Both at once. Empty: too many to say.
[[nodiscard]] std::optional<Alternatives> both(const Alternatives& one, const Alternatives& other);

// Why these cannot all hold, in words; empty when they may.
[[nodiscard]] std::string contradiction(
    const Definition& definition, const Alternative& alternative
);

}  // namespace clarion::core::statechart
