// workflow replay, migrate: stored cases and other versions of their workflow.
#include <iostream>
#include <map>

#include "adapters/files/bundle.hpp"
#include "adapters/files/json_text.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "engine/runtime/version_desk.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;
using core::statechart::Problem;
using runtime::VersionDesk;

constexpr std::size_t kCasesABatch = 50;

[[noreturn]] void refuse(const std::string& file, const std::vector<Problem>& problems) {
    std::string all;
    for (const Problem& problem : problems)
        all += (all.empty() ? "" : "\n") + file + "#" + problem.pointer + ": " + problem.reason;
    throw CommandFailed(ExitCode::failed, all);
}

std::unique_ptr<EngineRoom> open_room(const std::filesystem::path& data) {
    const DataFolder folder{data};
    require_initialised(folder);
    // A folder with cases has a log, and the log has its name: no host is asked for.
    return std::make_unique<EngineRoom>(folder, house_files({}), log_origin_of(folder, {}));
}

core::Process compiled(
    const std::string& name, const json::object& bundle, const system::SystemTimeZones& zones
) {
    const std::string zone_name(runtime::zone_name_of(bundle));
    const core::Zone* rules = zones.find_zone(zone_name);
    if (rules == nullptr)
        throw CommandFailed(ExitCode::failed, name + ": unknown time zone " + zone_name);
    auto process = core::compile_process(bundle, core::BundleHash{"candidate"}, *rules);
    if (!process) refuse(name, process.error());
    return std::move(process).value();
}

// The forms of a bundle as files, for the checker.
files::FileSet forms_of(const json::object& bundle) {
    files::FileSet forms;
    for (const auto& [name, schema] : bundle.at("forms").as_object()) {
        forms.emplace(
            "schemas/forms/" + std::string(name) + ".schema.json", json::serialize(schema)
        );
    }
    return forms;
}

template <class Visit>
void in_batches(const std::vector<core::CaseId>& cases, Visit visit) {
    for (std::size_t begin = 0; begin < cases.size(); begin += kCasesABatch) {
        const std::size_t count = std::min(kCasesABatch, cases.size() - begin);
        visit(std::span<const core::CaseId>(cases).subspan(begin, count));
    }
}

void print_parting(const VersionDesk::Replayed& one, bool as_json) {
    if (as_json) {
        json::object line{
            {"reference", one.reference}, {"events", one.events}, {"whole", one.is_whole}};
        if (one.parting) {
            line["event"] = one.parting->sequence;
            line["type"] = one.parting->event;
            line["why"] = one.parting->why;
        }
        std::cout << json::serialize(line) << '\n';
        return;
    }
    if (!one.is_whole) std::cout << one.reference << ": replaying does not give what is stored\n";
    if (one.parting) {
        std::cout << one.reference << ": event " << one.parting->sequence << " ("
                  << one.parting->event << ") " << one.parting->why << '\n';
    }
}

// Exactly what the plan's people signed.
struct SignedPlan {
    std::string bytes;
    core::MigrationPlan plan;
};

SignedPlan read_signed_plan(const std::filesystem::path& path) {
    const json::object document = load_workflow_json(path);
    auto plan = core::read_plan(document);
    if (!plan) refuse(path.string(), plan.error());
    return {files::read_file(path), std::move(plan).value()};
}

std::string hash_of(const core::Sha256& sha256, const std::string& bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : sha256({ports::view_of(bytes)})) {
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
    }
    return text;
}

class Migration {
public:
    Migration(EngineRoom& room, const MigrateOptions& options)
        : options_(options),
          signed_(read_signed_plan(options.plan)),
          desk_(room.services()),
          to_(desk_.publish(new_version())) {
        people_.plan_hash = hash_of(room.sha256, signed_.bytes);
    }

