#include "engine/runtime/signer_queries.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr int kEntriesMax = 4096;

void append_with_length(std::string& bytes, std::string_view item) {
    const auto size = static_cast<std::uint32_t>(item.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(size >> shift));
    bytes += item;
}

}  // namespace

Outcome SignerQueries::entries(const ReadLogEntries& asked) {
    const std::uint64_t size = parts_.log.head().size;
    Answered answered;
    std::uint64_t count = 0;
    if (asked.from < size) {
        const int limit = std::clamp(asked.limit, 0, kEntriesMax);
        for (const ports::LoggedEntry& entry : parts_.log.entries(asked.from, limit)) {
            append_with_length(answered.bytes, entry.bytes);
            ++count;
        }
    }
    answered.document = json::object{{"size", size}, {"count", count}};
    return answered;
}

Outcome SignerQueries::checkpoints(const ReadLogCheckpoints& asked) {
    Answered answered;
    const int limit = std::clamp(asked.limit, 0, kEntriesMax);
    for (const auto& [size, note] : parts_.log.checkpoints(asked.after, limit))
        append_with_length(answered.bytes, note);
    return answered;
}

// Of the tree's first `size` leaves: the complete subtrees, largest first, folded.
core::Digest SignerQueries::root_at(std::uint64_t size) {
    std::vector<core::Digest> roots;
    std::uint64_t covered = 0;
    while (covered < size) {
        const int level = static_cast<int>(std::bit_width(size - covered)) - 1;
        roots.push_back(parts_.log.node(level, covered >> level));
        covered += std::uint64_t{1} << level;
    }
    return core::MerkleFrontier(size, std::move(roots)).root(parts_.sha256);
}

std::string SignerQueries::with_kept_signatures(const KeepCheckpoint& asked) {
    const auto kept = parts_.log.checkpoints(asked.size - 1, 1);
    if (kept.empty() || kept.front().first != asked.size) return asked.note;
    return core::merge_notes(kept.front().second, asked.note);
}

Outcome SignerQueries::consistency(const ProveConsistency& asked) {
    const bool is_good =
        asked.old_size <= asked.size && asked.size <= parts_.log.head().size && asked.size > 0;
    if (!is_good) {
        return refuse_unrecorded(core::RefusalCode::not_found, "the log has no such trees");
    }
    Answered answered = answered_with({});
    if (asked.old_size == 0) return answered;
    const core::NodeReader nodes = [this](int level, std::uint64_t index) {
        return parts_.log.node(level, index);
    };
    for (const core::Digest& hash :
         core::consistency_proof(parts_.sha256, nodes, asked.old_size, asked.size))
        answered.bytes.append(hash.begin(), hash.end());
    return answered;
}

Outcome SignerQueries::keep(const KeepCheckpoint& asked) {
    const auto note = core::parse_note(asked.note);
    if (!note) return refuse_unrecorded(core::RefusalCode::malformed_body, note.error());
    const auto checkpoint = core::parse_checkpoint_text(note->text);
    if (!checkpoint) {
        return refuse_unrecorded(core::RefusalCode::malformed_body, checkpoint.error());
    }
    const bool is_ours = checkpoint->size == asked.size && asked.size <= parts_.log.head().size &&
                         checkpoint->root == root_at(asked.size);
    if (!is_ours) {
        parts_.metrics.count("clarion_alarms_total", "checkpoint_differs");
        parts_.diary.write(
            ports::LogLevel::error, "checkpoint_differs", {{"size", std::to_string(asked.size)}}
        );
        return refuse_unrecorded(
            core::RefusalCode::malformed_body, "the checkpoint is not one of this log"
        );
    }
    parts_.log.keep_checkpoint(asked.size, with_kept_signatures(asked));
    return answered_with({});
}

}  // namespace clarion::runtime
