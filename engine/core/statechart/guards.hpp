// Guards: whether a transition's condition holds, given what a step knows at that moment.
#pragma once

#include <string_view>

#include "engine/core/statechart/configuration.hpp"
#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core::statechart {

// Everything a guard may ask. `exhausted` is set when an expression went over its limits; the guard
// as a whole then fails, whatever `xstate.not` made of it.
struct Facts {
    const Definition& definition;
    const Configuration& active;
    const Context& context;
    const Event& event;
    const Environment& environment;
    bool& exhausted;

    [[nodiscard]] Scope scope() const {
        return {
            context,
            event.type,
            event.data,
            environment.actor,
            environment.now,
            environment.profile,
            environment.calendar,
            environment.zone};
    }
};

// One guard by its type and parameters, as written.
[[nodiscard]] bool guard_holds(
    std::string_view type, const json::value& params, const Facts& facts
);
[[nodiscard]] bool passes(const Transition& transition, const Facts& facts);

[[nodiscard]] bool is_built_in_guard(std::string_view type);

// A JsonLogic path, with or without `context.` in front; null when there is nothing.
[[nodiscard]] const json::value* find_in_context(const Context& context, std::string_view path);
// The same, or with `profile.` in front what the bundle's profile says; `profile` may be null.
[[nodiscard]] const json::value* find_given(
    const Context& context, const json::object* profile, std::string_view path
);

// `quorum`: enough distinct members of the list at `of` are among the answers at `answers`, paths
// into the context or, with `event.` or `profile.` in front, into the form or the profile. `where`
// (JsonLogic over one answer) says which answers count; `within` names the limit after which an
// answer counts no more, `since` the path of the instant before which none did.
[[nodiscard]] bool quorum_reached(const json::object& params, const Facts& facts);

}  // namespace clarion::core::statechart
