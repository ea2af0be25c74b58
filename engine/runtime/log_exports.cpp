#include "engine/runtime/log_exports.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/log_extract.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "engine/runtime/audit_part_queries.hpp"
#include "engine/runtime/audit_queries.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"
#include "engine/runtime/kept_queries.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::string_view kAskForm = "log-export";
constexpr std::string_view kSettleForm = "log-export-settlement";
constexpr std::string_view kAsked = "audit_export_asked";
constexpr std::string_view kListed = "audit_exports_listed";
constexpr std::string_view kSettled = "audit_export_settled";
constexpr std::string_view kTaken = "audit_export_taken";
constexpr std::string_view kApprove = "approve";
constexpr std::string_view kWithdraw = "withdraw";
constexpr std::string_view kFetch = "fetch";

AuditNote note_of(std::string_view type, const AuditRequest& request) {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = text_at(request.words, "purpose");
    return note;
}

Outcome whole(std::string bytes) {
    Answered answered = answered_with({{"next", nullptr}});
    answered.bytes = std::move(bytes);
    return answered;
}

bool is_one_line(std::string_view text) {
    return text.find_first_of("\r\n") == std::string_view::npos;
}

std::uint64_t number_at(const json::object& words, std::string_view name) {
    const json::value& found = member(words, name);
    return found.is_null() ? 0 : found.to_number<std::uint64_t>();
}

// What two people agree to. Frozen: it is signed for.
std::string manifest_of(const AuditRequest& request, const std::string& origin) {
    const auto line = [&request](const char* title, const char* name) {
        return std::string(title) + " " + text_at(request.words, name) + "\n";
    };
    return "clarion audit export 1\norigin " + origin + "\n" + line("query", "query") +
           line("purpose", "purpose") + line("recipient", "recipient") + "log-size " +
           std::to_string(number_at(request.words, "log_size")) + "\nentries " +
           std::to_string(number_at(request.words, "entries")) + "\nasked-by " +
           request.row.owner.text + "\n" + line("asked-at", "asked_at") +
           line("approved-by", "approved_ref") + line("approved-at", "approved_at") +
           text_at(request.words, "logs") + text_at(request.words, "files");
}

}  // namespace

std::string LogExports::stage_of(const AuditRequest& request) const {
    const std::string& stage = request.row.stage;
    const bool is_over = parts_.clock.now() - request.row.at > kExportOpen;
    return is_over && stage != "withdrawn" ? "over" : stage;
}

std::optional<core::Refusal> LogExports::check(
    const Caller& caller, const AuditRequest& request, std::string_view act
) {
    const std::string stage = stage_of(request);
    const core::AuditRef own = requests_.ref_of(caller);
    const bool is_theirs =
        own == request.row.owner || own.text == text_at(request.words, "approved_ref");
    const bool is_open = act == kApprove    ? stage == "asked"
                         : act == kWithdraw ? stage == "asked" || stage == "approved"
                                            : stage == "approved";
    if (act == kFetch && !is_theirs)
        return refusal_of(RefusalCode::role_not_allowed, std::string(act));
    if (!is_open) return refusal_of(RefusalCode::action_not_available, std::string(act));
    if (act == kApprove && own == request.row.owner)
        return refusal_of(RefusalCode::second_person_required, std::string(kAsked));
    const bool is_stale =
        !core::context_allows(caller.principal, core::Sensitive::log_export, parts_.clock.now());
    if (act != kWithdraw && is_stale)
        return refusal_of(RefusalCode::sign_in_too_old, std::string(act));
    return std::nullopt;
}

// What is long over has its entries in the log, and is not kept beside it.
void LogExports::forget_old() {
    for (const AuditRequest& old : requests_.all(kLogExport, {}, 2 * kExportsListedMax)) {
        if (parts_.clock.now() - old.row.at > kExportForgotten)
            parts_.store.remove_audit_request(old.row.id);
    }
}

