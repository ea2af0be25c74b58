#include "engine/runtime/retention_desk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/cursors.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::string_view kReading = "retention_read";
constexpr std::string_view kList = "retention";
constexpr std::string_view kErase = "erase";

struct Act {
    std::string_view name;
    std::string_view title;
    std::string_view form;
    bool fresh_sign_in = false;
};
constexpr std::array<Act, 5> kActs{
    {{"review", "Review whether it is kept", "retention-review", true},
     {"hold", "Hold it: nothing is erased", "retention-hold"},
     {"release", "Release a hold", "retention-release"},
     {"approve", "Agree that it is erased", "retention-approval", true},
     {"cancel", "Take the erasure back", "retention-cancel"}}};

const Act* find_act(std::string_view name) {
    const auto found = std::find_if(kActs.begin(), kActs.end(), [name](const Act& act) {
        return act.name == name;
    });
    return found == kActs.end() ? nullptr : &*found;
}

core::Refusal not_now(std::string_view act, std::string rule) {
    core::Refusal refusal = refusal_of(RefusalCode::guard_failed, std::string(act));
    refusal.rule = std::move(rule);
    return refusal;
}

void drop_proposal(ports::RetentionRow& row) {
    row.proposed_by = {};
    row.erase_after.reset();
}

std::string stage_of(const ports::RetentionRow& row) {
    if (!row.holds.empty()) return "held";
    if (row.erase_after) return "to_be_erased";
    return row.is_proposed() ? "erasure_proposed" : "kept";
}

core::RetentionPolicy policy_of(const core::Process& process) {
    std::vector<core::statechart::Problem> unheard;  // the bundle was compiled with this profile
    return core::read_retention(process.profile, unheard);
}

json::array holds_of(const ports::RetentionRow& row) {
    json::array holds;
    for (const ports::RetentionHold& hold : row.holds) {
        holds.push_back(json::object{
            {"id", hold.id}, {"reason", hold.reason}, {"at", core::to_rfc3339(hold.at)}});
    }
    return holds;
}

}  // namespace

struct RetentionDesk::InHand {
    CaseInHand held;
    ports::RetentionRow row;
    core::RetentionPolicy policy;
    const core::RetentionGroup* group = nullptr;  // of the policy; null when it has no such group
};

core::Result<RetentionDesk::InHand, Refused> RetentionDesk::find(
    const Caller& caller, const std::string& reference, std::string_view type
) {
    auto row = access_.find(caller, reference, type);
    if (!row) return core::failure(std::move(row).error());
    if (!core::allows(caller.principal, core::Permission::keep_records)) {
        AuditNote note = consultation(caller, *row, type, {});
        return core::failure(
            refuse(refusal_of(RefusalCode::role_not_allowed, std::string(type)), std::move(note))
                .error()
        );
    }
    InHand found;
    found.held = parts_.vault.open(*std::move(row));
    const core::CaseId& id = found.held.row.id;
    found.policy = retention_today(parts_.definitions, *found.held.process);
    if (auto kept = parts_.store.find_retention(id)) {
        found.row = *std::move(kept);
    } else {
        found.row.case_id = id;
    }
    found.group = core::find_group(found.policy, found.row.group);
    return found;
}

json::object RetentionDesk::state(const InHand& held) const {
    const ports::RetentionRow& row = held.row;
    return {
        {"reference", core::format_reference(held.held.row.reference)},
        {"closed", held.held.row.closed},
        {"stage", stage_of(row)},
        {"group", text_or_null(row.group)},
        {"group_title", text_or_null(held.group == nullptr ? "" : held.group->title)},
        {"review_due",
         held.held.row.closed ? json::value(core::to_rfc3339(row.review_due)) : nullptr},
        {"is_due", held.held.row.closed && row.review_due <= parts_.clock.now()},
        {"reviews", row.reviews},
        {"erase_after", time_or_null(row.erase_after)},
    };
}

json::object RetentionDesk::document(const Caller& caller, const InHand& held) {
    json::object document = state(held);
    const auto& context = held.held.snapshot->machine.context;
    document["holds"] = holds_of(held.row);
    document["kept_until"] =
        time_or_null(held.group == nullptr ? std::nullopt : core::kept_until(*held.group, context));
    document["source"] = text_or_null(held.group == nullptr ? "" : held.group->source);
    document["verified"] = held.group != nullptr && held.group->is_verified;
    json::array groups;
    for (const core::RetentionGroup& group : held.policy.groups)
        groups.push_back(json::object{{"id", group.id}, {"title", group.title}});
    document["groups"] = std::move(groups);
    json::array acts;
    for (const Act& act : kActs) {
        const auto refusal = check(caller, held, act.name);
        json::value why_not = nullptr;
        if (refusal) {
            why_not = json::object{
                {"code", core::to_string(refusal->code)},
                {"detail", refusal->rule.empty() ? refusal->detail : refusal->rule}};
        }
        const std::string form(act.form);
        acts.push_back(json::object{
            {"name", act.name},
            {"title", act.title},
            {"allowed", !refusal.has_value()},
            {"why_not", std::move(why_not)},
            {"form_name", form},
            {"form", parts_.forms.schema(form)}});
    }
    document["acts"] = std::move(acts);
    return document;
}

