#include "engine/runtime/version_desk.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_access.hpp"

namespace clarion::runtime {

namespace {

namespace json = core::json;

constexpr int kEventsPage = 200;
constexpr int kCasesMax = 4096;

core::NewCase identity_of(const CaseInHand& held) {
    return {.id = held.row.id, .reference = held.row.reference, .channel = {}, .language = {}};
}

bool is_at_start(const core::Process& process, const core::MigrationPlan& plan) {
    return process.id == plan.workflow && process.version == plan.from;
}

// Looks at the rows after `after`, one at least, until `limit` or the patience ends.
template <class Look>
Outcome part_of(
    const Services& services, const std::optional<core::CaseId>& after, int limit, Look look
) {
    const auto began = services.clock.since_boot();
    const int most = std::clamp(limit, 1, kCasesMax);
    const auto rows = services.store.every_case(after, most);
    std::size_t looked_at = 0;
    json::array cases;
    for (const ports::CaseRow& row : rows) {
        const bool is_late = services.clock.since_boot() - began >= VersionDesk::kPatience;
        if (looked_at > 0 && is_late) break;
        ++looked_at;
        if (auto told = look(row)) cases.push_back(*std::move(told));
    }
    const bool is_last = looked_at == rows.size() && std::cmp_less(rows.size(), most);
    json::object answer{{"cases", std::move(cases)}, {"looked_at", looked_at}, {"next", nullptr}};
    if (!is_last) answer["next"] = rows[looked_at - 1].id.text;
    if (!after) answer["stored"] = services.store.count_cases();
    return answered_with(std::move(answer));
}

json::object damaged(const ports::CaseRow& row) {
    return {
        {"reference", core::format_reference(row.reference)}, {"whole", false}, {"damaged", true}};
}

}  // namespace

VersionDesk::VersionDesk(CaseWork& work, DamageAlarm& alarm)
    : work_(work), alarm_(alarm), process_of_([&work](const auto& hash) -> const core::Process& {
          return *work.definitions.process_of(hash);
      }) {}

// Nothing of it is kept open: all cases pass by here.
std::optional<VersionDesk::History> VersionDesk::read(
    const Caller& caller, const ports::CaseRow& row
) {
    try {
        History history{.held = work_.vault.look_into(row), .events = {}};
        auto& events = history.events;
        while (true) {
            const auto rows = work_.services.store.events_of(row.id, events.size(), kEventsPage);
            for (const ports::EventRow& event : rows)
                events.push_back(work_.vault.open_event(history.held, event));
            if (rows.size() < static_cast<std::size_t>(kEventsPage)) return history;
        }
    } catch (const CaseDamaged& found) {
        alarm_.sound(caller, found);
        return std::nullopt;
    }
}

bool VersionDesk::is_whole(const History& history) const {
    const CaseInHand& held = history.held;
    const auto again =
        core::replay_history(process_of_, held.row.bundle, identity_of(held), history.events);
    return core::serialise(*held.process, again) == core::serialise(*held.process, *held.snapshot);
}

// What the program added to a form by itself is nobody's mistake: the case's own form would refuse
// it as well.
core::CheckForm VersionDesk::told_by_people(
    const CaseInHand& held, const ports::FormChecker& candidate
) {
    const ports::FormChecker& own = work_.definitions.forms_of(held.row.bundle);
    return [&own, &candidate](const std::string& form, const json::value& filled) {
        if (!candidate.knows(form)) return std::vector<core::FieldError>();
        std::vector<core::FieldError> errors = candidate.check(form, filled);
        if (errors.empty() || !own.knows(form)) return errors;
        const auto before = own.check(form, filled);
        std::erase_if(errors, [&](const core::FieldError& error) {
            return std::any_of(before.begin(), before.end(), [&](const auto& same) {
                return same.field == error.field && same.code == error.code;
            });
        });
        return errors;
    };
}

void VersionDesk::note(
    const CaseInHand& held, const std::string& type, core::AuditClass cls, json::object detail
) {
    const Caller caller{core::system_principal(), type};
    AuditNote entry = consultation(caller, held.row, type, {});
    entry.cls = cls;
    for (auto& part : detail)
        entry.detail[part.key()] = part.value();
    work_.recorder.record(caller, entry);
}

json::object VersionDesk::replayed(const History& history, const ReplayCases& asked) {
    const CaseInHand& held = history.held;
    note(held, "replay_case", core::AuditClass::consultation, {});
    json::object told{
        {"reference", core::format_reference(held.row.reference)},
        {"events", history.events.size()},
        {"whole", is_whole(history)},
        {"damaged", false}};
    const auto parting = core::find_parting(
        process_of_,
        held.row.bundle,
        {*asked.candidate, told_by_people(held, *asked.forms)},
        identity_of(held),
        history.events
    );
    if (parting) {
        told["event"] = parting->sequence;
        told["type"] = parting->event;
        told["why"] = parting->why;
    }
    return told;
}

Outcome VersionDesk::answer(const Caller& caller, const ReplayCases& asked) {
    const auto look = [&](const ports::CaseRow& row) -> std::optional<json::object> {
        if (process_of_(row.bundle).id != asked.candidate->id) return std::nullopt;
        const auto history = read(caller, row);
        return history ? replayed(*history, asked) : damaged(row);
    };
    return part_of(work_.services, asked.after, asked.limit, look);
}

Outcome VersionDesk::answer(const Caller&, const KeepVersion& asked) {
    try {
        work_.definitions.keep(asked.bundle, work_.services.clock.now());
    } catch (const BadBundle& bad) {
        return refuse_unrecorded(core::RefusalCode::malformed_body, bad.what());
    }
    return answered_with({});
}

Outcome VersionDesk::answer(const Caller&, const SurveyMove& asked) {
    std::set<std::string> seen;
    json::array problems;
    std::uint64_t at_start = 0;
    const auto look = [&](const ports::CaseRow& row) -> std::optional<json::object> {
        const core::Process& from = process_of_(row.bundle);
        if (!is_at_start(from, asked.migration->plan)) return std::nullopt;
        ++at_start;
        if (!seen.insert(row.bundle.text).second) return std::nullopt;
        for (const auto& problem :
             core::plan_problems(asked.migration->plan, from, *asked.migration->to))
            problems.push_back(json::object{
                {"pointer", problem.pointer}, {"reason", problem.reason}});
        return std::nullopt;
    };
    Outcome part = part_of(work_.services, asked.after, asked.limit, look);
    json::object& answer = part.value().document.as_object();
    answer["cases"] = at_start;
    answer["problems"] = std::move(problems);
    return part;
}

std::string VersionDesk::doubt(
    const History& history, const core::Accepted& accepted, const Migration& migration
) const {
    if (!is_whole(history)) return "replaying does not give what is stored";
    const auto with_new = [&](const core::BundleHash& hash) -> const core::Process& {
        return hash == migration.to->hash ? *migration.to : process_of_(hash);
    };
    auto events = history.events;
    events.push_back(accepted.event);
    const auto again =
        core::replay_history(with_new, migration.to->hash, identity_of(history.held), events);
    const bool is_same =
        core::serialise(*migration.to, again) == core::serialise(*migration.to, accepted.after);
    return is_same ? "" : "once moved, it would not replay to what is stored";
}

json::object VersionDesk::moved(
    const History& history, core::Accepted accepted, const Migration& migration
) {
    const CaseInHand& held = history.held;
    const CaseInHand after = work_.writer.move(held, migration.to, std::move(accepted));
    note(
        after,
        std::string(core::kCaseMigrated),
        core::AuditClass::alteration,
        {{"event", after.row.version},
         {"from", held.row.bundle.text},
         {"to", migration.to->hash.text},
         {"plan", migration.people.plan_hash},
         {"proposed_by", migration.people.proposed_by},
         {"approved_by", migration.people.approved_by}}
    );
    return {
        {"reference", core::format_reference(held.row.reference)},
        {"moved", true},
        {"whole", true},
        {"damaged", false}};
}

json::object VersionDesk::tried(
    const History& history, const core::Result<core::Accepted, std::string>& moved
) {
    note(history.held, "migration_tried", core::AuditClass::consultation, {});
    json::object told{
        {"reference", core::format_reference(history.held.row.reference)},
        {"moved", moved.has_value()},
        {"whole", is_whole(history)},
        {"damaged", false}};
    if (!moved) told["why_not"] = moved.error();
    return told;
}

Outcome VersionDesk::answer(const Caller& caller, const MoveCases& asked) {
    const Migration& migration = *asked.migration;
    const auto look = [&](const ports::CaseRow& row) -> std::optional<json::object> {
        const core::Process& from = process_of_(row.bundle);
        if (!is_at_start(from, migration.plan)) return std::nullopt;
        const auto history = read(caller, row);
        if (!history) return damaged(row);
        core::Result<core::Accepted, std::string> going = core::migrate(
            from,
            *migration.to,
            *history->held.snapshot,
            migration.plan,
            migration.people,
            work_.services.clock.now()
        );
        if (going) {
            if (auto why = doubt(*history, *going, migration); !why.empty())
                going = core::failure(std::move(why));
        }
        if (asked.dry || !going) return tried(*history, going);
        return moved(*history, std::move(going).value(), migration);
    };
    return part_of(work_.services, asked.after, asked.limit, look);
}

}  // namespace clarion::runtime
