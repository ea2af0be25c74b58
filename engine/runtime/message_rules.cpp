#include "engine/runtime/message_rules.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/time/contact_window.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

template <class Members>
const json::object& object_at(const Members& members, std::string_view key) {
    static const json::object nothing;
    const json::object* found = member(members, key).if_object();
    return found != nullptr ? *found : nothing;
}

bool lists(const json::object& object, std::string_view key, std::string_view wanted) {
    const json::array* list = member(object, key).if_array();
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const json::value& item) {
               return item.is_string() && item.get_string() == wanted;
           });
}

// The newest plan: staff may have changed what the form said.
const json::object& plan_of(const core::statechart::Context& context) {
    const json::object& changed = object_at(context, "contact_plan");
    return changed.empty() ? object_at(object_at(context, "request"), "contact") : changed;
}

std::string address_of(const json::object& plan, std::string_view way) {
    if (way == "email") return text_at(object_at(plan, "email"), "address");
    if (way == "text") return text_at(object_at(plan, "phone"), "number");
    return {};
}

// What the applicant asked for; where they were not asked, the language they filled the form in.
std::string language_of(const core::statechart::Context& context) {
    const std::string asked = text_at(object_at(context, "request"), "language");
    return asked.empty() ? text_at(context, "language") : asked;
}

// Why this message is never sent, whatever the time; empty when it may be.
std::string obstacle(
    const CaseInHand& held, const ports::FixedMessage& message, const json::object& rules
) {
    if (where_in_region(*held.process, held.row.states, "contact").stage != "allowed") {
        return "contact_not_allowed";
    }
    if (!lists(rules, "templates", message.template_id)) return "unknown_template";
    if (message.way.empty() || message.way == "none") return "not_chosen";
    if (!lists(rules, "ways", message.way)) return "way_not_offered";
    if (message.address.empty()) return "no_address";
    if (message.language != "en" && message.language != "cy") return "no_text_in_language";
    return {};
}

// A message exists only where a safe moment proves that it may go.
ports::FixedMessage released(ports::FixedMessage message, const core::SafeMoment&) {
    return message;
}

}  // namespace

MessageDecision decide_message(
    const CaseInHand& held, std::string_view key, std::string_view template_id, core::Instant now
) {
    const core::statechart::Context& context = held.snapshot->machine.context;
    const json::object& plan = plan_of(context);
    const json::object& rules = object_at(held.process->profile, "messages");
    ports::FixedMessage message;
    message.key = key;
    message.way = text_at(plan, "message");
    message.address = address_of(plan, message.way);
    message.template_id = template_id;
    message.language = language_of(context);
    if (auto reason = obstacle(held, message, rules); !reason.empty()) return Never{reason};

    const core::ContactRules contact{
        object_at(rules, "windows"), held.process->calendar, *held.process->zone};
    const bool lasts = core::is_safe_now(plan, contact, now + kOnItsWayMax);
    const auto moment = core::safe_moment(plan, message.way, contact, now);
    if (moment && lasts) return released(std::move(message), *moment);
    const auto next = core::next_safe(plan, contact, now + kOnItsWayMax);
    if (!next || *next > now + kWaitMax) return Never{"no_safe_time"};
    // Safe all along, and still no moment: this way was not chosen for messages.
    if (lasts && core::is_safe_now(plan, contact, now)) return Never{"not_chosen"};
    return WaitUntil{*next};
}

}  // namespace clarion::runtime
