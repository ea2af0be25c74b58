#include "engine/runtime/version_desk.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_work.hpp"

namespace clarion::runtime {

namespace {

constexpr int kPage = 500;
constexpr int kEventsPage = 200;

}  // namespace

struct VersionDesk::Parts : CaseWork {
    explicit Parts(Services given)
        : CaseWork(std::move(given)),
          process_of([this](const core::BundleHash& hash) -> const core::Process& {
              return *definitions.process_of(hash);
          }) {}

    [[nodiscard]] CaseInHand open(const core::CaseId& id) {
        auto row = services.store.find_case(id);
        if (!row) throw ports::IntegrityBroken("a case is gone from the store");
        return vault.open(*std::move(row));
    }

    [[nodiscard]] std::vector<core::CaseEvent> events_of(const CaseInHand& held) {
        std::vector<core::CaseEvent> events;
        while (true) {
            const auto rows = services.store.events_of(held.row.id, events.size(), kEventsPage);
            for (const ports::EventRow& row : rows)
                events.push_back(vault.open_event(held, row));
            if (rows.size() < static_cast<std::size_t>(kEventsPage)) return events;
        }
    }

    [[nodiscard]] bool is_whole(const CaseInHand& held, const std::vector<core::CaseEvent>& events)
        const {
        const core::NewCase identity{
            .id = held.row.id, .reference = held.row.reference, .channel = {}, .language = {}};
        const auto again = core::replay_history(process_of, held.row.bundle, identity, events);
        return core::serialise(*held.process, again) ==
               core::serialise(*held.process, *held.snapshot);
    }

    // What the program added to a form by itself is nobody's mistake: the case's own form would
    // refuse it as well.
    [[nodiscard]] core::CheckForm told_by_people(
        const CaseInHand& held, const core::CheckForm& check
    ) {
        if (!check) return {};
        const ports::FormChecker& own = definitions.forms_of(held.row.bundle);
        return [&own, &check](const std::string& form, const core::json::value& filled) {
            std::vector<core::FieldError> errors = check(form, filled);
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

    void note(
        const CaseInHand& held,
        const std::string& type,
        core::AuditClass cls,
        core::json::object detail
    ) {
        const Caller caller{core::system_principal(), type};
        AuditNote entry = consultation(caller, held.row, type, {});
        entry.cls = cls;
        for (auto& part : detail)
            entry.detail[part.key()] = part.value();
        recorder.record(caller, entry);
    }

    core::ProcessOf process_of;
};

VersionDesk::VersionDesk(Services services)
    : parts_(std::make_unique<Parts>(std::move(services))) {}

VersionDesk::~VersionDesk() = default;

VersionDesk::StoredVersion VersionDesk::publish(std::string_view bundle) {
    parts_->unit.whole([&] { parts_->definitions.publish(bundle, parts_->services.clock.now()); });
    // Published before or only now: the newest of its bytes is the last that was offered.
    const auto& offered = parts_->definitions.offered();
    const core::json::object document = core::json::parse(bundle).as_object();
    for (const ProcessHandle& process : offered) {
        const bool is_it = process->id == std::string_view(document.at("id").as_string()) &&
                           process->version == std::string_view(document.at("version").as_string());
        if (is_it) return {process->hash, process};
    }
    throw BadBundle("a published bundle is not offered");
}

std::vector<VersionDesk::StoredVersion> VersionDesk::versions_in_use(
    std::string_view id, std::string_view version
) {
    const auto cases = all_cases();
    std::set<std::string> seen;
    std::vector<StoredVersion> versions;
    parts_->unit.whole([&] {
        for (const core::CaseId& each : cases) {
            const auto row = parts_->services.store.find_case(each);
            if (!row || !seen.insert(row->bundle.text).second) continue;
            ProcessHandle process = parts_->definitions.process_of(row->bundle);
            if (process->id == id && process->version == version)
                versions.push_back({row->bundle, std::move(process)});
        }
    });
    return versions;
}

std::vector<core::CaseId> VersionDesk::all_cases() {
    std::vector<core::CaseId> ids;
    parts_->unit.whole([&] {
        std::optional<core::CaseId> after;
        while (true) {
            const auto rows = parts_->services.store.every_case(after, kPage);
            for (const ports::CaseRow& row : rows)
                ids.push_back(row.id);
            if (rows.size() < static_cast<std::size_t>(kPage)) return;
            after = rows.back().id;
        }
    });
    return ids;
}

std::vector<VersionDesk::Replayed> VersionDesk::replay(
    std::span<const core::CaseId> cases, const core::CandidateVersion& candidate
) {
    std::vector<Replayed> all;
    const auto one = [&](const core::CaseId& id) {
        const CaseInHand held = parts_->open(id);
        if (held.process->id != candidate.process.id) return false;
        const auto events = parts_->events_of(held);
        parts_->note(held, "replay_case", core::AuditClass::consultation, {});
        const core::NewCase identity{
            .id = held.row.id, .reference = held.row.reference, .channel = {}, .language = {}};
        all.push_back(
            {.reference = core::format_reference(held.row.reference),
             .bundle = held.row.bundle,
             .events = events.size(),
             .is_whole = parts_->is_whole(held, events),
             .parting = core::find_parting(
                 parts_->process_of,
                 held.row.bundle,
                 {candidate.process, parts_->told_by_people(held, candidate.check)},
                 identity,
                 events
             )}
        );
        return true;
    };
    parts_->unit.whole([&] {
        for (const core::CaseId& id : cases)
            parts_->unit.attempt([&] { return one(id); });
    });
    return all;
}

std::vector<VersionDesk::Migrated> VersionDesk::migrate(
    std::span<const core::CaseId> cases,
    const core::MigrationPlan& plan,
    const core::MigrationPeople& people,
    const std::pair<StoredVersion, StoredVersion>& from_to,
    bool dry
) {
    const auto& [from, to] = from_to;
    std::vector<Migrated> all;
    const auto one = [&](const core::CaseId& id) {
        const CaseInHand held = parts_->open(id);
        if (held.row.bundle != from.hash) return false;
        Migrated& told = all.emplace_back();
        told.reference = core::format_reference(held.row.reference);
        auto moved = core::migrate(
            *from.process, *to.process, *held.snapshot, plan, people, parts_->services.clock.now()
        );
        if (dry || !moved) {
            parts_->note(held, "migration_tried", core::AuditClass::consultation, {});
            told.is_moved = moved.has_value();
            if (!moved) told.why_not = moved.error();
            return true;
        }
        const CaseInHand after = parts_->writer.move(held, to.process, std::move(moved).value());
        if (!parts_->is_whole(after, parts_->events_of(after)))
            throw ports::IntegrityBroken("a moved case does not replay to what is stored");
        parts_->note(
            after,
            std::string(core::kCaseMigrated),
            core::AuditClass::alteration,
            {{"event", after.row.version},
             {"from", from.hash.text},
             {"to", to.hash.text},
             {"plan", people.plan_hash},
             {"proposed_by", people.proposed_by},
             {"approved_by", people.approved_by}}
        );
        told.is_moved = true;
        return true;
    };
    parts_->unit.whole([&] {
        for (const core::CaseId& id : cases)
            parts_->unit.attempt([&] { return one(id); });
    });
    return all;
}

}  // namespace clarion::runtime
