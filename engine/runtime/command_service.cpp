#include "engine/runtime/command_service.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/safe_contact.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/audit_questions.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"
#include "engine/runtime/paper_tools.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::string_view kAgencyAction = "answer_agency_request";
constexpr std::string_view kConflictAction = "declare_conflict_of_interest";

core::AuditClass class_of(core::AuditKind kind) {
    switch (kind) {
        case core::AuditKind::collection:
            return core::AuditClass::collection;
        case core::AuditKind::alteration:
            return core::AuditClass::alteration;
        case core::AuditKind::consultation:
            return core::AuditClass::consultation;
        case core::AuditKind::disclosure:
            return core::AuditClass::disclosure;
        case core::AuditKind::combination:
            return core::AuditClass::combination;
        case core::AuditKind::erasure:
            return core::AuditClass::erasure;
    }
    core::ensure(false, "an audit kind has a class");
    return core::AuditClass::system;
}

Answered answer_of(const CaseInHand& held) {
    Answered answered;
    answered.document = case_state(held.row);
    answered.version = held.row.version;
    return answered;
}

}  // namespace

// One command on a case that its caller may know of.
struct CommandService::Step {
    const Caller& caller;
    const CaseInHand& before;
    core::Command command;
    const Body& body;
    const Idempotency& idempotency;
    // What If-Match said. An agency sees no versions: its request is open or it is not.
    bool checks_version = true;
    std::optional<std::uint64_t> if_match;
    // Set for an agency's answer: the task, and whether somebody has answered it.
    std::string agency_task;
    bool is_answered = false;
};

CommandService::CommandService(CommandParts parts)
    : parts_(parts), access_(parts.store, parts.clock, parts.nowhere), answers_(parts.store) {}

Outcome CommandService::submit(const Caller& caller, const SubmitRequest& asked) {
    auto recalled = answers_.recall(caller.principal, asked.idempotency);
    if (auto* refusal = std::get_if<core::Refusal>(&recalled)) {
        return refuse_attempt(caller, core::kRequestReceived, std::move(*refusal));
    }
    if (auto* answered = std::get_if<Answered>(&recalled)) return std::move(*answered);
    if (!core::allows(caller.principal, core::Permission::submit_request)) {
        return refuse_permission(caller, core::kRequestReceived);
    }
    const ProcessHandle process = parts_.definitions.for_requests();
    const ports::FormChecker& forms = parts_.definitions.forms_of(process->hash);
    const auto today = today_of(*process, parts_.clock.now());
    auto form = read_form_of(today, parts_.store, forms, process->opening.form, asked.form);
    if (!form) return refuse_attempt(caller, core::kRequestReceived, std::move(form).error());

    CaseToOpen wanted{.process = process, .command = {}, .identity = {}, .why = "request"};
    wanted.command.form = std::move(form).value();
    wanted.command.principal = caller.principal;
    wanted.identity.channel = asked.channel;
    wanted.identity.language = asked.language;
    auto opened = parts_.opener.open(caller, std::move(wanted));
    if (!opened) return refuse_attempt(caller, core::kRequestReceived, opened.error());
    parts_.opener.have_compared(caller, *opened, asked);

    Answered answered;
    answered.document = json::object{
        {"reference", core::format_reference(opened->row.reference)},
        {"next", "initial_contact"},
    };
    answered.created = true;
    answers_.keep(caller.principal, asked.idempotency, answered, parts_.clock.now());
    return answered;
}

Outcome CommandService::take_action(const Caller& caller, const TakeAction& asked) {
    auto row = access_.find(caller, asked.reference, "take_action");
    if (!row) return core::failure(std::move(row).error());
    const CaseInHand before = parts_.vault.open(std::move(row).value());
    Step step{
        .caller = caller,
        .before = before,
        .command = {},
        .body = asked.form,
        .idempotency = asked.idempotency,
        .checks_version = true,
        .if_match = asked.if_match,
        .agency_task = {},
        .is_answered = false,
    };
    step.command.action = asked.action;
    step.command.principal = caller.principal;
    return take(step);
}

Outcome CommandService::answer_agency(const Caller& caller, const AnswerAgencyRequest& asked) {
    const std::string_view action = asked.is_conflict ? kConflictAction : kAgencyAction;
    auto found = access_.find_agency_task(caller, asked.task_id, action, asked.is_conflict);
    if (!found) return core::failure(std::move(found).error());
    // Nobody answers for an agency that is not their own, whatever the form says.
    Body body = asked.form;
    auto* value = std::get_if<json::value>(&body);
    if (!asked.is_conflict && value != nullptr && value->is_object()) {
        value->get_object()["agency"] = caller.principal.agency;
    }
    const CaseInHand before = parts_.vault.open(std::move(found->row));
    Step step{
        .caller = caller,
        .before = before,
        .command = {},
        .body = body,
        .idempotency = asked.idempotency,
        .checks_version = false,
        .if_match = std::nullopt,
        .agency_task = asked.task_id,
        .is_answered = found->task.closed_at.has_value(),
    };
    step.command.action = action;
    step.command.principal = caller.principal;
    return take(step);
}

AuditNote CommandService::note_of(const Step& step) const {
    AuditNote note = consultation(step.caller, step.before.row, step.command.action, {});
    note.cls = core::AuditClass::security;
    const auto& actions = step.before.process->actions;
    const auto rule = actions.find(step.command.action);
    if (rule == actions.end()) {
        // The name came from outside: it is kept under the key, not in the log for ever.
        note.type = "unknown_action";
        note.detail["action"] = step.command.action.substr(0, 64);
    } else {
        note.cls = class_of(rule->second.audit);
    }
    return note;
}

