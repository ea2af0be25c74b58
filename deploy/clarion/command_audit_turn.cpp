// audit turn, turns: from one log to the next, and what is known of those that were closed.
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "adapters/signer/durable_file.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/log_turn.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"
#include "engine/runtime/administrator_desk.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

std::string host_of(const std::string& origin) {
    return origin.substr(0, origin.find('/'));
}

// <host>/clarion/<year>; a second log of a year has a number behind it.
std::string next_origin(const std::string& origin, const std::vector<ports::ClosedLog>& closed) {
    const auto is_taken = [&](const std::string& name) {
        return name == origin || std::any_of(closed.begin(), closed.end(), [&](const auto& log) {
                   return log.origin == name;
               });
    };
    const std::string name = new_log_origin(host_of(origin));
    std::string free = name;
    for (int number = 2; is_taken(free); ++number)
        free = name + "." + std::to_string(number);
    return free;
}

// All of the log is signed: nothing is cut off by closing it.
void check_signed(ports::AuditLog& log) {
    const auto note = log.checkpoint();
    const auto parsed = note ? core::parse_note(*note) : core::failure(std::string("nothing"));
    const auto last =
        parsed ? core::parse_checkpoint_text(parsed->text)
               : core::Result<core::Checkpoint, std::string>(core::failure(std::string("nothing")));
    if (last && last->size == log.head().size) return;
    throw CommandFailed(
        ExitCode::conflict,
        "the newest entries are not signed yet: start the service with its signer and stop it; a "
        "log "
        "that can never be signed any more is closed with --reason lost"
    );
}

// What a turn that was interrupted left undone; then the files say the same as the store.
void settle_files(const DataFolder& folder, const std::string& opened) {
    signer::write_durably(folder.log_origin(), opened + '\n', 0644);
    fs::remove(folder.log_vkey());
}

std::string key_line(const DataFolder& folder) {
    const auto text = signer::read_if_there(folder.log_vkey());
    return text ? text->substr(0, text->find_first_of("\r\n")) : std::string();
}

// The next log's name, when the store has turned and the files have not.
std::optional<std::string> interrupted_turn(const DataFolder& folder) {
    const auto closed = open_store_at_rest(folder)->audit().closed();
    if (closed.empty() || closed.back().origin != log_origin_of(folder, {})) return std::nullopt;
    const auto kept = folder.turns() / std::to_string(closed.back().number) / "statement";
    const auto turn = parse_turn(files::read_file(kept));
    if (!turn) throw CommandFailed(ExitCode::integrity_broken, kept.string() + ": " + turn.error());
    return turn->opens;
}

ExitCode told(const std::string& closed, const std::string& opened) {
    std::cout << closed << " is closed, " << opened << " is open; its signer's key is the one in "
              << "log.vkey after the next start: give it to auditors and witnesses" << std::endl;
    return ExitCode::good;
}

}  // namespace

ExitCode turn_log(const TurnOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    if (const auto opened = interrupted_turn(folder)) {
        const std::string closed = log_origin_of(folder, {});
        settle_files(folder, *opened);
        return told(closed, *opened);
    }
    EngineRoom room(folder, house_files({}), log_origin_of(folder, {}));
    ports::AuditLog& log = room.store->audit();
    const auto closed = log.closed();
    if (options.reason == "planned") check_signed(log);
    const TurnStatement turn{
        room.log_origin,
        log.head().size,
        log.head().root,
        next_origin(room.log_origin, closed),
        options.reason};
    const std::string text = format_turn(turn);
    const auto people = two_people_for(text, options.statement, folder.administrators());
    if (!people) return ExitCode::good;
    keep_turn(folder, closed.size(), options.statement);
    runtime::AdministratorDesk(room.services())
        .turn_log(
            {people->proposed_by, people->approved_by}, {key_line(folder), options.reason, text}
        );
    settle_files(folder, turn.opens);
    return told(turn.closes, turn.opens);
}

ExitCode list_turns(const TurnOptions& options) {
    const auto store = open_store_at_rest({options.data});
    for (const ports::ClosedLog& log : store->audit().closed()) {
        json::object told{
            {"number", log.number},
            {"origin", log.origin},
            {"entries", log.size},
            {"root", core::to_base64(log.root)},
            {"checkpoint", log.checkpoint},
            {"vkey", log.verifier_key},
            {"opening", json::parse(log.opening)}};
        if (log.is_retired()) told["retirement"] = log.retirement;
        std::cout << json::serialize(told) << '\n';
    }
    return ExitCode::good;
}

}  // namespace clarion::deploy
