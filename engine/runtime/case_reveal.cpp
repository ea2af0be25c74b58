#include "engine/runtime/case_reveal.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/reference.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;
using core::Sensitive;

namespace {

constexpr std::string_view kReveal = "reveal_identity";
constexpr std::string_view kBreakGlass = "break_glass";
constexpr std::string_view kRecipient = "recipient";
constexpr std::string_view kRecipientName = "recipient_name";
constexpr std::string_view kApplicant = "applicant";
constexpr std::string_view kAtRisk = "person_at_risk";
// Parts of the form that a case is opened with.
constexpr std::array<std::string_view, 3> kNamed{kApplicant, kAtRisk, "children"};

// The last text of that name, wherever the workflow keeps it; null: there is none.
json::value last_text(const json::value& value, std::string_view name) {
    json::value found = nullptr;
    const json::object* object = value.if_object();
    if (object == nullptr) return found;
    for (const auto& [key, inner] : *object) {
        json::value deeper = key == name && inner.is_string() ? inner : last_text(inner, name);
        if (!deeper.is_null()) found = std::move(deeper);
    }
    return found;
}

json::value last_text(const core::statechart::Context& context, std::string_view name) {
    json::value found = nullptr;
    for (const auto& part : context.parts()) {
        const bool is_it = part->key() == name && part->value().is_string();
        json::value here = is_it ? part->value() : last_text(part->value(), name);
        if (!here.is_null()) found = std::move(here);
    }
    return found;
}

// The form that names them: what the case was opened with, or the last that was told to it later.
struct Naming {
    const json::object* form = nullptr;  // null: nobody is named in that part
    bool is_later = false;
};

Naming naming(const core::statechart::Context& context, std::string_view role) {
    const json::object* request = member(context, "request").if_object();
    if (request != nullptr && member(*request, role).is_object()) return {request, false};
    Naming last;
    for (const auto& part : context.parts()) {
        const json::array* told = part->value().if_array();
        for (std::size_t at = 0; told != nullptr && at < told->size(); ++at) {
            const json::object* one = (*told)[at].if_object();
            const json::object* form = one == nullptr ? nullptr : member(*one, "form").if_object();
            if (form != nullptr && member(*form, role).is_object()) last = {form, true};
        }
    }
    return last;
}

json::value person_in(const core::statechart::Context& context, std::string_view role) {
    if (role == kRecipient) {
        json::value named = last_text(context, kRecipientName);
        if (named.is_null()) return nullptr;
        return json::object{{"name", std::move(named)}};
    }
    if (std::find(kNamed.begin(), kNamed.end(), role) == kNamed.end()) return nullptr;
    const Naming said = naming(context, role);
    return said.form == nullptr ? json::value(nullptr) : member(*said.form, role);
}

// How to reach them, whole: for whoever said how, the applicant, or the person at risk where nobody
// asked. Null for everybody else.
json::value contact_in(const core::statechart::Context& context, std::string_view role) {
    const Naming said = naming(context, role);
    if (said.form == nullptr) return nullptr;
    const bool is_asked_for = member(*said.form, kApplicant).is_object();
    if (role != (is_asked_for ? kApplicant : kAtRisk)) return nullptr;
    json::value plan = nullptr;
    if (!said.is_later) plan = member(context, "contact_plan");
    if (plan.is_null()) plan = member(*said.form, "contact");
    return json::object{
        {"plan", std::move(plan)},
        {"safe_address", said.is_later ? json::value() : last_text(context, "safe_address")},
        {"code_word", said.is_later ? json::value() : last_text(context, "code_word")},
    };
}

}  // namespace

Outcome CaseReveal::reveal(const Caller& caller, const RevealPerson& asked) {
    auto row = access_.find(caller, asked.reference, kReveal);
    if (!row) return core::failure(std::move(row).error());
    AuditNote note = consultation(caller, *row, kReveal, {"existence", "safety"});
    if (!core::allows(caller.principal, core::Permission::reveal_identity)) {
        return refuse(refusal_of(RefusalCode::role_not_allowed, std::string(kReveal)), note);
    }
    const core::Instant now = parts_.clock.now();
    if (!core::context_allows(caller.principal, Sensitive::applicant_identity, now)) {
        return refuse(refusal_of(RefusalCode::sign_in_too_old, std::string(kReveal)), note);
    }
    const auto form = read_form(parts_.store, parts_.forms, "reveal", asked.form);
    if (!form) return refuse(form.error(), note);
    const CaseInHand held = parts_.vault.open(std::move(row).value());
    const core::statechart::Context& context = held.snapshot->machine.context;
    json::value person = person_in(context, asked.role);
    if (person.is_null()) return refuse(refusal_of(RefusalCode::not_found), note);
    note.detail["reason"] = text_at(*form, "reason");
    note.detail["role"] = asked.role;
    parts_.recorder.record(caller, note);
    return answered_with({
        {"role", asked.role},
        {"person", std::move(person)},
        {"contact", contact_in(context, asked.role)},
        {"shown_for_s", kRevealedFor.count()},
    });
}

// Whatever does not depend on the case is asked first: before the glass is broken, nothing tells
// that there is one.
Outcome CaseReveal::break_glass(const Caller& caller, const BreakGlass& asked) {
    if (!core::allows(caller.principal, core::Permission::break_glass)) {
        return refuse_permission(caller, kBreakGlass);
    }
    const core::Instant now = parts_.clock.now();
    if (!core::context_allows(caller.principal, Sensitive::break_glass, now)) {
        return refuse_attempt(
            caller, kBreakGlass, refusal_of(RefusalCode::sign_in_too_old, std::string(kBreakGlass))
        );
    }
    const auto form = read_form(parts_.store, parts_.forms, "break-glass", asked.form);
    if (!form) return refuse_attempt(caller, kBreakGlass, form.error());
    auto row = access_.find_walled(caller, asked.reference, kBreakGlass);
    if (!row) return core::failure(std::move(row).error());
    const Alert alert{
        .rule = std::string(kBreakGlass),
        .once = glass_mark(caller.principal.person, row->id, now),
        .subject = subject_of(*row)};
    alerts_.raise(caller, alert);
    AuditNote note = consultation(caller, *row, kBreakGlass, {"existence"});
    note.cls = core::AuditClass::security;
    note.why = kBreakGlass;
    note.detail["reason"] = text_at(*form, "reason");
    parts_.recorder.record(caller, note);
    return answered_with({
        {"reference", core::format_reference(row->reference)},
        {"until", core::to_rfc3339(now + kGlassWindow)},
    });
}

}  // namespace clarion::runtime