Outcome LogExports::ask(const Caller& caller, const AskExport& asked) {
    if (!core::allows(caller.principal, core::Permission::read_audit))
        return refuse_permission(caller, kAsked);
    const core::Instant now = parts_.clock.now();
    if (!core::context_allows(caller.principal, core::Sensitive::log_export, now)) {
        return refuse_attempt(
            caller, kAsked, refusal_of(RefusalCode::sign_in_too_old, std::string(kAsked))
        );
    }
    auto recalled = answers_.recall(caller.principal, asked.idempotency);
    if (auto* refusal = std::get_if<core::Refusal>(&recalled))
        return refuse_attempt(caller, kAsked, std::move(*refusal));
    if (auto* answered = std::get_if<Answered>(&recalled)) return std::move(*answered);
    auto form = read_form(parts_.store, parts_.forms, kAskForm, asked.form);
    if (!form) return refuse_attempt(caller, kAsked, std::move(form).error());
    auto errors = complaints_about(text_at(*form, "query"));
    for (const char* name : {"query", "recipient"}) {
        if (!is_one_line(text_at(*form, name)))
            errors.push_back({std::string("/") + name, "pattern", "Write it in one line"});
    }
    if (!errors.empty()) {
        core::Refusal refusal = refusal_of(RefusalCode::invalid_form);
        refusal.errors = std::move(errors);
        return refuse_attempt(caller, kAsked, std::move(refusal));
    }
    forget_old();
    AuditRequest request;
    request.row.id = ids_.new_token();
    request.row.kind = kLogExport;
    request.row.owner = requests_.ref_of(caller);
    request.row.stage = "asked";
    request.row.at = now;
    request.words = *std::move(form);
    request.words["query"] = text_at(request.words, "query");
    request.words["asked_name"] = caller.principal.display_name;
    request.words["asked_at"] = core::to_rfc3339(now);
    request.words["entries"] = asked.found.entries;
    request.words["log_size"] = asked.found.log_size;
    request.words["end"] = asked.found.end;
    request.words["files"] = asked.found.files;
    request.words["retired"] = ports::count_retired(parts_.log.closed());
    request.words["logs"] = log_lines(parts_.log, parts_.sha256, origin_, asked.found.end);
    requests_.keep(request);
    parts_.recorder.record(caller, note_of(kAsked, request));
    Answered answered = answered_with({{"id", request.row.id}});
    answered.created = true;
    answers_.keep(caller.principal, asked.idempotency, answered, now);
    return answered;
}

json::object LogExports::item_of(const Caller& caller, const AuditRequest& request) {
    json::object item{{"id", request.row.id}, {"stage", stage_of(request)}};
    for (const char* name : {"query", "purpose", "recipient", "reason"})
        item[name] = text_at(request.words, name);
    item["entries"] = number_at(request.words, "entries");
    item["asked_by"] = text_at(request.words, "asked_name");
    item["asked_at"] = text_at(request.words, "asked_at");
    item["approved_by"] = text_or_null(text_at(request.words, "approved_name"));
    item["approved_at"] = text_or_null(text_at(request.words, "approved_at"));
    item["until"] = core::to_rfc3339(request.row.at + kExportOpen);
    for (const std::string_view act : {kApprove, kWithdraw, kFetch}) {
        const auto refusal = check(caller, request, act);
        const bool is_theirs = !refusal || refusal->code == RefusalCode::sign_in_too_old;
        item["can_" + std::string(act)] = is_theirs;
    }
    return item;
}

Outcome LogExports::list(const Caller& caller) {
    if (!core::allows(caller.principal, core::Permission::export_audit))
        return refuse_permission(caller, kListed);
    AuditNote note;
    note.cls = core::AuditClass::consultation;
    note.type = kListed;
    note.why = "audit";
    parts_.recorder.record(caller, note);
    json::array items;
    for (const AuditRequest& request : requests_.all(kLogExport, {}, kExportsListedMax))
        items.push_back(item_of(caller, request));
    return answered_with({{"items", std::move(items)}});
}

std::string LogExports::approve(const Caller& caller, AuditRequest& request) {
    request.words["approved_name"] = caller.principal.display_name;
    request.words["approved_ref"] = requests_.ref_of(caller).text;
    request.words["approved_at"] = core::to_rfc3339(parts_.clock.now());
    core::Digest salt{};
    ids_.fill_random(salt);
    const std::string manifest = manifest_of(request, origin_);
    request.words["manifest"] = manifest;
    request.words["salt"] = core::to_base64(salt);
    request.words["seq"] = parts_.log.head().size;  // of the entry that says it was approved
    request.words["log"] = parts_.log.closed().size();
    return core::commitment(parts_.sha256, salt, manifest);
}

