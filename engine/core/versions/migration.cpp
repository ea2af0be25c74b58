#include "engine/core/versions/migration.hpp"

#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/json_merge.hpp"
#include "engine/core/statechart/configuration.hpp"
#include "engine/core/statechart/entry_exit.hpp"
#include "engine/core/statechart/timers.hpp"

namespace clarion::core {

namespace {

using statechart::Configuration;
using statechart::Definition;
using statechart::MachineState;
using statechart::State;
using statechart::StateIndex;
using statechart::StateKind;
using statechart::Timer;
using Places = std::map<std::string, std::string, std::less<>>;

// One case on its way from one definition to the other.
class Move {
public:
    Move(const Process& from, const Process& to, const Places& places)
        : from_(from), to_(to), places_(places), active_(to.definition.states.size()) {}

    // Empty: it fits. Otherwise why it does not.
    std::string stand(const MachineState& before) {
        for (const StateIndex index : before.active) {
            const State& state = from_.definition.at(index);
            if (!statechart::is_leaf(state)) continue;
            const State* place = place_of(state.id);
            if (place == nullptr) return state.id + " has no place in the new version";
            enter(*place);
        }
        complete();
        return statechart::fits_together(to_.definition, active_)
                   ? std::string()
                   : "the places the plan gives do not fit together";
    }

    // Requires: stand() found places.
    MachineState machine(
        const MachineState& before,
        const json::object& context,
        const statechart::Environment& world
    ) {
        MachineState after;
        after.active = active_.members();
        after.context = statechart::Context(context);
        after.timers_armed = before.timers_armed;
        after.done = before.done;
        for (const auto& [state, remembered] : before.history)
            remember(state, remembered, after);
        for (const Timer& timer : before.timers) {
            if (goes_on(timer)) after.timers.push_back(timer);
        }
        for (const StateIndex index : after.active)
            arm_new(before, to_.definition.at(index), world, after);
        return after;
    }

    [[nodiscard]] std::map<StateIndex, Instant> tasks_since(const CaseSnapshot& before, Instant now)
        const {
        std::map<StateIndex, Instant> since;
        for (const StateIndex index : active_.members()) {
            if (is_timed(to_, index)) since.emplace(index, now);
        }
        for (const auto& [old_index, instant] : before.tasks_since) {
            const State* place = place_of(from_.definition.at(old_index).id);
            if (place == nullptr) continue;
            const auto found = since.find(place->index);
            if (found != since.end()) found->second = instant;
        }
        return since;
    }

private:
    [[nodiscard]] const State* place_of(const std::string& old_id) const {
        const auto planned = places_.find(old_id);
        const auto found =
            to_.definition.by_id.find(planned == places_.end() ? old_id : planned->second);
        return found == to_.definition.by_id.end() ? nullptr : &to_.definition.at(found->second);
    }

    void enter(const State& state) {
        for (StateIndex index = state.index; !active_.has(index);) {
            active_.insert(index);
            index = to_.definition.at(index).parent;
        }
    }

    // Regions and children that no old state stands for begin where they begin.
    void complete() {
        for (const State& state : to_.definition.states) {
            if (!active_.has(state.index)) continue;
            if (state.kind == StateKind::parallel) {
                for (const StateIndex child : state.children) {
                    if (!statechart::is_history(to_.definition.at(child))) active_.insert(child);
                }
            } else if (state.kind == StateKind::compound && !active_.has_descendant_of(state)) {
                for (const StateIndex first : state.initial)
                    enter(to_.definition.at(first));
            }
        }
    }

    void remember(
        StateIndex old_history, const std::vector<StateIndex>& remembered, MachineState& after
    ) const {
        const State* history = place_of(from_.definition.at(old_history).id);
        if (history == nullptr || !statechart::is_history(*history)) return;
        std::vector<StateIndex> kept;
        for (const StateIndex index : remembered) {
            const State* place = place_of(from_.definition.at(index).id);
            if (place != nullptr && to_.definition.is_descendant(place->index, history->parent))
                kept.push_back(place->index);
        }
        if (!kept.empty()) after.history[history->index] = std::move(kept);
    }

    // Whether the new version still waits for it: an `after` of a state where the case stands, or
    // anything the workflow sent itself.
    [[nodiscard]] bool goes_on(const Timer& timer) const {
        if (!timer.event.type.starts_with("xstate.after.")) return true;
        const auto members = active_.members();
        return std::any_of(members.begin(), members.end(), [&](StateIndex index) {
            return counts(to_.definition.at(index), timer.event.type);
        });
    }

    static bool counts(const State& state, std::string_view event) {
        return std::any_of(state.after.begin(), state.after.end(), [&](const auto& transition) {
            return transition.descriptor == event;
        });
    }

