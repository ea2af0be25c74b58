// backup create, keys, verify: copies of the store, and of its keys apart from it.
#include <sys/resource.h>

#include <iostream>

#include "adapters/files/file_set.hpp"
#include "adapters/keys/file_key_vault.hpp"
#include "adapters/keys/sealed_keys.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/draft_folder.hpp"
#include "adapters/signer/errand_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/backup_folder.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

json::object asked_for_copy(signer::RemoteService& service, const std::string& to) {
    json::object answer = service.ask({{"errand", "copy"}, {"to", to}});
    if (const auto* why = answer.if_contains("failed")) {
        throw CommandFailed(
            ExitCode::unavailable,
            "the service could not copy its store: " + std::string(why->as_string())
        );
    }
    return answer;
}

void copy_of_service(
    signer::RemoteService& service, const std::string& to, const Progress& progress
) {
    for (;;) {
        const json::object answer = asked_for_copy(service, to);
        if (progress) {
            progress(
                answer.at("copied").to_number<std::uint64_t>(),
                answer.at("pages").to_number<std::uint64_t>()
            );
        }
        if (answer.at("done").as_bool()) return;
    }
}

void copy_at_rest(const DataFolder& folder, const std::string& to, const Progress& progress) {
    constexpr int kPagesAtOnce = 4096;
    const auto store = open_store_at_rest(folder);
    const auto copy = store->begin_copy(to);
    for (sql::CopyProgress now; !now.is_done;) {
        now = copy->copy(kPagesAtOnce);
        if (progress) progress(now.copied, now.pages);
    }
}

void copy_store(const DataFolder& folder, const fs::path& to, const Progress& progress) {
    try {
        if (auto service = signer::RemoteService::connect(folder.errand_socket())) {
            // A service that runs writes in its data folder alone: from there it goes to `to`.
            const signer::DraftFolder staged(fs::absolute(folder.root / "copy"));
            const fs::path copied = staged.path() / kBackedUpStore;
            copy_of_service(*service, copied.string(), progress);
            std::error_code other_disk;
            fs::rename(copied, to, other_disk);
            if (other_disk) fs::copy_file(copied, to);
        } else {
            copy_at_rest(folder, to, progress);
        }
    } catch (const signer::PeerGone& gone) {
        throw CommandFailed(
            ExitCode::unavailable,
            std::string("the service stopped answering (") + gone.what() + "); back up again"
        );
    }
}

// What belongs to the log beside the store, where it is there.
std::vector<std::string> copy_small_files(const DataFolder& folder, const fs::path& to) {
    std::vector<std::string> names;
    const auto copy = [&](const std::string& name) {
        fs::create_directories((to / name).parent_path());
        fs::copy_file(folder.root / name, to / name);
        names.push_back(name);
    };
    for (const fs::path& path : {folder.log_origin(), folder.log_vkey()}) {
        if (fs::exists(path)) copy(path.filename());
    }
    for (const fs::path& kept :
         {folder.administrators(), folder.published(), folder.turns(), folder.retirements()}) {
        if (!fs::is_directory(kept)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(kept)) {
            if (entry.is_regular_file()) copy(fs::relative(entry.path(), folder.root).string());
        }
    }
    return names;
}

fs::path target_of(const fs::path& wanted) {
    fs::path target = signer::free_target(wanted);
    if (!target.empty()) return target;
    throw CommandFailed(
        ExitCode::conflict, wanted.string() + " is there and not empty; name a new folder"
    );
}

}  // namespace