Outcome LogExports::settle(const Caller& caller, const SettleExport& asked) {
    if (!core::allows(caller.principal, core::Permission::export_audit))
        return refuse_permission(caller, kSettled);
    auto request = requests_.find(kLogExport, asked.id);
    if (!request) return refuse_attempt(caller, kSettled, refusal_of(RefusalCode::not_found));
    AuditNote note = note_of(kSettled, *request);
    const bool is_approval = asked.act == kApprove;
    if (!is_approval && asked.act != kWithdraw)
        return refuse(refusal_of(RefusalCode::unknown_action, asked.act), note);
    if (auto refusal = check(caller, *request, asked.act))
        return refuse(*std::move(refusal), std::move(note));
    auto form = read_form(parts_.store, parts_.forms, kSettleForm, asked.form);
    if (!form) return refuse(std::move(form).error(), std::move(note));
    note.type = is_approval ? "audit_export_approved" : "audit_export_withdrawn";
    if (is_approval) {
        note.recipient = recipient_in_log(text_at(request->words, "recipient"));
        note.det = approve(caller, *request);
    }
    request->words[is_approval ? "approved_why" : "withdrawn_why"] = text_at(*form, "reason");
    request->row.stage = is_approval ? "approved" : "withdrawn";
    request->row.at = parts_.clock.now();
    requests_.keep(*request);
    parts_.recorder.record(caller, note);
    return answered_with({{"id", asked.id}, {"stage", request->row.stage}});
}

Outcome LogExports::entries(
    const Caller& caller, const AuditRequest& request, const ReadExport& asked
) {
    // What two people agreed to cannot be given any more.
    if (number_at(request.words, "retired") != ports::count_retired(parts_.log.closed()))
        return refuse_retired(caller);
    auto query = parse_audit_query(text_at(request.words, "query"));
    if (!query) return refuse_unrecorded(RefusalCode::malformed_body, query.error());
    name_cases_as_the_log_does(*query, parts_.store);
    query->before = asked.before.value_or(number_at(request.words, "end"));
    query->limit = kEntriesAPart;
    if (!asked.before) parts_.recorder.record(caller, note_of(kTaken, request));
    const auto found = parts_.log.query(*query);
    const bool is_last = found.size() < kEntriesAPart;
    Answered answered = answered_with(
        {{"next", is_last ? json::value(nullptr) : json::value(found.back().place)},
         {"places", places_of(found)},
         {"files", text_at(request.words, "files")}}
    );
    answered.bytes = with_lengths(found);
    return answered;
}

Outcome LogExports::read(const Caller& caller, const ReadExport& asked) {
    if (!core::allows(caller.principal, core::Permission::export_audit))
        return refuse_permission(caller, kTaken);
    const auto request = requests_.find(kLogExport, asked.id);
    if (!request) return refuse_attempt(caller, kTaken, refusal_of(RefusalCode::not_found));
    if (auto refusal = check(caller, *request, kFetch))
        return refuse(*std::move(refusal), note_of(kTaken, *request));
    if (asked.file == core::kExtractLines || asked.file == core::kExtractCsv)
        return entries(caller, *request, asked);
    if (asked.file == "manifest" || asked.file == "manifest.salt") {
        parts_.recorder.record(caller, note_of(kTaken, *request));
        if (asked.file == "manifest") return whole(text_at(request->words, "manifest"));
        const auto salt = core::parse_base64(text_at(request->words, "salt"));
        return whole(salt ? std::string(salt->begin(), salt->end()) : std::string());
    }
    if (asked.file != "manifest.proof")
        return refuse_unrecorded(RefusalCode::not_found, "there is no such file of it");
    return AuditQueries(parts_).prove(
        caller, {.seq = number_at(request->words, "seq"), .log = number_at(request->words, "log")}
    );
}

}  // namespace clarion::runtime
