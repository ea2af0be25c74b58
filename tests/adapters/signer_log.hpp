// A log without a store, for the signer's tests: entries, checkpoints, and an engine's queue that
// answers from them at once.
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/log_export.hpp"
#include "adapters/signer/wire.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/tile.hpp"
#include "engine/runtime/work.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

inline constexpr auto kOrigin = "audit.example-force.example/clarion/2027";

inline std::string entry_bytes(std::uint64_t seq, std::string_view why = "assigned") {
    core::AuditEntry entry;
    entry.seq = seq;
    entry.ts = core::Instant(std::chrono::milliseconds(1806000000000 + seq * 37));
    entry.mono_ms = 5000 + seq;
    entry.boot = "6e1b5a0c7f57";
    entry.cls = seq % 3 == 0 ? core::AuditClass::consultation : core::AuditClass::alteration;
    entry.type = "record_full_checks";
    entry.actor = {"staff-" + std::to_string(seq % 5)};
    entry.subj = {"case-" + std::to_string(seq % 7)};
    entry.subj_n = seq / 7 + 1;
    entry.fields = {"safety", "police"};
    entry.why = why;
    return core::leaf_bytes(entry);
}

inline std::vector<std::string> entries_up_to(std::uint64_t count) {
    std::vector<std::string> entries;
    for (std::uint64_t seq = 0; seq < count; ++seq)
        entries.push_back(entry_bytes(seq));
    return entries;
}

inline core::Digest root_of(const std::vector<std::string>& entries, std::size_t size) {
    const core::Sha256 sha256 = signer::openssl_sha256();
    core::MerkleFrontier tree;
    for (std::size_t at = 0; at < size; ++at) {
        tree.append(sha256, core::leaf_hash(sha256, entries[at]));
    }
    return tree.root(sha256);
}

class QueueOverLog final : public runtime::WorkQueue {
public:
    bool offer(runtime::Work work) override {
        runtime::Answer answer;
        {
            const std::lock_guard lock(mutex_);
            answer = answer_to(work.asked);
        }
        work.answer(std::move(answer));
        return true;
    }
    void append(std::uint64_t count) {
        const std::lock_guard lock(mutex_);
        for (; count > 0; --count)
            entries_.push_back(entry_bytes(entries_.size()));
    }
    // What a tampering administrator or an old backup does.
    void change(const std::function<void(std::vector<std::string>&)>& how) {
        const std::lock_guard lock(mutex_);
        how(entries_);
    }
    void refuse_next_checkpoints(int count) { unavailable_ = count; }

    [[nodiscard]] std::vector<std::string> entries() const {
        const std::lock_guard lock(mutex_);
        return entries_;
    }
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> checkpoints() const {
        const std::lock_guard lock(mutex_);
        return checkpoints_;
    }

private:
    runtime::Answer answer_to(const runtime::Asked& asked) {
        if (const auto* keep = std::get_if<runtime::KeepCheckpoint>(&asked)) {
            if (unavailable_-- > 0) return runtime::Unavailable{};
            checkpoints_.emplace_back(keep->size, keep->note);
            return runtime::Answered{};
        }
        runtime::Answered answered;
        if (const auto* notes = std::get_if<runtime::ReadLogCheckpoints>(&asked)) {
            for (const auto& [size, note] : checkpoints_) {
                if (size > notes->after) signer::append_log_entry(answered.bytes, note);
            }
            return answered;
        }
        const auto& wanted = std::get<runtime::ReadLogEntries>(asked);
        const std::uint64_t end = wanted.from + static_cast<std::uint64_t>(wanted.limit);
        for (std::uint64_t at = wanted.from; at < std::min(end, entries_.size()); ++at) {
            signer::append_log_entry(answered.bytes, entries_[at]);
        }
        return answered;
    }

    mutable std::mutex mutex_;
    std::vector<std::string> entries_;
    std::vector<std::pair<std::uint64_t, std::string>> checkpoints_;
    std::atomic<int> unavailable_ = 0;
};

// A log signed at these sizes, ready for export.
inline signer::LogSource signed_source(
    const std::vector<std::string>& entries,
    const std::vector<std::uint64_t>& sizes,
    const signer::SigningKey& signing_key = signer::SigningKey::generate()
) {
    const auto key =
        core::verifier_key(signer::openssl_sha256(), kOrigin, signing_key.public_key());
    signer::LogSource source;
    source.verifier_key = core::format_verifier_key(key);
    source.entries = [entries](std::uint64_t from, int limit) {
        std::vector<ports::LoggedEntry> found;
        const std::uint64_t end = from + static_cast<std::uint64_t>(limit);
        for (; from < std::min<std::uint64_t>(end, entries.size()); ++from) {
            found.push_back({.seq = from, .bytes = entries[from]});
        }
        return found;
    };
    for (const std::uint64_t size : sizes) {
        const core::Checkpoint checkpoint{
            .origin = kOrigin, .size = size, .root = root_of(entries, size)};
        source.checkpoints.emplace_back(
            size,
            core::sign_checkpoint(
                checkpoint,
                key,
                [&signing_key](std::string_view text) { return signing_key.sign(text); }
            )
        );
    }
    return source;
}

}  // namespace clarion::test
