// Guards that can never hold, and transitions that those before them leave nothing for.
#include <map>

#include "engine/core/statechart/guard_facts.hpp"
#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

// The candidates of one state for the same event or delay, in the order they are asked.
class Candidates {
public:
    Candidates(const Definition& definition, const State& state, Problems& problems)
        : definition_(definition),
          problems_(problems),
          here_({{{.kind = GuardFact::Kind::in_state, .about = state.id, .state = state.index}}}),
          left_(here_) {}

    void ask(const Transition& transition) {
        if (!left_) return;
        static const Term kAlways{"logic", true};
        const Term& guard = transition.guard ? *transition.guard : kAlways;
        const auto wanted = alternatives_of(definition_, guard, true);
        const std::string never = contradiction_of(here_, wanted);
        const std::string taken = never.empty() ? contradiction_of(*left_, wanted) : "";
        if (!never.empty())
            complain(transition.pointer + "/guard", "this guard can never hold: " + never);
        if (!taken.empty())
            complain(transition.pointer, "never taken: those before it leave nothing; " + taken);
        const auto refused = alternatives_of(definition_, guard, false);
        left_ = refused ? both(*left_, *refused) : std::nullopt;
    }

private:
    // Why these are never true together; empty when they may be, or when nobody can tell.
    [[nodiscard]] std::string contradiction_of(
        const Alternatives& given, const std::optional<Alternatives>& wanted
    ) const {
        const auto all = wanted ? both(given, *wanted) : std::nullopt;
        if (!all) return {};
        std::string first;
        for (const Alternative& alternative : *all) {
            std::string why = contradiction(definition_, alternative);
            if (why.empty()) return {};
            if (first.empty()) first = std::move(why);
        }
        return first.empty() ? "nothing is left" : first;
    }

    void complain(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    const Definition& definition_;
    Problems& problems_;
    Alternatives here_;                 // what being in the state says
    std::optional<Alternatives> left_;  // and what those before did not take
};

}  // namespace

void lint_guards(const Definition& definition, Problems& problems) {
    for (const State& state : definition.states) {
        std::map<std::pair<std::string, std::string>, Candidates> candidates;
        for (const auto* list : {&state.on, &state.always, &state.after}) {
            for (const Transition& transition : *list) {
                const std::pair event{transition.descriptor, transition.delay.value_or("")};
                candidates.try_emplace(event, definition, state, problems)
                    .first->second.ask(transition);
            }
        }
    }
}

}  // namespace clarion::core::statechart
