// audit retire: the end of a closed log, when the period that the profile gives is over.
//
//     clarion-log-retirement/v1
//     log <origin>
//     entries <number>
//     root <base64>
//     closed <time>
//     years <number>
//     verified <date> <by whom>
//     source <of the figure>
//
// DIR/retirements/<number of the log>/ keeps statement, proposal and approval.
#include <algorithm>
#include <iostream>

#include "adapters/files/scheme.hpp"
#include "adapters/signer/durable_file.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/publication.hpp"
#include "deploy/clarion/serve_settings.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/cases/retention.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/administrator_desk.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

std::string in_one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char each) { return each == '\n' || each == '\r'; }, ' '
    );
    return text;
}

// Of a figure that somebody verified: what is destroyed comes back by no correction.
core::LogKeeping verified_keeping(const files::FileSet& house) {
    std::vector<core::statechart::Problem> unheard;  // the house is sound
    const auto keeping =
        core::read_log_keeping(files::profile_of(house, files::scheme_of(house)), unheard);
    if (!keeping) {
        throw CommandFailed(
            ExitCode::not_allowed,
            "the profile does not say how long a log is kept (retention.log): it is kept for good"
        );
    }
    if (!keeping->verified_by.empty()) return *keeping;
    throw CommandFailed(
        ExitCode::not_allowed,
        "nobody has verified how long a log is kept: the profile's retention.log has no "
        "verified_by, and nothing is destroyed by such a figure"
    );
}

// The next log begins in the transaction that closes this one.
core::Instant closed_at(
    ports::AuditLog& log, const std::vector<ports::ClosedLog>& closed, std::uint64_t number
) {
    const std::uint64_t next = number + 1;
    const auto first = next < closed.size() ? log.closed_entries(next, 0, 1) : log.entries(0, 1);
    boost::system::error_code error;
    const json::value leaf = first.empty() ? json::value() : json::parse(first[0].bytes, error);
    const json::object* entry = leaf.if_object();
    const json::value* ts = entry == nullptr ? nullptr : entry->if_contains("ts");
    const auto at = ts != nullptr && ts->is_string()
                        ? core::parse_rfc3339(std::string(ts->get_string()))
                        : std::nullopt;
    if (!at) throw ports::IntegrityBroken("the first entry of the next log cannot be read");
    return *at;
}

const ports::ClosedLog& oldest_kept(
    const std::vector<ports::ClosedLog>& closed, std::uint64_t wanted
) {
    const std::uint64_t oldest = ports::count_retired(closed);
    if (wanted < closed.size() && wanted == oldest) return closed[wanted];
    const std::string number = std::to_string(wanted);
    if (wanted >= closed.size()) {
        throw CommandFailed(
            ExitCode::not_found, "there is no closed log " + number + "; see `clarion audit turns`"
        );
    }
    throw CommandFailed(
        ExitCode::conflict,
        "log " + number + " is not the oldest one that is kept: log " + std::to_string(oldest) +
            " is"
    );
}

void check_over(const ports::ClosedLog& log, core::Instant until, core::Instant now) {
    if (until <= now) return;
    throw CommandFailed(
        ExitCode::conflict, "the log " + log.origin + " is kept until " + core::to_rfc3339(until)
    );
}

std::string statement_of(
    const ports::ClosedLog& log, core::Instant closed, const core::LogKeeping& keeping
) {
    return "clarion-log-retirement/v1\nlog " + log.origin + "\nentries " +
           std::to_string(log.size) + "\nroot " + core::to_base64(log.root) + "\nclosed " +
           core::to_rfc3339(closed) + "\nyears " + std::to_string(keeping.years) + "\nverified " +
           in_one_line(keeping.verified_on + " " + keeping.verified_by) + "\nsource " +
           in_one_line(keeping.source) + "\n";
}

void keep_retirement(const DataFolder& folder, std::uint64_t number, const StatementFiles& files) {
    const fs::path kept = folder.retirements() / std::to_string(number);
    fs::create_directories(kept);
    for (const auto& [name, from] :
         {std::pair("statement", files.statement),
          std::pair("proposal", files.proposal),
          std::pair("approval", files.approval)})
        signer::write_durably(kept / name, files::read_file(from), 0644);
}

ExitCode told(const ports::ClosedLog& log) {
    std::cout << log.origin << " is retired: its entries are given out no more, its hashes and "
              << "checkpoints stay; destroy the backups that are older than this" << std::endl;
    return ExitCode::good;
}

// The house whose profile says how long, as a service would be let serve it.
files::FileSet served_house(const ServeSettings& settings) {
    const bool is_own = !settings.configuration.house.empty();
    if (!is_own && fs::exists(settings.folder.published() / "statement")) {
        throw CommandFailed(
            ExitCode::usage, "this store serves a house of its own: name it with --config"
        );
    }
    files::FileSet house = house_files(settings.configuration.house, settings.configuration.scheme);
    if (is_own) require_published(settings.folder, house);
    return house;
}

}  // namespace

ExitCode retire_log(const RetireLogOptions& options) {
    ServeOptions serving;
    serving.configuration = options.configuration;
    serving.data = options.data;
    const ServeSettings settings = settle(serving);
    const DataFolder& folder = settings.folder;
    require_initialised(folder);
    const files::FileSet house = served_house(settings);
    EngineRoom room(folder, house, log_origin_of(folder, {}));
    ports::AuditLog& log = room.store->audit();
    if (!settings.configuration.house.empty()) require_last_published(log, house);
    const std::vector<ports::ClosedLog> closed = log.closed();
    if (options.log < ports::count_retired(closed)) {
        room.scrub();  // in case the one that retired it was killed before
        return told(closed[options.log]);
    }
    const ports::ClosedLog& oldest = oldest_kept(closed, options.log);
    const core::LogKeeping keeping = verified_keeping(house);
    const core::Instant since = closed_at(log, closed, oldest.number);
    check_over(oldest, core::years_after(since, keeping.years), room.clock.now());
    const std::string statement = statement_of(oldest, since, keeping);
    const auto people = two_people_for(statement, options.statement, folder.administrators());
    if (!people) return ExitCode::good;
    keep_retirement(folder, oldest.number, options.statement);
    runtime::AdministratorDesk(room.services())
        .retire_log({people->proposed_by, people->approved_by}, oldest.number, statement);
    room.scrub();
    return told(oldest);
}

}  // namespace clarion::deploy
