// What is asked of the log: a page of it, its tree, parts of what a query finds, one entry in
// words, and what signer, exports and witnesses want. Parts of Asked (see work.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace clarion::runtime {

struct ReadAuditEvents {
    std::string query;
    std::string cursor;
    std::string kept = {};  // the id of a kept query of the caller's, asked instead of `query`
};
struct ReadAuditCheckpoint {};
struct ReadAuditTile {
    int level = 0;
    std::uint64_t index = 0;
    int width = 256;
    bool entries = false;
};
struct ProveAuditEntry {
    std::uint64_t seq = 0;
    std::optional<std::uint64_t> log = std::nullopt;  // number of a closed one; else the open one
};

// The next entries that a query finds, newest first: for facets, ready-made questions and exports.
// So many at a time, that nobody waits for them. Answer: {looked_at, size, end, next|null,
// since|null, pairs, places}, where `end` is the place behind the log's last entry, and in `bytes`
// the leaves that are asked about, each after its length (32 bits, big-endian); `places`: theirs.
struct ReadAuditPart {
    std::string query;
    std::string question = {};  // of audit_questions.hpp; empty: none
    std::string purpose = {};   // how the log calls the reading: facets, export
    std::optional<std::uint64_t> before = std::nullopt;  // `next` of the part before
    bool all_time = false;  // otherwise the last 90 days, where the query says nothing of time
};

// Answer: {entry, size, signed, in_words: [...], detail: committed|kept|none}, and once there is
// more than one log the number of its `log`.
struct ExplainAuditEntry {
    std::uint64_t seq = 0;
    std::optional<std::uint64_t> log = std::nullopt;  // number of a closed one; else the open one
};

// For the signer's link alone: entry bytes in order, and the note it made of them.
struct ReadLogEntries {
    std::uint64_t from = 0;
    int limit = 1024;
};
// For the export: signed notes of sizes above `after`, each as an entry is given.
struct ReadLogCheckpoints {
    std::uint64_t after = 0;
    int limit = 1024;
};
struct KeepCheckpoint {
    std::uint64_t size = 0;
    std::string note;
};

// That the tree of `size` leaves goes on from that of `old_size`. Answer in `bytes`: hashes of 32
// bytes each, none for an old size of 0. For witnesses alone.
struct ProveConsistency {
    std::uint64_t old_size = 0;
    std::uint64_t size = 0;
};

}  // namespace clarion::runtime
