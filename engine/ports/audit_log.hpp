// AuditLog: the append-only log, in the transaction of the act it records.
//
// Threads:    engine thread only. Shares the case store's transaction and savepoints.
// Durability: as the case store's. An entry that was not committed has burnt no number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/merkle.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::ports {

struct AuditHead {
    std::uint64_t size = 0;
    core::Digest root{};
};

// A log is turned when its year is over or it died; the next one then begins at entry 0 under a
// name of its own. A place is an entry's number among all logs of a store: the log's number, and
// behind it the entry's in that log.
inline constexpr int kPlacesOfLog = 40;  // bits; frozen: stored

struct LoggedEntry {
    std::uint64_t seq = 0;
    std::string bytes;  // the leaf, as hashed
    std::uint64_t place = 0;
};

struct ClosedLog {
    std::uint64_t number = 0;  // from 0; the open one has the next
    std::string origin;
    std::uint64_t size = 0;
    core::Digest root{};
    std::string checkpoint;    // its newest, signed; empty when there was none
    std::string verifier_key;  // one line; empty when there was none
    std::string opening;       // JSON: what the first leaf of the next log commits to, and its salt
    std::string retirement = {};  // what two people signed to retire it; empty when nobody did

    // Its entries are given out no more; bytes, hashes and checkpoints stay.
    [[nodiscard]] bool is_retired() const { return !retirement.empty(); }
};

// Of all closed logs, in their order. Logs are retired from the oldest on.
[[nodiscard]] inline std::uint64_t count_retired(const std::vector<ClosedLog>& closed) {
    std::uint64_t retired = 0;
    while (retired < closed.size() && closed[retired].is_retired())
        ++retired;
    return retired;
}

// The member of a term that looks at all words of an entry, as core::entry_says does.
inline constexpr const char* kTextTerm = "text";

// What an auditor asks for; all given terms must hold. Terms of one member compare whole values.
struct AuditQuery {
    struct Term {
        std::string member;  // actor, org, cls, type, subj, why, out, req, recipient; kTextTerm
        std::string value;
        bool negated = false;
    };
    std::vector<Term> terms;
    std::optional<core::Instant> from;
    std::optional<core::Instant> until;
    std::optional<std::uint64_t> before;  // a place: newest first, go on below this one
    int limit = 25;
    // Entries of retired logs too: for what the program holds its own store against, never for
    // people.
    bool also_retired = false;
};

class AuditLog {
public:
    virtual ~AuditLog() = default;

    // Sets seq and subj_n, writes leaf and tree. `sealed_detail` may be empty; it was sealed above
    // this port.
    virtual std::uint64_t append(core::AuditEntry entry, ByteView sealed_detail) = 0;

    [[nodiscard]] virtual AuditHead head() = 0;
    // Any number may be asked for, here and below: nothing is there beyond the last entry.
    [[nodiscard]] virtual std::vector<LoggedEntry> entries(std::uint64_t from, int limit) = 0;
    [[nodiscard]] virtual std::vector<LoggedEntry> query(const AuditQuery& query) = 0;
    [[nodiscard]] virtual std::optional<Bytes> detail(std::uint64_t place) = 0;

    // Hash of the complete subtree of 2^level leaves; the reader for proofs and hash tiles.
    [[nodiscard]] virtual core::Digest node(int level, std::uint64_t index) = 0;

    // Signed checkpoints, by tree size; the newest is the log's.
    virtual void keep_checkpoint(std::uint64_t size, std::string_view note) = 0;
    [[nodiscard]] virtual std::optional<std::string> checkpoint() = 0;
    // Those of a size above `after`, smallest first.
    [[nodiscard]] virtual std::vector<std::pair<std::uint64_t, std::string>> checkpoints(
        std::uint64_t after, int limit
    ) = 0;

    // Closes the log as it stands and opens the next, which is empty. `closing` needs no number,
    // size or root; they are the log's own.
    virtual void turn(const ClosedLog& closing) = 0;
    [[nodiscard]] virtual std::vector<ClosedLog> closed() = 0;
    // The end of a closed log: no query gives its entries any more. Their details are removed, and
    // of everybody whom no entry of a later log names what they asked of the log, and who they are;
    // but whoever proposed an erasure that is still open stays known.
    // Requires: it is the oldest closed log that is not retired; `statement` is not empty.
    virtual void retire(std::uint64_t number, std::string_view statement) = 0;
    // Of a closed log, as entries() and checkpoints() are of the open one. Of a retired one too:
    // whoever asks for people refuses them.
    [[nodiscard]] virtual std::vector<LoggedEntry> closed_entries(
        std::uint64_t number, std::uint64_t from, int limit
    ) = 0;
    // Of a closed log, as node() is of the open one.
    [[nodiscard]] virtual core::Digest closed_node(
        std::uint64_t number, int level, std::uint64_t index
    ) = 0;
    [[nodiscard]] virtual std::vector<std::pair<std::uint64_t, std::string>> closed_checkpoints(
        std::uint64_t number
    ) = 0;
};

}  // namespace clarion::ports
