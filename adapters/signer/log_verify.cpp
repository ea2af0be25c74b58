#include "adapters/signer/log_verify.hpp"

#include <array>
#include <map>
#include <set>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/leaf_check.hpp"
#include "adapters/signer/log_files.hpp"
#include "adapters/signer/tile_builder.hpp"
#include "engine/core/audit/checkpoint.hpp"

namespace clarion::signer {

namespace {

namespace fs = std::filesystem;

using Fault = std::optional<LogFault>;

// Goes through the folder in the order of trust: key, signatures, hashes, entries. Each step relies
// on what the one before has proved.
class LogVerifier {
    struct SignedRoot {
        core::Digest root{};
        std::string file;
        bool is_held = false;
    };

public:
    LogVerifier(fs::path folder, const VerifyOptions& options)
        : folder_(std::move(folder)), options_(options), sha256_(openssl_sha256()) {}

    LogReport run() {
        Fault fault = check_folder();
        if (!fault) fault = read_key();
        if (!fault) fault = read_checkpoints();
        if (!fault) fault = read_held();
        if (!fault) fault = check_names();
        if (!fault) fault = check_leaf_hashes();
        if (!fault) fault = check_upper_tiles();
        if (!fault) fault = check_entries();
        report_.fault = std::move(fault);
        report_.cases = case_counts_.size();
        return report_;
    }

private:
    // A link within the export is no folder of it.
    static bool is_folder(const fs::path& path) {
        std::error_code trouble;
        return fs::symlink_status(path, trouble).type() == fs::file_type::directory;
    }

    Fault check_folder() const {
        std::error_code trouble;
        if (!fs::is_directory(folder_, trouble)) return fault_in("", "is not a folder");
        return std::nullopt;
    }

    Fault read_key() {
        auto read = read_export_key(folder_, options_.trusted_key);
        if (!read) return read.error();
        report_.verifier_key = read->line;
        key_ = std::move(read->key);
        report_.origin = key_.name;
        return std::nullopt;
    }

    Fault check_policy() {
        if (!options_.policy) return std::nullopt;
        auto cosigned = check_cosigned(folder_, *options_.policy, key_);
        if (!cosigned) return cosigned.error();
        report_.cosigned_by = *std::move(cosigned);
        return std::nullopt;
    }

    Fault read_checkpoints() {
        const auto newest = read_own_checkpoint(folder_, "checkpoint", key_);
        if (!newest) return newest.error();
        if (auto fault = check_policy()) return fault;
        report_.entries = newest->size;
        report_.root = newest->root;
        if (!is_folder(folder_ / "checkpoints")) return fault_in("checkpoints", "is not a folder");
        for (const auto& item : fs::directory_iterator(folder_ / "checkpoints")) {
            const std::string file = "checkpoints/" + item.path().filename().string();
            const auto checkpoint = read_own_checkpoint(folder_, file, key_);
            if (!checkpoint) return checkpoint.error();
            if (file != "checkpoints/" + std::to_string(checkpoint->size)) {
                return fault_in(file, "has another size than its name says");
            }
            if (checkpoint->size > newest->size)
                return fault_in(file, "is newer than `checkpoint`");
            signed_roots_[checkpoint->size] = checkpoint->root;
        }
        const auto same = signed_roots_.find(newest->size);
        if (same == signed_roots_.end() || same->second != newest->root) {
            return fault_in("checkpoint", "is not the newest of `checkpoints`");
        }
        report_.checkpoints = signed_roots_.size();
        return std::nullopt;
    }

