#include "engine/runtime/case_opener.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/name_sound.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"
#include "engine/runtime/name_tokens.hpp"
#include "engine/runtime/request_comparison.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::array<std::string_view, 4> kChannels{"phone", "front_desk", "officer", "partner"};
constexpr int kCandidatesMax = 16;

template <class Members>
std::string text_or(const Members& members, std::string_view key, std::string_view otherwise) {
    const json::string* found = member(members, key).if_string();
    return std::string(found != nullptr ? std::string_view(*found) : otherwise);
}

core::Refusal wrong(std::string field, std::string code, std::string message) {
    core::Refusal refusal = refusal_of(RefusalCode::invalid_form, "case");
    refusal.errors.push_back({std::move(field), std::move(code), std::move(message)});
    return refusal;
}

// The envelope around the form: by which road it came, and in which language.
std::optional<core::Refusal> check_envelope(
    const json::object& body, const core::Process& process
) {
    const json::string* channel = member(body, "channel").if_string();
    const bool is_channel =
        channel != nullptr &&
        std::find(kChannels.begin(), kChannels.end(), std::string_view(*channel)) !=
            kChannels.end();
    if (!is_channel) {
        return wrong("/channel", "enum", "Say how it came: phone, front_desk, officer or partner");
    }
    const json::array* known = member(process.profile, "languages").if_array();
    const json::value& language = member(body, "language");
    if (known != nullptr && !language.is_null() &&
        std::find(known->begin(), known->end(), language) == known->end()) {
        return wrong("/language", "enum", "Choose a language that the scheme has words in");
    }
    return std::nullopt;
}

// What the envelope says; else what the form does; else the scheme's first.
std::string language_of(
    const json::object& body, const json::object& form, const core::Process& process
) {
    const json::array* known = member(process.profile, "languages").if_array();
    const json::array languages = known != nullptr && !known->empty() ? *known : json::array{"en"};
    for (const json::value* said : {&member(body, "language"), &member(form, "language")}) {
        const bool is_known =
            std::find(languages.begin(), languages.end(), *said) != languages.end();
        if (is_known && said->is_string()) return std::string(said->get_string());
    }
    return languages.front().is_string() ? std::string(languages.front().get_string()) : "en";
}

bool may_open(const core::Principal& principal, const core::Opening& opening) {
    const auto& roles = opening.roles;
    return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
        return core::acts_as(principal, role);
    });
}

json::object name_of(const core::Process& process) {
    return {{"id", process.id}, {"version", process.version}, {"hash", process.hash.text}};
}

}  // namespace

CaseOpener::CaseOpener(OpenerParts parts)
    : parts_(parts), access_(parts.store, parts.clock, parts.nowhere), answers_(parts.store) {}

core::Result<CaseInHand, core::Refusal> CaseOpener::open(const Caller& caller, CaseToOpen wanted) {
    core::NewCase& identity = wanted.identity;
    identity.id = parts_.ids.new_case_id();
    do {
        identity.reference = parts_.ids.new_reference();
    } while (parts_.store.find_case(identity.reference));
    const json::object& form = wanted.command.form;
    auto decided = core::open_case(*wanted.process, identity, wanted.command, parts_.clock.now());
    if (!decided) return core::failure(decided.error());
    CaseInHand held =
        parts_.writer.create(std::move(wanted.process), identity, std::move(decided).value());
    parts_.store.put_search_tokens(held.row.id, tokens_to_keep(parts_.keys, form, *held.process));

    AuditNote note = consultation(
        caller, held.row, core::kRequestReceived, {"casework", "existence", "police", "safety"}
    );
    note.cls = core::AuditClass::collection;
    if (!wanted.why.empty()) note.why = std::move(wanted.why);
    parts_.recorder.record(caller, note);
    return held;
}

SendingCount CaseOpener::count_sending(const CaseInHand& opened, const SubmitRequest& asked) {
    const json::value& request = member(opened.snapshot->machine.context, "request");
    const json::object* form = request.if_object();
    std::string about;
    for (const NamedPerson& person : people_in(form == nullptr ? json::object() : *form, {})) {
        if (person.role != "subject" || person.names.empty()) continue;
        const core::Digest hashed =
            parts_.keys.token("asked_about", core::sound_of_name(person.names.front()));
        about.assign(reinterpret_cast<const char*>(hashed.data()), hashed.size());
    }
    return sendings_.count(
        {asked.network, asked.idempotency.key, std::move(about)},
        parts_.clock.since_boot(),
        hours_of_network(*opened.process)
    );
}

void CaseOpener::have_compared(
    const Caller& caller, const CaseInHand& opened, const SubmitRequest& asked
) {
    if (!is_compared(*opened.process)) return;
    const SendingCount counted = count_sending(opened, asked);
    parts_.later.put_off(
        kCompareRequest,
        opened.row.id,
        {{"from_network", counted.requests},
         {"people_from_network", counted.people},
         {"people_named", asked.people_named},
         {"request_id", caller.request_id}}
    );
}

