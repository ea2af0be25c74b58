// Builders and one-line descriptions for the statechart tests.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "engine/core/statechart/machine.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::core::statechart {

inline constexpr Instant kMonday{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};

inline json::value parsed(std::string_view text) {
    return json::parse(std::string(text));
}

// Tests write JSON with ' for " where that reads better.
inline json::value quick(std::string text) {
    for (char& character : text) {
        if (character == '\'') character = '"';
    }
    return json::parse(text);
}

inline Definition definition_of(const std::string& text, Dialect dialect = Dialect::published) {
    auto read = read_definition(quick(text), dialect);
    if (!read) FAIL(read.error().front().pointer << ": " << read.error().front().reason);
    return std::move(read).value();
}

// "pointer: reason" of every problem, one a line; empty when the definition is fine.
inline std::string problems_of(const std::string& text, Dialect dialect = Dialect::published) {
    const auto read = read_definition(quick(text), dialect);
    std::string all;
    if (read) return all;
    for (const auto& problem : read.error())
        all += problem.pointer + ": " + problem.reason + "\n";
    return all;
}

inline Environment at(Instant now) {
    Environment environment;
    environment.now = now;
    environment.actor = "ann";
    return environment;
}

inline std::string leaves(const Definition& definition, const MachineState& state) {
    std::string all;
    for (const auto& id : leaf_ids(definition, state))
        all += (all.empty() ? "" : " ") + id;
    return all;
}

inline std::string names(const Step& step) {
    std::string all;
    for (const auto& action : step.actions)
        all += (all.empty() ? "" : " ") + action.name;
    return all;
}

// One machine on its way: each call is a step, a fault fails the test.
class Walk {
public:
    explicit Walk(Definition definition, Instant now = kMonday)
        : definition_(std::move(definition)), environment_(at(now)) {
        take(start(definition_, {}, environment_));
    }

    Walk& send(const std::string& type, const std::string& data = "{}") {
        take(step(
            definition_, last_.after, {.type = type, .data = quick(data).as_object()}, environment_
        ));
        return *this;
    }
    Walk& fire(const std::string& timer) {
        take(statechart::fire(definition_, last_.after, timer, environment_));
        return *this;
    }

    [[nodiscard]] std::string where() const { return leaves(definition_, last_.after); }
    [[nodiscard]] std::string did() const { return names(last_); }
    [[nodiscard]] const Step& last() const { return last_; }
    [[nodiscard]] const MachineState& state() const { return last_.after; }
    [[nodiscard]] const Definition& definition() const { return definition_; }
    [[nodiscard]] Environment& environment() { return environment_; }
    [[nodiscard]] std::string context() const {
        return json::serialize(last_.after.context.as_object());
    }

private:
    void take(Result<Step, StepFault> result) {
        if (!result) FAIL(result.error().reason);
        last_ = std::move(result).value();
    }

    Definition definition_;
    Environment environment_;
    Step last_;
};

}  // namespace clarion::core::statechart
