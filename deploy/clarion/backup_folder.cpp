#include "deploy/clarion/backup_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "adapters/files/file_set.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/durable_file.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace fs = std::filesystem;

namespace {

// A file that is none of the backup's could be taken for one of them by whoever restores by hand.
void check_nothing_else(const fs::path& backup, const BackupManifest& manifest) {
    for (const auto& entry : fs::recursive_directory_iterator(backup)) {
        if (entry.is_directory()) continue;
        const std::string name = fs::relative(entry.path(), backup).string();
        const bool is_known = name == kManifestName ||
                              std::any_of(
                                  manifest.files.begin(),
                                  manifest.files.end(),
                                  [&name](const BackupFile& file) { return file.name == name; }
                              );
        if (!is_known) throw ports::IntegrityBroken(name + ": is not of this backup");
    }
}

}  // namespace

void sync_path(const fs::path& path) {
    const signer::Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (opened && ::fsync(opened.number()) == 0) return;
    throw std::system_error(errno, std::generic_category(), path.string());
}

void draft_to(signer::DraftFolder& draft, const fs::path& target) {
    sync_path(draft.path());
    draft.move_to(target);
    sync_path(target.parent_path());
}

void write_backup(
    const signer::DraftFolder& draft,
    BackupManifest& manifest,
    const std::vector<std::string>& names,
    ports::KeyVault& keys,
    const Progress& progress
) {
    const core::Sha256 sha256 = keys::make_sha256();
    std::uint64_t of = 0;
    std::uint64_t done = 0;
    for (const std::string& name : names) {
        sync_path(draft.path() / name);
        of += fs::file_size(draft.path() / name);
    }
    for (const std::string& name : names) {
        manifest.files.push_back(describe_file(
            draft.path() / name,
            name,
            sha256,
            [&](std::string_view piece) {
                done += piece.size();
                if (progress) progress(done, of);
            }
        ));
    }
    signer::write_durably(
        draft.path() / kManifestName, format_manifest(manifest, keys), S_IRUSR | S_IWUSR
    );
}

BackupManifest read_backup(const fs::path& backup, ports::KeyVault* keys) {
    if (!fs::exists(backup / kManifestName)) {
        throw CommandFailed(
            ExitCode::not_found, backup.string() + ": no backup here (it has no `manifest`)"
        );
    }
    auto sealed = parse_manifest(files::read_file(backup / kManifestName));
    if (!sealed) throw ports::IntegrityBroken("manifest: " + sealed.error());
    if (keys != nullptr && !keys->use_token_key_of(sealed->manifest.keys)) {
        throw CommandFailed(
            ExitCode::unavailable,
            "these are not the keys that the backup was made with; restore the right key file"
        );
    }
    if (keys != nullptr && !is_sealed_by(*sealed, *keys)) {
        throw ports::IntegrityBroken("manifest: was changed after the backup was made");
    }
    check_nothing_else(backup, sealed->manifest);
    return std::move(sealed->manifest);
}

std::unique_ptr<sql::Store> open_store_in(const fs::path& folder) {
    return open_store_file(folder / kBackedUpStore, house_files({}));
}

fs::path key_file_in(const fs::path& named) {
    return fs::is_directory(named) ? named / "clarion.keys" : named;
}

}  // namespace clarion::deploy