// An agency was let to its own request already; whoever only looks may take what the workflow lets
// be taken from behind a broken glass.
bool CommandService::may_act(const Step& step) {
    if (!step.agency_task.empty()) return true;
    const auto& actions = step.before.process->actions;
    const auto rule = actions.find(step.command.action);
    const bool behind_glass = rule != actions.end() && rule->second.behind_glass;
    return access_.acts_on(step.caller, step.before.row, behind_glass);
}

// A case that the caller may not know of is not there, whether it is or not.
std::vector<core::FieldError> CommandService::check_references(
    const Step& step, const json::object& schema, const json::object& form
) {
    std::vector<core::FieldError> errors;
    for (const std::string& field : fields_marked(schema, "x-names", "case")) {
        const json::string* written = member(form, field).if_string();
        if (written == nullptr) continue;
        const auto reference = core::parse_reference(*written);
        if (reference && access_.known(step.caller, *reference)) continue;
        errors.push_back({"/" + field, "unknown_case", "Enter the reference of a case you can see"}
        );
    }
    return errors;
}

// Everything between "you may know of this case" and reading the form, in the order of the API.
std::optional<core::Refusal> CommandService::check_turn(const Step& step) {
    if (!may_act(step)) {
        return refusal_of(RefusalCode::role_not_allowed, step.command.action);
    }
    if (step.checks_version) {
        const std::uint64_t version = step.before.row.version;
        if (!step.if_match) return refusal_of(RefusalCode::version_missing);
        if (*step.if_match != version) {
            core::Refusal stale = refusal_of(RefusalCode::version_stale);
            stale.version = version;
            return stale;
        }
    }
    if (step.is_answered) {
        return refusal_of(RefusalCode::action_not_available, step.command.action);
    }
    return core::check_may_try(*step.before.process, *step.before.snapshot, step.command);
}

core::Result<CommandService::Done, core::Refusal> CommandService::decide_and_write(Step& step) {
    const auto& rule = step.before.process->actions.find(step.command.action)->second;
    const ports::FormChecker& forms = parts_.definitions.forms_of(step.before.row.bundle);
    const auto today = today_of(*step.before.process, parts_.clock.now());
    auto form = read_form_of(today, parts_.store, forms, rule.form, step.body);
    if (!form) return core::failure(std::move(form).error());
    auto unknown = check_references(step, forms.schema(rule.form), *form);
    if (!unknown.empty()) {
        core::Refusal refusal = refusal_of(RefusalCode::invalid_form, rule.form);
        refusal.errors = std::move(unknown);
        return core::failure(std::move(refusal));
    }
    step.command.form = std::move(form).value();
    core::bind_papers(
        *step.before.process,
        *step.before.snapshot,
        step.command,
        paper_tools(parts_.definitions.forms_of(step.before.row.bundle), parts_.sha256)
    );
    auto decided =
        core::decide(*step.before.process, *step.before.snapshot, step.command, parts_.clock.now());
    if (!decided) return core::failure(decided.error());
    Done done;
    done.form = std::move(step.command.form);
    done.recipients = std::move(decided.value().recipients);
    done.after = parts_.writer.advance(step.before, std::move(decided).value());
    return done;
}

// A disclosure has one entry for each whom it tells, and commits to the words that were written
// down. One that in the end told nobody changed the case and no more.
void CommandService::record_done(const Step& step, AuditNote note, const Done& done) {
    note.detail["event"] = done.after.row.version;
    if (note.cls != core::AuditClass::disclosure) return parts_.recorder.record(step.caller, note);
    // As text: its bytes are what is committed to, whatever numbers are in it.
    note.detail["said"] = json::serialize(done.form);
    if (done.recipients.empty()) {
        note.cls = core::AuditClass::alteration;
        return parts_.recorder.record(step.caller, note);
    }
    for (const std::string& recipient : done.recipients) {
        note.recipient = recipient_in_log(recipient);
        note.detail["recipient"] = recipient;
        parts_.recorder.record(step.caller, note);
    }
}

Outcome CommandService::take(Step& step) {
    AuditNote note = note_of(step);
    if (!step.before.process->actions.contains(step.command.action)) {
        return refuse(refusal_of(RefusalCode::unknown_action, step.command.action), note);
    }
    auto recalled = answers_.recall(step.caller.principal, step.idempotency);
    if (auto* refusal = std::get_if<core::Refusal>(&recalled)) return refuse(*refusal, note);
    if (auto* answered = std::get_if<Answered>(&recalled)) {
        // Nothing happens again, but the answer tells of the case once more.
        note.cls = core::AuditClass::consultation;
        parts_.recorder.record(step.caller, note);
        return std::move(*answered);
    }
    if (auto refusal = check_turn(step)) return refuse(*std::move(refusal), note);
    const auto done = decide_and_write(step);
    if (!done) return refuse(done.error(), note);

    if (core::is_outside_plan(*step.before.process, step.command.action, done->form))
        note.why = kOutsidePlan;
    record_done(step, std::move(note), *done);
    Answered answered = answer_of(done->after);
    if (!step.agency_task.empty()) {
        answered = {};
        answered.document = json::object{{"id", step.agency_task}, {"answered", true}};
    }
    answers_.keep(step.caller.principal, step.idempotency, answered, parts_.clock.now());
    return answered;
}

}  // namespace clarion::runtime
