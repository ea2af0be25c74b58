#include "engine/runtime/contact_reports.hpp"

#include <algorithm>

#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/name_tokens.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kEvent = "contact_reported_unsafe";
constexpr std::string_view kTold = "told";  // frozen, as what data_of() names: stored
constexpr int kCandidatesMax = 64;
constexpr std::size_t kTellMax = 16;

// Whoever the request is about may call us too: a report in the subject's own name finds nothing.
bool is_reached_by_us(const NamedPerson& person) {
    return person.role != "subject";
}

bool is_meant(const NamedPerson& person, const ReportContactUnsafe& report) {
    const bool is_born = person.birth_date == report.birth_date ||
                         person.birth_date == swapped_date(report.birth_date);
    return is_reached_by_us(person) && is_born &&
           std::any_of(person.names.begin(), person.names.end(), [&](const std::string& name) {
               return sounds_like(report.name, name);
           });
}

json::object data_of(const Caller& caller, const ReportContactUnsafe& report) {
    return {
        {"request_id", caller.request_id},
        {"reference", report.reference},
        {"name", report.name},
        {"birth_date", report.birth_date},
        {"what_changed", report.what_changed},
        {"safe_way", report.safe_way}};
}

ReportContactUnsafe report_in(const json::object& data) {
    return {
        .reference = text_at(data, "reference"),
        .name = text_at(data, "name"),
        .birth_date = text_at(data, "birth_date"),
        .what_changed = text_at(data, "what_changed"),
        .safe_way = text_at(data, "safe_way")};
}

// Who was told when it was tried before.
std::set<core::CaseId> told_in(const json::object& data) {
    std::set<core::CaseId> told;
    if (const json::array* ids = member(data, kTold).if_array()) {
        for (const json::value& id : *ids)
            told.insert({std::string(id.as_string())});
    }
    return told;
}

bool means_somebody_in(const CaseInHand& held, const ReportContactUnsafe& report) {
    const auto* request = member(held.snapshot->machine.context, "request").if_object();
    if (request == nullptr) return false;
    const auto people = people_in(*request, core::postcode_rule_of(held.process->profile));
    return std::any_of(people.begin(), people.end(), [&](const NamedPerson& one) {
        return is_meant(one, report);
    });
}

}  // namespace

struct ContactReports::Search {
    ReportContactUnsafe report;
    std::vector<CaseDamaged>& damaged;
    std::set<core::CaseId> found;
};

std::set<core::CaseId> ContactReports::candidates_of(const ReportContactUnsafe& report) {
    std::set<core::CaseId> candidates;
    for (const std::string& date : {report.birth_date, swapped_date(report.birth_date)}) {
        if (date.empty()) continue;
        auto tokens = name_tokens_with(parts_.keys, report.name, date);
        // A name of one word has no token together with a date.
        if (tokens.empty())
            tokens.push_back(search_token(parts_.keys, TokenKind::birth_date, date));
        for (const core::Digest& token : tokens) {
            for (core::CaseId& id : parts_.store.cases_with_token(token, kCandidatesMax))
                candidates.insert(std::move(id));
        }
    }
    return candidates;
}

void ContactReports::look_for_person(Search& search) {
    const std::set<core::CaseId> candidates = candidates_of(search.report);
    // Open ones first: there somebody may be about to call. But a closed case may be promised a
    // contact as well.
    for (const bool is_closed : {false, true}) {
        for (const core::CaseId& id : candidates) {
            if (search.found.size() >= kTellMax) return;
            auto row = parts_.store.find_case(id);
            if (!row) throw ports::IntegrityBroken("a token's case is not in the store");
            if (row->closed != is_closed) continue;
            const auto held = parts_.vault.look_past_damage(*std::move(row), search.damaged);
            if (held && means_somebody_in(*held, search.report)) search.found.insert(id);
        }
    }
}

void ContactReports::look_for_reference(Search& search) {
    const auto reference = core::parse_reference(search.report.reference);
    if (!reference) return;
    auto row = parts_.store.find_case(*reference);
    if (!row) return;
    const auto held = parts_.vault.look_past_damage(*std::move(row), search.damaged);
    if (held) search.found.insert(held->row.id);
}

Outcome ContactReports::take(const Caller& caller, const ReportContactUnsafe& report) {
    // Not the applicant's act: nobody knows who it is.
    AuditNote note;
    note.cls = core::AuditClass::collection;
    note.type = "contact_report_received";
    note.why = "system";
    parts_.recorder.record({core::system_principal(), caller.request_id}, note);
    later_.put_off(kHeedContactReport, std::nullopt, data_of(caller, report));
    return answered_with({});
}

bool ContactReports::tell(const Caller& nobody, const core::CaseId& id, const Search& search) {
    return events_.tell(
        nobody,
        parts_.vault.open(*parts_.store.find_case(id)),
        std::string(kEvent),
        {{"what_changed", search.report.what_changed}, {"safe_way", search.report.safe_way}}
    );
}

bool ContactReports::heed(json::object& data, std::vector<CaseDamaged>& damaged) {
    const Caller nobody{core::system_principal(), text_at(data, "request_id")};
    const std::set<core::CaseId> told = told_in(data);
    Search search{.report = report_in(data), .damaged = damaged, .found = {}};
    look_for_reference(search);
    if (!search.report.name.empty() && !search.report.birth_date.empty()) look_for_person(search);
    bool is_told = !told.empty();
    json::array all;
    for (const core::CaseId& id : search.found) {
        is_told = (!told.contains(id) && tell(nobody, id, search)) || is_told;
        all.emplace_back(id.text);
    }
    if (!damaged.empty()) {
        data[kTold] = std::move(all);
        return false;
    }
    if (!is_told) {
        AuditNote note;
        note.cls = core::AuditClass::collection;
        note.type = "contact_report_without_case";
        note.why = "system";
        parts_.recorder.record(nobody, note);
    }
    parts_.metrics.count("clarion_contact_reports_total", is_told ? "told" : "no_case");
    return true;
}

}  // namespace clarion::runtime
