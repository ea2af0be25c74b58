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

}  // namespace

void ContactReports::add_cases_of(
    const ReportContactUnsafe& report, std::set<core::CaseId>& found
) {
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
    const auto is_about_them = [&](const auto& row) {
        const CaseInHand held = parts_.vault.open(row);
        const auto* request = member(held.snapshot->machine.context, "request").if_object();
        if (request == nullptr) return false;
        const auto people = people_in(*request);
        return std::any_of(people.begin(), people.end(), [&](const NamedPerson& one) {
            return is_meant(one, report);
        });
    };
    // Open ones first: there somebody may be about to call. But a closed case may be promised a
    // contact as well.
    for (const bool is_closed : {false, true}) {
        for (const core::CaseId& id : candidates) {
            if (found.size() >= kTellMax) return;
            const auto row = parts_.store.find_case(id);
            if (!row) throw ports::IntegrityBroken("a token's case is not in the store");
            if (row->closed == is_closed && is_about_them(*row)) found.insert(id);
        }
    }
}

std::set<core::CaseId> ContactReports::meant_by(const ReportContactUnsafe& report) {
    std::set<core::CaseId> found;
    if (const auto reference = core::parse_reference(report.reference)) {
        const auto row = parts_.store.find_case(*reference);
        if (row) found.insert(row->id);
    }
    if (!report.name.empty() && !report.birth_date.empty()) add_cases_of(report, found);
    return found;
}

Outcome ContactReports::take(const Caller& caller, const ReportContactUnsafe& report) {
    // Not the applicant's act: nobody knows who it is.
    const Caller nobody{core::system_principal(), caller.request_id};
    bool is_told = false;
    for (const core::CaseId& id : meant_by(report)) {
        const auto row = parts_.store.find_case(id);
        is_told = events_.tell(
                      nobody,
                      parts_.vault.open(*row),
                      std::string(kEvent),
                      {{"what_changed", report.what_changed}, {"safe_way", report.safe_way}}
                  ) ||
                  is_told;
    }
    if (!is_told) {
        // One that finds nothing is written down as well, without its words: both wait for the
        // disk.
        AuditNote note;
        note.cls = core::AuditClass::collection;
        note.type = "contact_report_without_case";
        note.why = "system";
        parts_.recorder.record(nobody, note);
    }
    parts_.metrics.count("clarion_contact_reports_total", is_told ? "told" : "no_case");
    return answered_with({});
}

}  // namespace clarion::runtime
