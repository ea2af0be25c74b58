#include "engine/core/versions/parting.hpp"

#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/projection.hpp"

namespace clarion::core {

namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

std::vector<std::string> missing_from(
    const std::vector<std::string>& those, const std::vector<std::string>& from
) {
    std::vector<std::string> missing;
    std::set_difference(
        those.begin(), those.end(), from.begin(), from.end(), std::back_inserter(missing)
    );
    return missing;
}

std::string text_at(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

// Who it was, as far as it is stored.
Command command_of(const CaseEvent& event) {
    Command command;
    const bool is_timer = event.type == kTimerFired;
    command.action = is_timer ? std::string() : event.type;
    command.timer = event.timer;
    command.form = event.data;
    const auto* actor = event.actor.if_object();
    if (actor == nullptr) {
        command.principal = system_principal();
        command.origin = Origin::system;
        return command;
    }
    command.principal.person = PersonId{text_at(*actor, "person")};
    command.principal.display_name = text_at(*actor, "name");
    command.principal.agency = text_at(*actor, "agency");
    command.principal.authenticated_at = event.at;
    const auto* roles = actor->if_contains("roles");
    if (roles != nullptr && roles->is_array()) {
        for (const auto& role : roles->get_array())
            command.principal.roles.emplace_back(role.as_string());
    }
    return command;
}

class Comparison {
public:
    Comparison(const ProcessOf& process_of, const CandidateVersion& candidate)
        : process_of_(process_of), candidate_(candidate) {}

    std::optional<Parting> begin(
        const NewCase& identity, const BundleHash& first, const CaseEvent& event
    ) {
        as_was_.id = as_would_be_.id = identity.id;
        as_was_.reference = identity.reference;
        as_was_.bundle = first;
        as_was_.received_at = event.at;
        as_was_ = apply_in_history(process_of_, as_was_, event);
        Command request = command_of(event);
        const auto* form = event.data.if_contains("request");
        request.form = form != nullptr && form->is_object() ? form->get_object() : json::object();
        NewCase who = identity;
        who.channel = text_at(event.data, "channel");
        who.language = text_at(event.data, "language");
        if (const auto* carried = event.data.if_contains("carried"))
            who.carried = carried->as_object();
        if (const auto* links = event.data.if_contains(kLinks)) who.links = links->as_array();
        auto opened = open_case(candidate_.process, who, request, event.at);
        if (!opened) return refused(event, opened.error());
        as_would_be_ = std::move(opened).value().after;
        return compare(event);
    }

    std::optional<Parting> go_on(const CaseEvent& event) {
        if (auto early = would_have_fired(event)) return early;
        as_was_ = apply_in_history(process_of_, as_was_, event);
        if (event.type == kCaseMigrated) return std::nullopt;
        const Command command = command_of(event);
        if (auto parting = unlike_form(event, command)) return parting;
        auto decided = decide(candidate_.process, as_would_be_, command, event.at);
        if (!decided) return refused(event, decided.error());
        as_would_be_ = std::move(decided).value().after;
        return compare(event);
    }

private:
    static std::optional<Parting> part(const CaseEvent& event, std::string why) {
        return Parting{.sequence = event.sequence, .event = event.type, .why = std::move(why)};
    }

    [[nodiscard]] std::optional<Parting> refused(const CaseEvent& event, const Refusal& refusal)
        const {
        std::string why = "would be refused: " + std::string(to_string(refusal.code));
        if (event.type != kTimerFired) {
            return part(event, refusal.detail.empty() ? why : why + " (" + refusal.detail + ")");
        }
        const auto& timers = as_would_be_.machine.timers;
        const auto timer = std::find_if(timers.begin(), timers.end(), [&](const auto& armed) {
            return armed.id == event.timer;
        });
        if (timer == timers.end()) return part(event, event.timer + " would not be armed");
        return part(event, event.timer + " would be due later, at " + to_rfc3339(timer->due));
    }

    // A timer of the candidate's that ran out before this event, and that the case did not have.
    [[nodiscard]] std::optional<Parting> would_have_fired(const CaseEvent& event) const {
        const auto& armed = as_was_.machine.timers;
        for (const auto& timer : as_would_be_.machine.timers) {
            const bool is_shared = std::any_of(armed.begin(), armed.end(), [&](const auto& other) {
                return other.id == timer.id && other.due == timer.due;
            });
            if (timer.due >= event.at || is_shared) continue;
            return part(event, timer.id + " would have fired before, at " + to_rfc3339(timer.due));
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Parting> unlike_form(const CaseEvent& event, const Command& command)
        const {
        const auto action = candidate_.process.actions.find(event.type);
        const bool is_form = command.origin == Origin::person && candidate_.check &&
                             action != candidate_.process.actions.end();
        if (!is_form) return std::nullopt;
        const auto errors = candidate_.check(action->second.form, event.data);
        if (errors.empty()) return std::nullopt;
        return part(
            event,
            "the form " + action->second.form + " would refuse " +
                (errors.front().field.empty() ? "it" : errors.front().field) + " (" +
                errors.front().code + ")"
        );
    }

    [[nodiscard]] std::optional<Parting> compare(const CaseEvent& event) const {
        const Process& pinned = process_of_(as_was_.bundle);
        const Projection was = project(pinned, as_was_);
        const Projection is = project(candidate_.process, as_would_be_);
        if (was.states != is.states) {
            return part(
                event,
                "would stand in " + joined(missing_from(is.states, was.states)) + ", not in " +
                    joined(missing_from(was.states, is.states))
            );
        }
        if (was.outcome == is.outcome) return std::nullopt;
        return part(event, "the outcome would be " + (is.outcome.empty() ? "none" : is.outcome));
    }

    const ProcessOf& process_of_;
    const CandidateVersion& candidate_;
    CaseSnapshot as_was_;
    CaseSnapshot as_would_be_;
};

BundleHash first_bundle(const std::vector<CaseEvent>& events, const BundleHash& last) {
    for (const CaseEvent& event : events) {
        if (event.type == kCaseMigrated)
            return BundleHash{std::string(event.data.at("from").as_string())};
    }
    return last;
}

}  // namespace

std::optional<Parting> find_parting(
    const ProcessOf& process_of,
    const BundleHash& last,
    const CandidateVersion& candidate,
    const NewCase& identity,
    const std::vector<CaseEvent>& events
) {
    Comparison comparison(process_of, candidate);
    for (const CaseEvent& event : events) {
        auto parting = &event == &events.front()
                           ? comparison.begin(identity, first_bundle(events, last), event)
                           : comparison.go_on(event);
        if (parting) return parting;
    }
    return std::nullopt;
}

}  // namespace clarion::core
