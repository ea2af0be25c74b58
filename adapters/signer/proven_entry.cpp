#include "adapters/signer/proven_entry.hpp"

#include <map>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/leaf_check.hpp"
#include "adapters/signer/log_files.hpp"
#include "adapters/signer/tile_builder.hpp"
#include "engine/core/audit/checkpoint.hpp"

namespace clarion::signer {

namespace {

namespace fs = std::filesystem;

using Fault = std::optional<LogFault>;

class EntryReader {
public:
    EntryReader(
        fs::path folder,
        std::uint64_t seq,
        const std::optional<std::string>& trusted_key,
        const std::optional<core::TrustPolicy>& policy
    )
        : folder_(std::move(folder)),
          seq_(seq),
          trusted_key_(trusted_key),
          policy_(policy),
          sha256_(openssl_sha256()) {}

    ProvenEntry run() {
        std::error_code trouble;
        if (!fs::is_directory(folder_, trouble)) {
            found_.fault = fault_in("", "is not a folder");
            return found_;
        }
        found_.fault = read_checkpoint();
        if (found_.fault || seq_ >= checkpoint_.size) return found_;
        std::string leaf;
        found_.fault = read_leaf(leaf);
        if (!found_.fault) found_.leaf = std::move(leaf);
        return found_;
    }

private:
    Fault read_checkpoint() {
        const auto read = read_export_key(folder_, trusted_key_);
        if (!read) return read.error();
        const auto opened = read_own_checkpoint(folder_, "checkpoint", read->key);
        if (!opened) return opened.error();
        checkpoint_ = *opened;
        found_.verifier_key = read->line;
        found_.origin = checkpoint_.origin;
        found_.entries = checkpoint_.size;
        if (!policy_) return std::nullopt;
        auto cosigned = check_cosigned(folder_, *policy_, read->key);
        if (!cosigned) return cosigned.error();
        found_.cosigned_by = *std::move(cosigned);
        return std::nullopt;
    }

    core::TileName tile_at(int level, std::uint64_t index) const {
        return {
            .level = level,
            .index = index,
            .width = core::tile_width(level, index, checkpoint_.size)};
    }

    // Empty when it is not as the log's size says; the first such file is kept as the fault.
    const std::vector<core::Digest>& hashes_of(const core::TileName& name) {
        const std::string file = core::tile_path(name);
        const auto known = tiles_.find(file);
        if (known != tiles_.end()) return known->second;
        const auto bytes = read_log_file(folder_ / file, kTileBytesMax);
        auto hashes = hashes_of_tile(bytes ? *bytes : "");
        if (hashes.size() != static_cast<std::size_t>(name.width)) {
            hashes.clear();
            if (!torn_) torn_ = fault_in(file, bytes ? "is of the wrong length" : bytes.error());
        }
        return tiles_.emplace(file, std::move(hashes)).first->second;
    }

    // As core::NodeReader; a node whose tile is torn is nothing that was signed.
    core::Digest node(int level, std::uint64_t index) {
        constexpr int kLevelsOfTile = 8;
        const int within = level % kLevelsOfTile;
        const std::uint64_t first = index << within;
        const auto& hashes = hashes_of(tile_at(level / kLevelsOfTile, first / core::kTileWidth));
        const std::size_t at = first % core::kTileWidth;
        const std::size_t width = std::size_t{1} << within;
        if (hashes.size() < at + width) return {};
        const auto begin = hashes.begin() + static_cast<std::ptrdiff_t>(at);
        return subtree_root(sha256_, {begin, begin + static_cast<std::ptrdiff_t>(width)});
    }

    Fault read_leaf(std::string& leaf) {
        core::TileName name = tile_at(0, seq_ / core::kTileWidth);
        const std::string hash_file = core::tile_path(name);
        name.entries = true;
        const std::string file = core::tile_path(name);
        const auto of_entry = [this](const std::string& where, std::string what) {
            return LogFault{.file = where, .seq = seq_, .what = std::move(what)};
        };
        const core::Digest hash = node(0, seq_);
        const auto proof = core::inclusion_proof(
            sha256_,
            [this](int level, std::uint64_t index) { return node(level, index); },
            seq_,
            checkpoint_.size
        );
        if (torn_) return torn_;
        if (!core::verify_inclusion(
                sha256_, hash, seq_, checkpoint_.size, proof, checkpoint_.root
            )) {
            return of_entry(
                hash_file,
                "its hash, or one beside or above it, does not lead to the root that was signed"
            );
        }
        const auto bytes = read_log_file(folder_ / file, kBundleBytesMax);
        if (!bytes) return fault_in(file, bytes.error());
        const auto entries = core::split_bundle(*bytes);
        const std::size_t place = seq_ % core::kTileWidth;
        if (!entries || place >= entries->size())
            return of_entry(file, "is missing, or the bundle is torn");
        leaf = (*entries)[place];
        if (core::leaf_hash(sha256_, leaf) != hash)
            return of_entry(file, "is not the entry that was signed");
        const auto facts = check_leaf(leaf, seq_);
        if (!facts) return of_entry(file, facts.error());
        return std::nullopt;
    }

    fs::path folder_;
    std::uint64_t seq_;
    const std::optional<std::string>& trusted_key_;
    const std::optional<core::TrustPolicy>& policy_;
    core::Sha256 sha256_;
    ProvenEntry found_;
    core::Checkpoint checkpoint_;
    std::map<std::string, std::vector<core::Digest>> tiles_;
    Fault torn_;
};

}  // namespace

ProvenEntry read_proven_entry(
    const fs::path& folder,
    std::uint64_t seq,
    const std::optional<std::string>& trusted_key,
    const std::optional<core::TrustPolicy>& policy
) {
    return EntryReader(folder, seq, trusted_key, policy).run();
}

}  // namespace clarion::signer
