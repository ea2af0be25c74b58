#include "engine/runtime/report_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/hidden_lists.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/hex.hpp"
#include "engine/core/statistics/facts.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_damaged.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/name_tokens.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kStatistics = "statistics";
constexpr std::string_view kPersonList = "person:";
constexpr std::string_view kNobody = "nobody";

const std::vector<std::int64_t>& backlog_bands() {
    static const std::vector<std::int64_t> bands{21, 29, 36, 57};
    return bands;
}

// Whose profile says what is counted: the newest that counts anything.
ProcessHandle counting_process(const Definitions& definitions) {
    ProcessHandle found;
    for (const ProcessHandle& process : definitions.offered())
        if (process->profile.contains(kStatistics)) found = process;
    return found;
}

}  // namespace

struct ReportQueries::Part {
    core::statistics::StatisticsPlan plan;
    json::array facts;
    json::array open;
    std::int64_t unreadable = 0;
};

// Requests about the same person carry the same keyed token: names stay where they are.
json::object ReportQueries::facts_of(
    const ports::CaseRow& row, const core::statistics::StatisticsPlan& plan
) {
    const CaseInHand held = parts_.vault.look_into(row);
    auto facts =
        core::statistics::facts_of(plan, *held.process, *held.snapshot, parts_.clock.now());
    const json::object* request = member(held.snapshot->machine.context, "request").if_object();
    if (request != nullptr) {
        const auto postcodes = core::postcode_rule_of(held.process->profile);
        for (const NamedPerson& person : people_in(*request, postcodes)) {
            if (person.names.empty() || person.birth_date.empty()) continue;
            const std::string who = person.names.front() + " " + person.birth_date;
            facts.labels[person.role + "_person"] = {
                core::to_hex(search_token(parts_.keys, TokenKind::name, who))};
        }
    }
    return core::statistics::to_json(facts);
}

// A sealed case is on no list that says so, and in a report it waits where it would: as one of
// several, none of which is told where they are few.
ReportQueries::Waiting ReportQueries::where_it_waits(const ports::CaseRow& row) {
    if (core::read_walls(row.walls).sealed) {
        const CaseInHand held = parts_.vault.look_into(row);
        const json::value& assignee = member(held.snapshot->machine.context, core::kAssigneePath);
        const json::string* person = assignee.if_string();
        return {
            core::queue_within(*held.process, *held.snapshot),
            person == nullptr ? std::string() : std::string(*person)};
    }
    Waiting waiting{row.queue, ""};
    for (const std::string& list : row.lists) {
        if (list.starts_with(kPersonList)) waiting.person = list.substr(kPersonList.size());
    }
    return waiting;
}

json::object ReportQueries::open_case(const ports::CaseRow& row, const core::Process& ours) {
    const Waiting waiting = where_it_waits(row);
    const auto colleague =
        waiting.person.empty() ? std::nullopt : parts_.store.find_colleague({waiting.person});
    const int age = core::days_between(row.received_at, parts_.clock.now(), *ours.zone);
    return {
        {"age", core::statistics::band_of(backlog_bands(), age)},
        {"queue", waiting.queue.empty() ? std::string("none") : waiting.queue},
        {"assignee", colleague ? colleague->name : std::string(kNobody)},
    };
}

void ReportQueries::look_at(
    const ports::CaseRow& row, const core::Process& ours, int year, Part& part
) {
    const bool is_of_year = core::statistics::year_of_receipt(ours, row.received_at) == year;
    try {
        if (!row.closed) part.open.push_back(open_case(row, ours));
        if (!is_of_year) return;
        part.facts.push_back(facts_of(row, part.plan));
    } catch (const CaseDamaged&) {
        ++part.unreadable;  // a damaged case is alarmed where it is worked on
    }
}

Outcome ReportQueries::part(const Caller& caller, const ReadReport& asked) {
    if (!core::allows(caller.principal, core::Permission::read_reports)) {
        return refuse_permission(caller, "read_report");
    }
    const ProcessHandle ours = counting_process(parts_.definitions);
    if (asked.name != kStatistics || ours == nullptr) {
        return refuse_unrecorded(core::RefusalCode::not_found);
    }
    if (!asked.next) {
        AuditNote note;
        note.cls = core::AuditClass::consultation;
        note.type = "read_report";
        note.why = why_of(caller.principal);
        parts_.recorder.record(caller, note);
    }
    const core::Instant now = parts_.clock.now();
    const int year = asked.year == 0 ? core::statistics::year_of_receipt(*ours, now) : asked.year;
    const json::value& plan = ours->profile.at(kStatistics);
    std::vector<core::statechart::Problem> none;  // the bundle was compiled with this very plan
    Part part;
    part.plan = core::statistics::read_plan(plan, "", none);
    const auto rows = parts_.store.every_case(asked.next, kCasesAPart);
    for (const ports::CaseRow& row : rows)
        look_at(row, *ours, year, part);
    const bool is_last = std::cmp_less(rows.size(), kCasesAPart);
    return answered_with({
        {"year", year},
        {"made_at", core::to_rfc3339(now)},
        {"plan", plan},
        {"facts", std::move(part.facts)},
        {"open", std::move(part.open)},
        {"unreadable", part.unreadable},
        {"next", is_last ? json::value(nullptr) : json::value(rows.back().id.text)},
    });
}

}  // namespace clarion::runtime
