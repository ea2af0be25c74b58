// BackupManifest: what a backup holds, byte for byte, and which key set vouches for it. Frozen
// form, in a file named `manifest`, strictly read:
//
//     clarion-backup 1
//     made <instant>
//     origin <name of the log>
//     log <entries> <root, base64>
//     keys <fingerprint>
//     file <name> <bytes>
//     piece <SHA-256 of its next MiB, base64>      as many as the file needs
//     seal <base64>                                of all lines above, under the token key
//
// A piece says where a file was changed; the seal, that the pieces were not changed with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/clarion/progress.hpp"
#include "engine/core/result.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::deploy {

inline constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

struct BackupFile {
    std::string name;  // within the backup
    std::uint64_t bytes = 0;
    std::vector<core::Digest> pieces;
};

struct BackupManifest {
    core::Instant made;
    std::string origin;
    std::uint64_t entries = 0;
    core::Digest root{};
    std::string keys;
    std::vector<BackupFile> files;
};

// With its seal.
[[nodiscard]] std::string format_manifest(const BackupManifest& manifest, ports::KeyVault& keys);

struct SealedManifest {
    BackupManifest manifest;
    std::string sealed_text;  // all lines above the seal
    core::Digest seal{};
};
// The error names the line.
[[nodiscard]] core::Result<SealedManifest, std::string> parse_manifest(std::string_view text);
[[nodiscard]] bool is_sealed_by(const SealedManifest& sealed, ports::KeyVault& keys);

// Reads the file piece by piece, and hands on each piece. Throws CommandFailed when it cannot be
// read.
using PieceSink = std::function<void(std::string_view piece)>;
[[nodiscard]] BackupFile describe_file(
    const std::filesystem::path& path,
    const std::string& name,
    const core::Sha256& sha256,
    const PieceSink& sink = {}
);

// The same, held against what is known of it. Throws IntegrityBroken with the file and the place.
void check_file(
    const std::filesystem::path& path,
    const BackupFile& known,
    const core::Sha256& sha256,
    const PieceSink& sink = {}
);

}  // namespace clarion::deploy