    // What somebody holds from before, beside what the export says of itself.
    Fault read_held() {
        for (const auto& [size, root] : signed_roots_)
            roots_[size] = {.root = root, .file = "checkpoints/" + std::to_string(size)};
        for (const HeldCheckpoint& one : options_.held) {
            const auto held = open_own_checkpoint(one.name, one.note, key_);
            if (!held) return held.error();
            if (options_.policy) {
                const auto cosigned =
                    core::cosignatures_of(*options_.policy, one.note, verify_ed25519);
                if (!cosigned) return fault_in(one.name, cosigned.error());
            }
            if (held->size > report_.entries) {
                return fault_in(
                    one.name,
                    std::to_string(held->size) + " entries were signed, and the log has " +
                        std::to_string(report_.entries) + ": its end was cut off"
                );
            }
            const auto [same, is_new] =
                roots_.try_emplace(held->size, SignedRoot{held->root, one.name, true});
            if (same->second.root != held->root) {
                return fault_in(
                    one.name,
                    "is another history than " + same->second.file + ": the log signed two of " +
                        std::to_string(held->size) + " entries"
                );
            }
            same->second.is_held = true;
        }
        report_.held = options_.held.size();
        return std::nullopt;
    }

    // The files that such a log has, and no other, nor a folder that holds none of them.
    Fault check_names() const {
        // Before a name is made for each: whoever signs can say any size.
        const std::uint64_t bundles = report_.entries / core::kTileWidth;
        std::uint64_t files = 0;
        for (const auto& item : fs::recursive_directory_iterator(folder_))
            files += item.symlink_status().type() == fs::file_type::regular ? 1 : 0;
        if (files < bundles) return fault_in("", "has fewer files than its entries need");
        std::set<std::string> expected{"checkpoint", "log.vkey"};
        for (const auto& [size, root] : signed_roots_) {
            expected.insert("checkpoints/" + std::to_string(size));
        }
        for (const auto& name : core::tiles_of(report_.entries))
            expected.insert(core::tile_path(name));
        std::set<std::string> folders;
        for (const fs::path file : expected) {
            for (fs::path within = file.parent_path(); !within.empty();
                 within = within.parent_path())
                folders.insert(within.generic_string());
        }
        for (const auto& item : fs::recursive_directory_iterator(folder_)) {
            const std::string file = item.path().lexically_relative(folder_).generic_string();
            const fs::file_type type = item.symlink_status().type();
            if (type == fs::file_type::directory && folders.contains(file)) continue;
            if (type != fs::file_type::regular || expected.erase(file) == 0)
                return fault_in(file, "does not belong here");
        }
        if (!expected.empty()) return fault_in(*expected.begin(), "is missing");
        return std::nullopt;
    }

    std::vector<core::Digest> read_tile(const core::TileName& name) const {
        const auto bytes = read_log_file(folder_ / core::tile_path(name), kTileBytesMax);
        auto hashes = hashes_of_tile(bytes ? *bytes : "");
        if (hashes.size() != static_cast<std::size_t>(name.width)) hashes.clear();
        return hashes;
    }

    core::TileName tile_with(std::uint64_t seq) const {
        const std::uint64_t index = seq / core::kTileWidth;
        return {.index = index, .width = core::tile_width(0, index, report_.entries)};
    }

    // Level 0 leads to every root that was signed, so its hashes can be believed, and all
    // checkpoints are of one history.
    Fault check_leaf_hashes() {
        core::MerkleFrontier tree;
        std::uint64_t good = 0;
        std::uint64_t good_for_holder = 0;
        auto expected = roots_.begin();
        if (expected->first == 0) {
            if (tree.root(sha256_) != expected->second.root)
                return fault_in(expected->second.file, "does not have the root of an empty log");
            ++expected;
        }
        while (tree.size() < report_.entries) {
            const auto name = tile_with(tree.size());
            const auto hashes = read_tile(name);
            if (hashes.empty()) return fault_in(core::tile_path(name), "is of the wrong length");
            for (const core::Digest& hash : hashes) {
                tree.append(sha256_, hash);
                if (tree.size() != expected->first) continue;
                const SignedRoot& there = expected->second;
                // Whoever signs anew signs all that the export has: only what was held counts then.
                if (tree.root(sha256_) != there.root)
                    return altered_between(
                        there.is_held ? good_for_holder : good, tree.size(), there.file
                    );
                good = expected->first;
                if (there.is_held) good_for_holder = good;
                ++expected;
            }
        }
        return std::nullopt;
    }

