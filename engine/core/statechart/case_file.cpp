#include "engine/core/statechart/case_file.hpp"

#include <algorithm>

#include "engine/core/statechart/javascript.hpp"
#include "engine/core/statechart/machine.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::core::statechart {

namespace {

using Difference = std::optional<std::string>;

json::array as_json(const std::vector<std::string>& texts) {
    return json::array(texts.begin(), texts.end());
}

std::string named(std::string_view what, const json::value& expected, const json::value& actual) {
    return std::string(what) + ": expected " + json::serialize(expected) + ", got " +
           json::serialize(actual);
}

Difference compare(std::string_view what, const json::value& expected, const json::value& actual) {
    if (javascript::same_json(expected, actual)) return std::nullopt;
    return named(what, expected, actual);
}

// Runs one case from start to end.
class CaseRun {
public:
    CaseRun(const Definition& definition, bool only_pass)
        : definition_(definition), only_pass_(only_pass) {
        environment_.microsteps_max = kCaseMicrostepsMax;
        environment_.states_must_fit = false;
    }

    Difference run(const json::object& test_case) {
        if (auto fault = take(start(definition_, {}, environment_))) return fault;
        if (auto difference = check(test_case, "initial", "initialTrace", "the start"))
            return difference;
        const auto* steps = test_case.if_contains("steps");
        if (steps == nullptr || !steps->is_array()) return "\"steps\" is missing or not a list";
        std::size_t number = 0;
        for (const auto& written : steps->get_array()) {
            const std::string where = "step " + std::to_string(++number);
            const auto* object = written.if_object();
            if (object == nullptr) return where + " is not an object";
            if (auto difference = run_step(*object, where)) return difference;
        }
        return check_end(test_case);
    }

private:
    // Empty: the step went well and is now the state.
    Difference take(Result<Step, StepFault> result) {
        if (!result) return result.error().reason;
        Step step = std::move(result).value();
        for (const auto& action : step.actions)
            trace_.emplace_back(action.name);
        state_ = std::move(step.after);
        return std::nullopt;
    }

    Difference run_step(const json::object& written, const std::string& where) {
        trace_.clear();
        if (const auto* advance = written.if_contains("advance")) {
            if (!advance->is_number()) return where + ": \"advance\" is not a number";
            const auto span =
                std::chrono::milliseconds(static_cast<std::int64_t>(advance->to_number<double>()));
            if (auto fault = move_time(environment_.now + span)) return where + ": " + *fault;
        }
        if (const auto* event = written.if_contains("event")) {
            const auto sent = read_event(*event);
            if (!sent) return where + ": an event is an object with a type";
            if (auto fault = take(step(definition_, state_, *sent, environment_)))
                return where + ": " + *fault;
        }
        return check(written, "expect", "trace", where);
    }

    Difference move_time(Instant until) {
        while (!state_.timers.empty()) {
            const auto next = std::min_element(
                state_.timers.begin(),
                state_.timers.end(),
                [](const auto& a, const auto& b) {
                    return std::pair(a.due, a.order) < std::pair(b.due, b.order);
                }
            );
            if (next->due > until) break;
            environment_.now = std::max(environment_.now, next->due);
            const std::string id = next->id;
            if (auto fault = take(fire(definition_, state_, id, environment_))) return fault;
            if (++fired_ > kFiredMax) return "timers fire without end";
        }
        environment_.now = until;
        return std::nullopt;
    }

    static std::optional<Event> read_event(const json::value& written) {
        if (const auto* name = written.if_string())
            return Event{.type = std::string(*name), .data = {}};
        const auto* object = written.if_object();
        const auto* type = object == nullptr ? nullptr : object->if_contains("type");
        if (type == nullptr || !type->is_string()) return std::nullopt;
        Event event{.type = std::string(type->get_string()), .data = *object};
        event.data.erase("type");
        return event;
    }

    [[nodiscard]] Difference check(
        const json::object& written,
        std::string_view leaves,
        std::string_view trace,
        const std::string& where
    ) const {
        if (only_pass_) return std::nullopt;
        if (const auto* expected = written.if_contains(leaves)) {
            const json::value actual = as_json(leaf_ids(definition_, state_));
            if (auto difference = compare("states", *expected, actual))
                return where + ", " + *difference;
        }
        if (const auto* expected = written.if_contains(trace)) {
            if (auto difference = compare("actions", *expected, trace_))
                return where + ", " + *difference;
        }
        if (const auto* expected = written.if_contains("context")) {
            if (auto difference = compare("context", *expected, state_.context.as_object()))
                return where + ", " + *difference;
        }
        return std::nullopt;
    }

    [[nodiscard]] Difference check_end(const json::object& test_case) const {
        if (only_pass_) {
            const auto leaves = leaf_ids(definition_, state_);
            const bool passed =
                std::any_of(leaves.begin(), leaves.end(), [](const std::string& id) {
                    return id == "pass" || id.ends_with(".pass");
                });
            if (passed) return std::nullopt;
            return named("the end, states", "pass", as_json(leaves));
        }
        const auto* done = test_case.if_contains("done");
        return done == nullptr ? std::nullopt : compare("done", *done, state_.done);
    }

    static constexpr int kFiredMax = 1'000'000;

    const Definition& definition_;
    bool only_pass_;
    Environment environment_{.now = {}, .actor = nullptr, .due_of = {}};
    MachineState state_;
    json::array trace_;
    int fired_ = 0;
};

Difference difference_of(const json::object& test_case) {
    const auto* machine = test_case.if_contains("machine");
    if (machine == nullptr) return "\"machine\" is missing";
    const auto definition = read_definition(*machine, Dialect::case_file);
    if (!definition) {
        const Problem& first = definition.error().front();
        return "the machine cannot be read: " + first.pointer + ": " + first.reason;
    }
    const auto* verdict = test_case.if_contains("verdict");
    const bool only_pass = verdict != nullptr && *verdict == "w3c-pass-state";
    return CaseRun(*definition, only_pass).run(test_case);
}

}  // namespace

CaseVerdict run_case(const json::value& test_case) {
    CaseVerdict verdict;
    const auto* object = test_case.if_object();
    if (object == nullptr) {
        verdict.difference = "a case is a JSON object";
        return verdict;
    }
    const auto* name = object->if_contains("name");
    if (name != nullptr && name->is_string()) verdict.name = name->get_string();
    verdict.difference = difference_of(*object).value_or("");
    verdict.passed = verdict.difference.empty();
    return verdict;
}

std::vector<CaseVerdict> run_cases(const json::value& document) {
    std::vector<CaseVerdict> verdicts;
    if (!document.is_array()) {
        verdicts.push_back(run_case(document));
        return verdicts;
    }
    for (const auto& test_case : document.get_array())
        verdicts.push_back(run_case(test_case));
    return verdicts;
}

}  // namespace clarion::core::statechart
