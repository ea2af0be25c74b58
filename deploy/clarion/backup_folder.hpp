// BackupFolder: a backup of the store as files: `clarion.db`, what belongs to the log beside it,
// and `manifest`. Case content in it is as sealed as in the store; no key is in it.
//
// Failure: IntegrityBroken with what and where when it is not as it was made.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/signer/draft_folder.hpp"
#include "adapters/sql/store.hpp"
#include "deploy/clarion/backup_manifest.hpp"
#include "deploy/clarion/progress.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::deploy {

inline constexpr std::string_view kBackedUpStore = "clarion.db";
inline constexpr std::string_view kManifestName = "manifest";

// Reads the files of these names, syncs them, and writes the manifest.
void write_backup(
    const signer::DraftFolder& draft,
    BackupManifest& manifest,
    const std::vector<std::string>& names,
    ports::KeyVault& keys,
    const Progress& progress
);

// The manifest, when the folder has its files and no others, and, where keys are given, when they
// sealed it. Throws CommandFailed: not_found without a manifest, unavailable for another key set.
[[nodiscard]] BackupManifest read_backup(
    const std::filesystem::path& backup, ports::KeyVault* keys
);

// The store in this folder; no service may run on it.
[[nodiscard]] std::unique_ptr<sql::Store> open_store_in(const std::filesystem::path& folder);

// The draft in its place, on disk.
void draft_to(signer::DraftFolder& draft, const std::filesystem::path& target);
void sync_path(const std::filesystem::path& path);

// A key file, or the folder it lies in.
[[nodiscard]] std::filesystem::path key_file_in(const std::filesystem::path& named);

}  // namespace clarion::deploy