    // The same state counted it before: what is not armed any more has fired.
    [[nodiscard]] bool was_counted(const MachineState& before, const std::string& event) const {
        return std::any_of(before.active.begin(), before.active.end(), [&](StateIndex index) {
            return counts(from_.definition.at(index), event);
        });
    }

    void arm_new(
        const MachineState& before,
        const State& state,
        const statechart::Environment& world,
        MachineState& after
    ) const {
        std::string armed;
        for (const auto& transition : state.after) {
            if (transition.descriptor == armed || was_counted(before, transition.descriptor))
                continue;
            armed = transition.descriptor;
            const std::string& delay = *transition.delay;
            const bool is_number = std::all_of(delay.begin(), delay.end(), [](char digit) {
                return digit >= '0' && digit <= '9';
            });
            const Instant due = is_number ? world.now + std::chrono::milliseconds(std::stoll(delay))
                                          : world.due_of(delay, after.context, world.now);
            statechart::arm(after, armed, {.type = armed, .data = {}}, due, false);
        }
    }

    const Process& from_;
    const Process& to_;
    const Places& places_;
    Configuration active_;
};

Places places_in(const CaseEvent& event) {
    Places places;
    for (const auto& [old_id, new_id] : event.data.at("states").as_object())
        places.emplace(old_id, new_id.as_string());
    return places;
}

// What deciding and replaying share.
Result<CaseSnapshot, std::string> moved(
    const Process& from,
    const Process& to,
    const CaseSnapshot& before,
    const CaseEvent& event,
    const statechart::Environment& world
) {
    const Places places = places_in(event);
    Move move(from, to, places);
    if (auto why = move.stand(before.machine); !why.empty()) return failure(std::move(why));
    json::object context = before.machine.context.as_object();
    merge_patch(context, event.data.at("context").as_object());
    CaseSnapshot after = before;
    after.bundle = to.hash;
    after.version = event.sequence;
    after.machine = move.machine(before.machine, context, world);
    after.tasks_since = move.tasks_since(before, event.at);
    return after;
}

}  // namespace

Result<Accepted, std::string> migrate(
    const Process& from,
    const Process& to,
    const CaseSnapshot& before,
    const MigrationPlan& plan,
    const MigrationPeople& people,
    Instant now
) {
    CaseEvent event;
    event.sequence = before.version + 1;
    event.type = kCaseMigrated;
    event.title = "Moved to version " + to.version;
    event.at = now;
    event.actor = nullptr;
    json::object states;
    for (const auto& [old_id, new_id] : plan.states)
        states[old_id] = new_id;
    event.data = {
        {"from", from.hash.text},
        {"to", to.hash.text},
        {"states", std::move(states)},
        {"context", plan.context},
        {"plan", people.plan_hash},
        {"reason", plan.reason},
        {"proposed_by", people.proposed_by},
        {"approved_by", people.approved_by},
    };
    auto after = moved(from, to, before, event, deciding(to, before, event));
    if (!after) return failure(std::move(after).error());
    return Accepted{
        .event = std::move(event),
        .after = std::move(after).value(),
        .effects = {},
        .recipients = {}};
}

CaseSnapshot apply_in_history(
    const ProcessOf& process_of, const CaseSnapshot& before, const CaseEvent& event
) {
    if (event.type != kCaseMigrated) return apply(process_of(before.bundle), before, event);
    ensure(event.sequence == before.version + 1, "events follow each other without a gap");
    const BundleHash to{std::string(event.data.at("to").as_string())};
    std::size_t dues_used = 0;
    const Process& new_process = process_of(to);
    auto after = moved(
        process_of(before.bundle),
        new_process,
        before,
        event,
        replaying(new_process, event, dues_used)
    );
    ensure(after.has_value(), "a stored migration replays on its own versions");
    return std::move(after).value();
}

CaseSnapshot replay_history(
    const ProcessOf& process_of,
    const BundleHash& last,
    const NewCase& identity,
    const std::vector<CaseEvent>& events
) {
    const auto first_move = std::find_if(events.begin(), events.end(), [](const CaseEvent& event) {
        return event.type == kCaseMigrated;
    });
    CaseSnapshot snapshot;
    snapshot.id = identity.id;
    snapshot.reference = identity.reference;
    snapshot.bundle = first_move == events.end()
                          ? last
                          : BundleHash{std::string(first_move->data.at("from").as_string())};
    if (!events.empty()) snapshot.received_at = events.front().at;
    for (const CaseEvent& event : events)
        snapshot = apply_in_history(process_of, snapshot, event);
    return snapshot;
}

}  // namespace clarion::core
