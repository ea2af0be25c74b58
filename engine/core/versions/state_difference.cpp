// States: those that came, went, or mean something else now.
#include <array>
#include <set>

#include "engine/core/statechart/configuration.hpp"
#include "engine/core/versions/differing.hpp"

namespace clarion::core {

namespace {

using statechart::Definition;
using statechart::State;
using statechart::StateKind;

std::string_view kind_in_words(StateKind kind) {
    switch (kind) {
        case StateKind::atomic:
            return "a plain state";
        case StateKind::compound:
            return "a state with states inside";
        case StateKind::parallel:
            return "regions side by side";
        case StateKind::final:
            return "an end";
        case StateKind::shallow_history:
            return "a way back to the last state";
        case StateKind::deep_history:
            return "a way back to the last states, however deep";
    }
    std::terminate();
}

std::string ids_of(const Definition& definition, const std::vector<statechart::StateIndex>& all) {
    std::string ids;
    for (const auto index : all) {
        if (!ids.empty()) ids += ", ";
        ids += definition.at(index).id;
    }
    return ids.empty() ? "nothing" : ids;
}

std::string actions_of(const std::vector<statechart::Term>& terms) {
    std::string all;
    for (const auto& term : terms) {
        if (!all.empty()) all += ", ";
        all += term.type;
        if (!term.params.is_null()) all += " " + json::serialize(term.params);
    }
    return all.empty() ? "nothing" : all;
}

class StateComparison {
public:
    StateComparison(const State& older, const State& newer, Changes& changes)
        : older_(older), newer_(newer), changes_(changes) {}

    void compare(const Definition& before, const Definition& after) {
        tell(
            "is", std::string(kind_in_words(older_.kind)), std::string(kind_in_words(newer_.kind))
        );
        tell("begins in", ids_of(before, older_.initial), ids_of(after, newer_.initial));
        tell("on entry does", actions_of(older_.entry), actions_of(newer_.entry));
        tell("on leaving does", actions_of(older_.exit), actions_of(newer_.exit));
        compare_meta();
    }

private:
    void tell(std::string_view what, const std::string& was, const std::string& is) {
        if (was == is) return;
        changes_.push_back(
            {ChangeKind::changed,
             "state",
             newer_.id,
             "State " + newer_.id + " " + std::string(what) + " " + is + "; it was " + was}
        );
    }

    void compare_meta() {
        std::set<std::string> keys;
        for (const auto* meta : {&older_.meta, &newer_.meta}) {
            for (const auto& member : *meta)
                keys.emplace(member.key());
        }
        for (const std::string& key : keys) {
            const auto& was = value_at(older_.meta, key);
            const auto& is = value_at(newer_.meta, key);
            if (key == "task" && was.is_object() && is.is_object()) {
                compare_task(was.get_object(), is.get_object());
            } else {
                tell("has as " + key, said(was), said(is));
            }
        }
    }

    void compare_task(const json::object& was, const json::object& is) {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kParts{{
            {"roles", "gives its task to"},
            {"due", "has its task due by the limit"},
            {"priority", "gives its task the priority"},
            {"each", "asks for one task for each of"},
        }};
        for (const auto& [key, words] : kParts) {
            const std::size_t told = changes_.size();
            tell(words, said(value_at(was, key)), said(value_at(is, key)));
            if (key == "roles" && changes_.size() > told) changes_.back().part = "people";
        }
    }

    const State& older_;
    const State& newer_;
    Changes& changes_;
};

void tell_of(const State& state, ChangeKind kind, std::string_view words, Changes& changes) {
    const auto& title = value_at(state.meta, "title");
    std::string sentence = "State " + state.id;
    if (title.is_string()) sentence += " (" + said(title) + ")";
    changes.push_back({kind, "state", state.id, sentence + std::string(words)});
}

}  // namespace

void compare_states(const VersionSide& older, const VersionSide& newer, Changes& changes) {
    const Definition& before = older.definition;
    const Definition& after = newer.definition;
    for (const State& state : before.states) {
        if (!after.by_id.contains(state.id))
            tell_of(state, ChangeKind::removed, " is gone", changes);
    }
    for (const State& state : after.states) {
        const auto found = before.by_id.find(state.id);
        if (found == before.by_id.end()) {
            tell_of(state, ChangeKind::added, " is new", changes);
            continue;
        }
        StateComparison(before.at(found->second), state, changes).compare(before, after);
        compare_transitions(before, after, before.at(found->second), state, changes);
    }
}

}  // namespace clarion::core