ExitCode create_backup(const BackupOptions& options) {
    // Beside a service that answers people: it comes first.
    static_cast<void>(::setpriority(PRIO_PROCESS, 0, 10));
    const DataFolder folder{options.data};
    require_initialised(folder);
    const auto keys = keys::open_key_vault(folder.key_file().string());
    const fs::path target = target_of(options.backup);
    signer::DraftFolder draft(target);
    const fs::path database = draft.path() / kBackedUpStore;
    copy_store(folder, database, progress_of("copied", options.as_json));

    BackupManifest manifest;
    manifest.made = system::SystemClock().now();
    manifest.origin = fs::exists(folder.log_origin()) ? files::read_file(folder.log_origin())
                                                      : std::string("none\n");
    manifest.origin.erase(manifest.origin.find_first_of("\r\n"));
    {
        // What rotted in the store is not to be found out when it is needed.
        const auto copy = open_store_in(draft.path());
        static_cast<void>(keys->use_token_key_of(copy->key_fingerprint()));
        manifest.keys = keys->fingerprint();
        copy->check_key_fingerprint(manifest.keys);
        copy->check_integrity();
        const ports::AuditHead head = copy->audit().head();
        manifest.entries = head.size;
        manifest.root = head.root;
    }
    fs::remove(database.string() + ".lock");
    std::vector<std::string> names = copy_small_files(folder, draft.path());
    names.insert(names.begin(), std::string(kBackedUpStore));
    write_backup(draft, manifest, names, *keys, progress_of("read back", options.as_json));
    const std::uint64_t bytes = fs::file_size(database);
    draft_to(draft, target);
    std::cout
        << (options.as_json
                ? json::serialize(json::object{
                      {"backup", target.string()}, {"entries", manifest.entries}, {"bytes", bytes}})
                : std::to_string(bytes) + " bytes with " + std::to_string(manifest.entries) +
                      " log entries in " + target.string() +
                      "\nthe keys are not in it: back them up apart, with `clarion backup "
                      "keys`")
        << std::endl;
    return ExitCode::good;
}

ExitCode back_up_keys(const BackupOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    const fs::path target = fs::absolute(options.backup) / "clarion.keys";
    for (fs::path around = target.parent_path(); around != around.root_path();
         around = around.parent_path()) {
        if (!fs::exists(around / kManifestName)) continue;
        throw CommandFailed(
            ExitCode::conflict,
            around.string() +
                " is a backup of a store: keys beside it would open it; choose "
                "another place"
        );
    }
    if (fs::exists(target))
        throw CommandFailed(ExitCode::conflict, target.string() + ": is there already");
    static_cast<void>(keys::read_key_file(folder.key_file().string()));  // whole, and ours alone
    fs::create_directories(target.parent_path().parent_path());
    keys::copy_key_file(folder.key_file().string(), target.string());
    std::cout << "keys in " << target.string() << "; keep them away from backups of the store"
              << std::endl;
    return ExitCode::good;
}

ExitCode verify_backup(const BackupOptions& options) {
    std::unique_ptr<ports::KeyVault> keys;
    if (!options.keys.empty()) keys = keys::open_key_vault(key_file_in(options.keys).string());
    const BackupManifest manifest = read_backup(options.backup, keys.get());
    const core::Sha256 sha256 = keys::make_sha256();
    const Progress progress = progress_of("checked", options.as_json);
    std::uint64_t of = 0;
    std::uint64_t done = 0;
    for (const BackupFile& file : manifest.files)
        of += file.bytes;
    for (const BackupFile& file : manifest.files) {
        check_file(options.backup / file.name, file, sha256, [&](std::string_view piece) {
            done += piece.size();
            if (progress) progress(done, of);
        });
    }
    const std::string made = core::to_rfc3339(manifest.made);
    std::cout << (options.as_json
                      ? json::serialize(json::object{
                            {"made", made},
                            {"origin", manifest.origin},
                            {"entries", manifest.entries},
                            {"sealed", keys != nullptr}})
                      : "made " + made + ", " + manifest.origin + ", " +
                            std::to_string(manifest.entries) + " log entries\nevery byte of " +
                            std::to_string(manifest.files.size()) + " files is as it was" +
                            (keys != nullptr
                                 ? ", and the manifest is sealed by these keys"
                                 : "\nwhether the manifest itself was changed, only the keys can "
                                   "tell: --keys"))
              << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
