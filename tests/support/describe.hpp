// describe(): a decision in one line, so that a failing test says what came instead.
#pragma once

#include <string>

#include "engine/core/cases/decide.hpp"

namespace clarion::test {

inline std::string describe(const core::Refusal& refusal) {
    return "refused " + std::string(core::to_string(refusal.code)) + ": " + refusal.detail;
}

inline std::string describe(const std::optional<core::Refusal>& refusal) {
    return refusal ? describe(*refusal) : "nothing in the way";
}

// States left, states entered, effects: `accepted decide -check.look +check.done !tell`.
inline std::string describe(const core::Decision& decision) {
    if (!decision) return describe(decision.error());
    const core::CaseEvent& event = decision->event;
    std::string text = "accepted " + event.type;
    for (const std::string& state : event.left)
        text += " -" + state;
    for (const std::string& state : event.entered)
        text += " +" + state;
    for (const core::Effect& effect : decision->effects)
        text += " !" + effect.name;
    return text;
}

}  // namespace clarion::test