Outcome RetentionDesk::answer(const Caller& caller, const ReadRetention& asked) {
    const auto found = find(caller, asked.reference, kReading);
    if (!found) return core::failure(found.error());
    parts_.recorder.record(
        caller, consultation(caller, found->held.row, kReading, {"operational"})
    );
    return answered_with(document(caller, *found));
}

Outcome RetentionDesk::answer(const Caller& caller, const ListRetention& asked) {
    if (!core::allows(caller.principal, core::Permission::keep_records)) {
        return refuse_permission(caller, kReading);
    }
    std::optional<ports::RetentionPlace> after;
    if (!asked.cursor.empty()) {
        const auto place = read_cursor(parts_.keys, kList, asked.cursor);
        const auto due = place ? core::parse_rfc3339(text_at(*place, "due")) : std::nullopt;
        if (!due) {
            return refuse_attempt(
                caller,
                kReading,
                refusal_of(RefusalCode::malformed_body, "the cursor is not one of this list")
            );
        }
        after = ports::RetentionPlace{*due, {text_at(*place, "case")}};
    }
    const core::Instant now = parts_.clock.now();
    auto rows = parts_.store.reviews_due(now, after, kPageRowsMax + 1);
    json::value next = nullptr;
    if (rows.size() > kPageRowsMax) {
        rows.resize(kPageRowsMax);
        const ports::RetentionRow& last = rows.back();
        next = make_cursor(
            parts_.keys,
            kList,
            {{"due", core::to_rfc3339(last.review_due)}, {"case", last.case_id.text}}
        );
    }
    json::array items;
    for (ports::RetentionRow& row : rows) {
        auto found = parts_.store.find_case(row.case_id);
        if (!found) throw ports::IntegrityBroken("a retention row's case is not in the store");
        if (!access_.knows_of(caller, *found)) continue;
        AuditNote note = consultation(caller, *found, "list_retention", {"operational"});
        note.detail.clear();
        parts_.recorder.record(caller, note);
        InHand shown;
        shown.held.row = *std::move(found);
        shown.held.process = parts_.definitions.process_of(shown.held.row.bundle);
        shown.policy = retention_today(parts_.definitions, *shown.held.process);
        shown.row = std::move(row);
        shown.group = core::find_group(shown.policy, shown.row.group);
        items.push_back(state(shown));
    }
    return answered_with({{"items", std::move(items)}, {"next_cursor", std::move(next)}});
}

std::optional<core::Refusal> RetentionDesk::check_erasable(const InHand& held) const {
    if (!held.row.holds.empty())
        return not_now(kErase, "a hold stands in the way: release it first");
    const auto until = held.group == nullptr
                           ? std::nullopt
                           : core::kept_until(*held.group, held.held.snapshot->machine.context);
    if (until && *until > parts_.clock.now()) {
        return not_now(kErase, "its group is kept until " + core::to_rfc3339(*until).substr(0, 10));
    }
    return std::nullopt;
}

std::optional<core::Refusal> RetentionDesk::check(
    const Caller& caller, const InHand& held, std::string_view act
) {
    const bool is_proposed = held.row.is_proposed();
    if (!held.held.row.closed) return not_now(act, "the case is closed");
    if (act == "release" && held.row.holds.empty()) return not_now(act, "there is a hold");
    if (act == "cancel" && !is_proposed) return not_now(act, "an erasure was proposed");
    if (act == "review" && is_proposed) return not_now(act, "no erasure was proposed yet");
    if (act == "approve") {
        if (!is_proposed || held.row.erase_after)
            return not_now(act, "an erasure was proposed and nobody agreed to it yet");
        if (auto refusal = check_erasable(held)) return refusal;
        if (parts_.store.audit_ref_of(caller.principal.person) == held.row.proposed_by)
            return refusal_of(RefusalCode::second_person_required, "review");
    }
    const Act* known = find_act(act);
    const bool is_stale =
        parts_.clock.now() - caller.principal.authenticated_at > core::kFreshSignInMax;
    if (known != nullptr && known->fresh_sign_in && is_stale)
        return refusal_of(RefusalCode::sign_in_too_old, std::string(act));
    return std::nullopt;
}