    // Says as exactly as the files allow where the log stopped being what was signed.
    LogFault altered_between(std::uint64_t good, std::uint64_t bad, const std::string& signed_in)
        const {
        std::string file;
        std::vector<core::Digest> hashes;
        std::vector<std::string> entries;
        for (std::uint64_t seq = good; seq < bad; ++seq) {
            const std::size_t place = seq % core::kTileWidth;
            if (seq == good || place == 0) {
                file = core::tile_path(tile_with(seq));
                hashes = read_tile(tile_with(seq));
                entries = read_bundle(tile_with(seq));
            }
            if (place >= entries.size() || place >= hashes.size()) break;
            if (core::leaf_hash(sha256_, entries[place]) == hashes[place]) continue;
            return {
                .file = file,
                .seq = seq,
                .what =
                    "the hash kept for this entry is not the one "
                    "that was signed, or the entry is not"};
        }
        return {
            .file = signed_in,
            .seq = good,
            .what = "entries " + std::to_string(good) + " to " + std::to_string(bad - 1) +
                    " do not lead to the root that was signed for them: at least one of them was "
                    "changed together with its hash"};
    }

    Fault check_upper_tiles() const {
        Fault fault;
        TileBuilder builder(sha256_, [&](const core::TileName& name, const auto& hashes) {
            if (fault || name.level == 0 || read_tile(name) == hashes) return;
            fault = fault_in(core::tile_path(name), "does not hold the hashes of the level below");
        });
        for (std::uint64_t seq = 0; seq < report_.entries; seq += core::kTileWidth) {
            for (const core::Digest& hash : read_tile(tile_with(seq)))
                builder.add(hash);
        }
        builder.finish();
        return fault;
    }

    // Empty when the bundle is torn.
    std::vector<std::string> read_bundle(core::TileName name) const {
        name.entries = true;
        const auto bytes = read_log_file(folder_ / core::tile_path(name), kBundleBytesMax);
        const auto entries = bytes ? core::split_bundle(*bytes) : std::nullopt;
        if (!entries) return {};
        return {entries->begin(), entries->end()};
    }

    Fault check_entries() {
        for (std::uint64_t seq = 0; seq < report_.entries; seq += core::kTileWidth) {
            auto name = tile_with(seq);
            const auto hashes = read_tile(name);
            const auto entries = read_bundle(name);
            name.entries = true;
            if (auto fault = check_bundle(core::tile_path(name), seq, entries, hashes))
                return fault;
            if (options_.progress) options_.progress(seq + entries.size(), report_.entries);
        }
        return std::nullopt;
    }

    Fault check_bundle(
        const std::string& file,
        std::uint64_t first,
        const std::vector<std::string>& entries,
        const std::vector<core::Digest>& hashes
    ) {
        for (std::size_t at = 0; at < hashes.size(); ++at) {
            const std::uint64_t seq = first + at;
            const auto fault = [&](std::string what) {
                return LogFault{.file = file, .seq = seq, .what = std::move(what)};
            };
            if (at >= entries.size()) return fault("is missing, or the bundle is torn before it");
            if (core::leaf_hash(sha256_, entries[at]) != hashes[at]) {
                return fault("is not the entry that was signed");
            }
            const auto leaf = check_leaf(entries[at], seq);
            if (!leaf) return fault(leaf.error());
            if (leaf->subject.empty()) continue;
            const std::uint64_t expected = ++case_counts_[leaf->subject];
            if (leaf->subject_number != expected) {
                return fault(
                    "is number " + std::to_string(leaf->subject_number) + " of its case, but " +
                    std::to_string(expected) + " comes next"
                );
            }
        }
        if (entries.size() > hashes.size())
            return fault_in(file, "holds more entries than were signed");
        return std::nullopt;
    }

    fs::path folder_;
    const VerifyOptions& options_;
    core::Sha256 sha256_;
    LogReport report_;
    core::VerifierKey key_;
    std::map<std::uint64_t, core::Digest> signed_roots_;  // of the export alone
    std::map<std::uint64_t, SignedRoot> roots_;           // and of what is held
    std::map<std::string, std::uint64_t> case_counts_;
};

}  // namespace

LogReport verify_log(const fs::path& folder, const VerifyOptions& options) {
    return LogVerifier(folder, options).run();
}

}  // namespace clarion::signer
