// backup restore, release: from a backup and its keys to a data folder, and, when two people say
// that the original is stopped, to a service that sends.
#include <fstream>
#include <iostream>

#include "adapters/keys/file_key_vault.hpp"
#include "adapters/keys/random.hpp"
#include "adapters/keys/sealed_keys.hpp"
#include "adapters/keys/sha256.hpp"
#include "deploy/clarion/backup_folder.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/two_people.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/administrator_desk.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

// Every byte is checked on its way, so that nothing can change between the check and the copy.
void copy_checked(
    const fs::path& backup,
    const BackupManifest& manifest,
    const fs::path& to,
    const Progress& progress
) {
    const core::Sha256 sha256 = keys::make_sha256();
    std::uint64_t of = 0;
    std::uint64_t done = 0;
    for (const BackupFile& file : manifest.files)
        of += file.bytes;
    for (const BackupFile& file : manifest.files) {
        const fs::path path = to / file.name;
        fs::create_directories(path.parent_path());
        std::ofstream made(path, std::ios::binary);
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        check_file(backup / file.name, file, sha256, [&](std::string_view piece) {
            made << piece;
            done += piece.size();
            if (progress) progress(done, of);
        });
        made.close();
        if (!made)
            throw CommandFailed(ExitCode::unavailable, path.string() + ": cannot be written");
        sync_path(path);
    }
}

std::string random_name() {
    std::array<std::uint8_t, 16> bits{};
    keys::fill_random(bits);
    return core::to_hex(bits);
}

// Opens it as the service would, reads all of it, and gives it a name of its own.
void make_a_copy_of_its_own(const fs::path& folder, const BackupManifest& manifest) {
    const auto store = open_store_in(folder);
    store->check_key_fingerprint(manifest.keys);
    store->check_integrity();
    const ports::AuditHead head = store->audit().head();
    if (head.size != manifest.entries || head.root != manifest.root)
        throw ports::IntegrityBroken("clarion.db: its log is not the one that was backed up");
    store->cases().begin();
    store->outbox().hold(random_name());
    store->cases().commit();
    store->scrub();
}

std::string statement_of(const ports::Standing& standing, const std::string& origin) {
    return "clarion-release/v1\nlog " + origin + "\ncopy " + standing.copy + "\nepoch " +
           std::to_string(standing.epoch) +
           "\nThe service that this copy was made of is stopped and will not be started again.\n"
           "From now on this copy sends what waits in its outbox.\n";
}

}  // namespace

ExitCode restore_backup(const BackupOptions& options) {
    const fs::path key_file = key_file_in(options.keys);
    const auto keys = keys::open_key_vault(key_file.string());
    const BackupManifest manifest = read_backup(options.backup, keys.get());
    const fs::path target = signer::free_target(options.data);
    if (target.empty()) {
        throw CommandFailed(
            ExitCode::conflict,
            options.data.string() + " is there and not empty: nothing is written over a store"
        );
    }
    signer::DraftFolder draft(target);
    copy_checked(options.backup, manifest, draft.path(), progress_of("restored", options.as_json));
    make_a_copy_of_its_own(draft.path(), manifest);
    keys::copy_key_file(key_file.string(), DataFolder{draft.path()}.key_file().string());
    draft_to(draft, target);
    std::cout << "restored " << manifest.entries << " log entries of " << manifest.origin
              << " as they were at " << core::to_rfc3339(manifest.made) << " to " << target.string()
              << "\nwhat was acknowledged after that is not in it"
                 "\nit sends nothing until two people say that the original is stopped:"
                 "\n  clarion check --data "
              << target.string() << "\n  clarion backup release --data " << target.string()
              << " --statement FILE" << std::endl;
    return ExitCode::good;
}

ExitCode release_copy(const BackupOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    EngineRoom room(folder, house_files({}), log_origin_of(folder, {}));
    const ports::Standing standing = room.store->outbox().standing();
    if (!standing.held)
        throw CommandFailed(ExitCode::conflict, options.data.string() + ": is not held back");
    const auto people = two_people_for(
        statement_of(standing, room.log_origin), options.statement, folder.administrators()
    );
    if (!people) return ExitCode::good;
    runtime::AdministratorDesk(room.services())
        .allow_sending({people->proposed_by, people->approved_by});
    std::cout << "it sends from now on, proposed by " << people->proposed_by << ", approved by "
              << people->approved_by << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