Outcome CaseOpener::start(const Caller& caller, const StartCase& asked) {
    auto recalled = answers_.recall(caller.principal, asked.idempotency);
    if (auto* refusal = std::get_if<core::Refusal>(&recalled)) {
        return refuse_attempt(caller, core::kRequestReceived, *refusal);
    }
    if (auto* answered = std::get_if<Answered>(&recalled)) return std::move(*answered);
    const auto body = read_object(asked.body);
    if (!body) return refuse_attempt(caller, core::kRequestReceived, body.error());
    auto outcome = begin(caller, *body);
    if (outcome) {
        answers_.keep(caller.principal, asked.idempotency, *outcome, parts_.clock.now());
    }
    return outcome;
}

Outcome CaseOpener::begin(const Caller& caller, const json::object& body) {
    const ProcessHandle process = parts_.definitions.newest_named(text_at(body, "workflow"));
    if (!process) {
        return refuse_attempt(
            caller,
            core::kRequestReceived,
            wrong("/workflow", "enum", "Name a workflow that is listed")
        );
    }
    if (!may_open(caller.principal, process->opening)) {
        return refuse_permission(caller, core::kRequestReceived);
    }
    if (auto refusal = check_envelope(body, *process)) {
        return refuse_attempt(caller, core::kRequestReceived, *std::move(refusal));
    }
    auto form = read_form_of(
        today_of(*process, parts_.clock.now()),
        parts_.store,
        parts_.definitions.forms_of(process->hash),
        process->opening.form,
        member(body, "form")
    );
    if (!form) {
        core::Refusal refusal = std::move(form).error();
        for (core::FieldError& error : refusal.errors)
            error.field.insert(0, "/form");
        return refuse_attempt(caller, core::kRequestReceived, std::move(refusal));
    }
    CaseToOpen wanted{.process = process, .command = {}, .identity = {}, .why = {}};
    wanted.command.form = std::move(form).value();
    wanted.command.principal = caller.principal;
    wanted.identity.channel = text_at(body, "channel");
    wanted.identity.language = language_of(body, wanted.command.form, *process);

    Answered answered;
    answered.created = true;
    json::object document{{"workflow", name_of(*process)}};
    auto held = case_about_same_two(caller, *process, wanted.command.form);
    const bool merged =
        held && tell_again(caller, *held, wanted.command.form, core::actor_of(wanted.command));
    if (!merged) {
        auto opened = open(caller, std::move(wanted));
        if (!opened) return refuse_attempt(caller, core::kRequestReceived, opened.error());
        held = std::move(opened).value();
        have_compared(caller, *held, SubmitRequest());
    }
    document["reference"] = core::format_reference(held->row.reference);
    // Somebody who cannot look at cases does not learn from the answer whether there was one.
    if (core::allows(caller.principal, core::Permission::know_cases)) document["merged"] = merged;
    answered.document = std::move(document);
    return answered;
}

bool CaseOpener::tell_again(
    const Caller& caller, const CaseInHand& held, const json::object& form, json::value told_by
) {
    return parts_.events.tell(
        caller,
        held,
        held.process->opening.merge_event,
        {{"form", form}, {"told_by", std::move(told_by)}}
    );
}

bool CaseOpener::told_to_open_case(
    const Caller& caller, const core::Process& process, const json::object& form
) {
    const auto held = case_about_same_two(caller, process, form);
    return held && tell_again(caller, *held, form, nullptr);
}

std::optional<CaseInHand> CaseOpener::case_about_same_two(
    const Caller& caller, const core::Process& process, const json::object& form
) {
    if (process.opening.merge_event.empty()) return std::nullopt;
    const auto pair = pair_token(parts_.keys, form);
    if (!pair) return std::nullopt;
    const core::Limit& window = process.limits.find(process.opening.merge_within)->second;
    const bool sees_no_case = !core::allows(caller.principal, core::Permission::know_cases);
    std::optional<CaseInHand> found;
    for (const core::CaseId& id : parts_.store.cases_with_token(*pair, kCandidatesMax)) {
        auto row = parts_.store.find_case(id);
        if (!row || row->closed) continue;
        // Telling a case that they may not know of would tell them of it.
        if (!sees_no_case && !access_.known(caller, row->reference)) continue;
        const core::Instant until =
            core::due_instant(window, row->received_at, process.calendar, *process.zone);
        if (until <= parts_.clock.now()) continue;
        CaseInHand held = parts_.vault.open(*std::move(row));
        if (held.process->id != process.id) continue;
        if (!found || found->row.received_at < held.row.received_at) found = std::move(held);
    }
    return found;
}

}  // namespace clarion::runtime
