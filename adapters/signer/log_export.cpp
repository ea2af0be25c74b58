#include "adapters/signer/log_export.hpp"

#include <algorithm>
#include <array>

#include "adapters/signer/draft_folder.hpp"
#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/tile_builder.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::signer {

namespace {

namespace fs = std::filesystem;

fs::path checked_target(const fs::path& folder) {
    fs::path target = free_target(folder);
    if (!target.empty()) return target;
    throw ExportRefused(folder.string() + " is there and not empty; name a new folder");
}

core::Checkpoint newest_checkpoint(const LogSource& source) {
    if (source.checkpoints.empty()) {
        throw ExportRefused("the log has no signed checkpoint yet; is the signer running?");
    }
    const auto newest = std::max_element(source.checkpoints.begin(), source.checkpoints.end());
    const auto key = core::parse_verifier_key(openssl_sha256(), source.verifier_key);
    if (!key) throw ExportRefused("the log's key cannot be read: " + key.error());
    const std::array keys{*key};
    auto checkpoint = core::open_checkpoint(newest->second, keys, verify_ed25519);
    if (!checkpoint) throw ports::IntegrityBroken("the newest checkpoint: " + checkpoint.error());
    return *std::move(checkpoint);
}

// Writes entry bundles and hash tiles, and tells the root that they lead to.
core::Digest write_tiles(const LogSource& source, std::uint64_t size, const DraftFolder& draft) {
    constexpr std::uint64_t kWidth = core::kTileWidth;
    const core::Sha256 sha256 = openssl_sha256();
    core::MerkleFrontier tree;
    TileBuilder tiles(sha256, [&draft](const core::TileName& name, const auto& hashes) {
        draft.write(core::tile_path(name), bytes_of_tile(hashes));
    });
    for (std::uint64_t from = 0; from < size; from += kWidth) {
        const int width = static_cast<int>(std::min(kWidth, size - from));
        const auto entries = source.entries(from, width);
        if (entries.size() != static_cast<std::size_t>(width)) {
            throw ports::IntegrityBroken(
                "entries are missing from " + std::to_string(from) + " on"
            );
        }
        std::string bundle;
        for (const auto& entry : entries) {
            const core::Digest leaf = core::leaf_hash(sha256, entry.bytes);
            core::append_entry(bundle, entry.bytes);
            tree.append(sha256, leaf);
            tiles.add(leaf);
        }
        draft.write(
            core::tile_path({.entries = true, .index = from / kWidth, .width = width}), bundle
        );
        if (source.progress) source.progress(tree.size(), size);
    }
    tiles.finish();
    return tree.root(sha256);
}

}  // namespace

ExportSummary export_log(const LogSource& source, const fs::path& folder) {
    const fs::path target = checked_target(folder);
    const core::Checkpoint newest = newest_checkpoint(source);
    DraftFolder draft(target);
    if (write_tiles(source, newest.size, draft) != newest.root) {
        throw ports::IntegrityBroken(
            "the log's entries do not lead to the root that was signed at " +
            std::to_string(newest.size) + " entries"
        );
    }
    draft.write("log.vkey", source.verifier_key + '\n');
    for (const auto& [size, note] : source.checkpoints) {
        draft.write("checkpoints/" + std::to_string(size), note);
        if (size == newest.size) draft.write("checkpoint", note);
    }
    draft.move_to(target);
    return {.entries = newest.size, .checkpoints = source.checkpoints.size()};
}

}  // namespace clarion::signer