core::Result<std::string, core::Refusal> RetentionDesk::take(
    const Caller& caller, InHand& held, std::string_view act, const json::object& form
) {
    const core::Instant now = parts_.clock.now();
    ports::RetentionRow& row = held.row;
    if (act == "hold") {
        row.holds.push_back({ids_.new_token().substr(0, 8), text_at(form, "reason"), now});
        drop_proposal(row);
        return std::string(kRetentionHeld);
    }
    if (act == "release") {
        const std::string id = text_at(form, "hold");
        const auto gone = std::erase_if(row.holds, [&](const auto& one) { return one.id == id; });
        if (gone == 0) return core::failure(not_now(act, "the hold is one of this case"));
        return std::string(kRetentionReleased);
    }
    if (act == "cancel") {
        drop_proposal(row);
        return std::string("erasure_cancelled");
    }
    if (act == "approve") {
        row.erase_after = now + std::chrono::days(held.policy.cooling_days);
        return std::string("erasure_approved");
    }
    if (const std::string group = text_at(form, "group"); !group.empty()) {
        held.group = core::find_group(held.policy, group);
        if (held.group == nullptr)
            return core::failure(not_now(act, "the group is one of the policy"));
        row.group = group;
    }
    ++row.reviews;
    if (text_at(form, "decision") != kErase) {
        row.review_due = core::review_due(held.group, now);
        return std::string("retention_kept");
    }
    if (auto refusal = check_erasable(held)) return core::failure(*std::move(refusal));
    row.proposed_by = parts_.store.audit_ref_of(caller.principal.person);
    return std::string("erasure_proposed");
}

Outcome RetentionDesk::answer(const Caller& caller, const TakeRetentionAct& asked) {
    auto found = find(caller, asked.reference, "retention_act");
    if (!found) return core::failure(std::move(found).error());
    InHand& held = *found;
    AuditNote note = consultation(caller, held.held.row, "retention_act", {"operational"});
    if (!access_.acts_on(caller, held.held.row)) {
        return refuse(refusal_of(RefusalCode::role_not_allowed, asked.act), note);
    }
    const Act* act = find_act(asked.act);
    if (act == nullptr) return refuse(refusal_of(RefusalCode::unknown_action, asked.act), note);
    auto recalled = answers_.recall(caller.principal, asked.idempotency);
    if (auto* refusal = std::get_if<core::Refusal>(&recalled)) return refuse(*refusal, note);
    if (auto* answered = std::get_if<Answered>(&recalled)) {
        parts_.recorder.record(caller, note);
        return std::move(*answered);
    }
    if (auto refusal = check(caller, held, asked.act)) return refuse(*std::move(refusal), note);
    auto form = read_form(parts_.store, parts_.forms, act->form, asked.form);
    if (!form) return refuse(std::move(form).error(), note);
    auto type = take(caller, held, asked.act, *form);
    if (!type) return refuse(std::move(type).error(), note);
    parts_.store.keep_retention(held.row);
    note.type = std::move(type).value();
    note.cls = core::AuditClass::alteration;
    note.detail["form"] = json::serialize(*form);
    parts_.recorder.record(caller, note);
    Answered answered = answered_with(state(held));
    answers_.keep(caller.principal, asked.idempotency, answered, parts_.clock.now());
    return answered;
}

core::RetentionPolicy retention_today(
    const Definitions& definitions, const core::Process& process
) {
    const ProcessHandle today = definitions.newest_of(process.scheme, process.route);
    return policy_of(today ? *today : process);
}

ports::RetentionRow retention_at_closing(
    const core::Process& process,
    const core::CaseSnapshot& after,
    std::optional<ports::RetentionRow> before,
    core::Instant at
) {
    const core::RetentionPolicy policy = policy_of(process);
    const auto& context = after.machine.context;
    ports::RetentionRow row = before ? *std::move(before) : ports::RetentionRow();
    const core::RetentionGroup* group = core::group_of(policy, context);
    row.group = group == nullptr ? "" : group->id;
    const bool is_held = std::any_of(row.holds.begin(), row.holds.end(), [](const auto& hold) {
        return hold.id == kHeldAtClosing;
    });
    if (!is_held && core::is_held_from_the_start(policy, context))
        row.holds.push_back({std::string(kHeldAtClosing), std::string(kHeldAtClosing), at});
    return retention_after_step(process, std::move(row), at);
}

ports::RetentionRow retention_after_step(
    const core::Process& process, ports::RetentionRow row, core::Instant at
) {
    drop_proposal(row);
    row.review_due = core::review_due(core::find_group(policy_of(process), row.group), at);
    return row;
}

}  // namespace clarion::runtime