    ExitCode run() {
        const auto versions = desk_.versions_in_use(signed_.plan.workflow, signed_.plan.from);
        const auto cases = desk_.all_cases();
        if (versions.empty()) {
            std::cout << "no case is on version " << signed_.plan.from << " of "
                      << signed_.plan.workflow << std::endl;
        }
        std::size_t moved = 0;
        for (const auto& from : versions) {
            const auto problems = core::plan_problems(signed_.plan, *from.process, *to_.process);
            if (!problems.empty()) refuse(options_.plan.string(), problems);
            check_whole(cases, from);
            moved += try_all(cases, from);
        }
        if (options_.dry_run) {
            std::cout << moved << " cases would move to version " << signed_.plan.to << std::endl;
            return ExitCode::good;
        }
        const TwoPeople two = check_signatures(
            options_.data / "administrators", signed_.bytes, options_.proposal, options_.approval
        );
        people_.proposed_by = two.proposed_by;
        people_.approved_by = two.approved_by;
        moved = 0;
        for (const auto& from : versions)
            moved += move_all(cases, from);
        std::cout << moved << " cases moved to version " << signed_.plan.to << ", proposed by "
                  << two.proposed_by << ", approved by " << two.approved_by << std::endl;
        return ExitCode::good;
    }

private:
    std::string new_version() const {
        const std::string name =
            options_.to.empty() ? signed_.plan.workflow + "@" + signed_.plan.to : options_.to;
        WorkflowVersion version = read_version(name);
        version.bundle["id"] = signed_.plan.workflow;
        if (version.bundle.at("version") != json::value(signed_.plan.to)) {
            throw CommandFailed(ExitCode::conflict, name + ": is not version " + signed_.plan.to);
        }
        return json::serialize(version.bundle);
    }

    // The dry run: the affected cases are replayed on their own version first.
    void check_whole(
        const std::vector<core::CaseId>& cases, const VersionDesk::StoredVersion& from
    ) {
        const core::CandidateVersion same{*from.process, {}};
        in_batches(cases, [&](std::span<const core::CaseId> some) {
            for (const auto& one : desk_.replay(some, same)) {
                if (one.bundle == from.hash && !one.is_whole) {
                    throw CommandFailed(
                        ExitCode::integrity_broken,
                        one.reference + ": replaying does not give what is stored; nothing moved"
                    );
                }
            }
        });
    }

    std::size_t try_all(
        const std::vector<core::CaseId>& cases, const VersionDesk::StoredVersion& from
    ) {
        std::size_t would_move = 0;
        std::string refused;
        in_batches(cases, [&](std::span<const core::CaseId> some) {
            for (const auto& one : desk_.migrate(some, signed_.plan, people_, {from, to_}, true)) {
                if (one.is_moved) ++would_move;
                if (!one.is_moved)
                    refused += (refused.empty() ? "" : "\n") + one.reference + ": " + one.why_not;
            }
        });
        if (!refused.empty()) throw CommandFailed(ExitCode::conflict, refused);
        return would_move;
    }

    std::size_t move_all(
        const std::vector<core::CaseId>& cases, const VersionDesk::StoredVersion& from
    ) {
        std::size_t moved = 0;
        in_batches(cases, [&](std::span<const core::CaseId> some) {
            for (const auto& one : desk_.migrate(some, signed_.plan, people_, {from, to_}, false)) {
                if (one.is_moved) ++moved;
            }
        });
        return moved;
    }

    const MigrateOptions& options_;
    SignedPlan signed_;
    VersionDesk desk_;
    VersionDesk::StoredVersion to_;
    core::MigrationPeople people_;
};

}  // namespace

ExitCode replay_workflows(const ReplayOptions& options) {
    const WorkflowVersion version = read_version(options.candidate);
    const auto room = open_room(options.data);
    const core::Process process = compiled(options.candidate, version.bundle, room->zones);
    const files::FormSchemas forms(forms_of(version.bundle));
    const core::CandidateVersion candidate{
        process, [&forms](const std::string& form, const json::value& filled) {
            return forms.check(form, filled);
        }};
    VersionDesk desk(room->services());
    std::size_t looked_at = 0;
    std::size_t parted = 0;
    std::size_t broken = 0;
    const auto cases = desk.all_cases();
    in_batches(cases, [&](std::span<const core::CaseId> some) {
        for (const auto& one : desk.replay(some, candidate)) {
            ++looked_at;
            if (one.parting) ++parted;
            if (!one.is_whole) ++broken;
            if (one.parting || !one.is_whole || options.as_json)
                print_parting(one, options.as_json);
        }
    });
    if (looked_at == 0 && !cases.empty()) {
        throw CommandFailed(
            ExitCode::not_found,
            options.candidate + ": no stored case is of " + process.id + "; nothing was compared"
        );
    }
    if (!options.as_json) {
        std::cout << looked_at << " cases, " << parted << " part ways, " << broken
                  << " do not replay to what is stored" << std::endl;
    }
    if (broken > 0) return ExitCode::integrity_broken;
    return parted == 0 ? ExitCode::good : ExitCode::failed;
}

ExitCode migrate_cases(const MigrateOptions& options) {
    const auto room = open_room(options.data);
    return Migration(*room, options).run();
}

}  // namespace clarion::deploy
