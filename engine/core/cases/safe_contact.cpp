#include "engine/core/cases/safe_contact.hpp"

#include <array>

#include "engine/core/statechart/linting.hpp"
#include "engine/core/time/contact_window.hpp"

namespace clarion::core {

namespace {

std::string text_at(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

const json::object& windows_of(const json::object& profile) {
    static const json::object kNone;
    const json::value* windows = statechart::find_at(profile, "messages.windows");
    return windows != nullptr && windows->is_object() ? windows->get_object() : kNone;
}

// Whether the plan has a say on this way, and did not choose it. One that speaks of no way, such as
// when there is none yet, forbids none.
bool is_other_way(const json::object& plan, const json::object& fields, std::string_view way) {
    const json::value* ways = fields.if_contains("ways");
    const json::array* known = ways == nullptr ? nullptr : ways->if_array();
    if (known == nullptr) return false;
    bool is_known = false;
    bool speaks_of_ways = false;
    for (const json::value& each : *known) {
        const std::string name(each.as_string());
        is_known = is_known || name == way;
        speaks_of_ways = speaks_of_ways || plan.contains("by_" + name);
    }
    if (!is_known || !speaks_of_ways) return false;
    const json::value* chosen = plan.if_contains("by_" + std::string(way));
    return chosen == nullptr || *chosen != json::value(true);
}

// The fields that the workflow names; null when it does not ask.
const json::object* asked_by(TransitionsView selected) {
    for (const statechart::Transition* transition : selected) {
        const json::value* asked = transition->meta.if_contains("safe_contact");
        if (asked != nullptr && asked->is_object()) return &asked->get_object();
    }
    return nullptr;
}

}  // namespace

const json::object* contact_plan_of(const statechart::Context& context) {
    for (const std::string_view path : {"contact_plan", "request.contact"}) {
        const json::value* plan = context.find(path);
        if (plan != nullptr && plan->is_object()) return &plan->get_object();
    }
    return nullptr;
}

std::optional<Refusal> unsafe_contact(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    TransitionsView selected
) {
    const json::object* fields = asked_by(selected);
    if (fields == nullptr) return std::nullopt;
    const std::string unless = text_at(*fields, "unless");
    if (!text_at(event.data, unless).empty()) return std::nullopt;
    static const json::object kNoWord;
    const json::object* plan = contact_plan_of(before.machine.context);
    if (plan == nullptr) plan = &kNoWord;
    const ContactRules rules{windows_of(process.profile), process.calendar, *process.zone};
    const bool is_unchosen =
        is_other_way(*plan, *fields, text_at(event.data, text_at(*fields, "way")));
    const auto moment = wall_clock_instant(
        *process.zone,
        text_at(event.data, text_at(*fields, "on")),
        text_at(event.data, text_at(*fields, "time"))
    );
    const bool is_safe_time = moment && is_safe_now(*plan, rules, *moment);
    if (is_safe_time && !is_unchosen) return std::nullopt;
    Refusal refusal;
    refusal.code = RefusalCode::outside_safe_window;
    refusal.next_window = next_window(*plan, rules, event.at);
    if (is_unchosen) refusal.detail = "That way is none that they chose in the contact plan. ";
    if (!is_safe_time) {
        refusal.detail +=
            "That time is outside the safe times of the contact plan; " +
            (refusal.next_window ? "it is safe again from " + to_rfc3339(refusal.next_window->from)
                                 : std::string("the plan has none that a program could find")) +
            ". ";
    }
    refusal.detail += "If it could not wait, `" + unless + "` says why.";
    return refusal;
}

bool is_outside_plan(const Process& process, std::string_view action, const json::object& form) {
    bool is_outside = false;
    statechart::for_each_transition(
        process.definition,
        [&](const statechart::State&, const statechart::Transition& transition) {
            if (transition.descriptor != action) return;
            const json::object* fields = asked_by(TransitionsView(std::array{&transition}));
            if (fields != nullptr && !text_at(form, text_at(*fields, "unless")).empty())
                is_outside = true;
        }
    );
    return is_outside;
}

}  // namespace clarion::core
