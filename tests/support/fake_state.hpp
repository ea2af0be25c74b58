// FakeState: all that the fake store holds, as one value. A batch or savepoint keeps a copy and
// puts it back; a fault makes the next call fail as a broken disk would.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/audit/merkle.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/failures.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::test {

struct FakeEntry {
    core::AuditEntry entry;
    std::string bytes;
    ports::Bytes detail;
};

struct FakeClosedLog {
    ports::ClosedLog log;
    std::vector<FakeEntry> entries;
    std::map<std::uint64_t, std::string> checkpoints;
    std::vector<std::vector<core::Digest>> nodes;  // by level
};

struct FakeState {
    std::map<std::string, ports::CaseRow> cases;  // by id
    std::map<std::string, std::vector<ports::EventRow>> events;
    std::map<std::string, std::vector<ports::TimerRow>> timers;
    std::vector<ports::TaskRow> tasks;
    std::map<std::pair<std::string, std::string>, ports::StoredAnswer> answers;
    std::map<std::string, std::vector<core::Digest>> tokens;
    std::map<std::string, std::string> bundles;
    std::map<std::string, ports::Colleague> colleagues;
    std::map<std::string, ports::RetentionRow> retention;
    std::map<std::string, core::Instant> erased;
    std::vector<ports::AlertRow> alerts;
    std::map<std::uint64_t, ports::OutboxRow> outbox;
    std::map<std::uint64_t, std::string> buried;  // id to reason
    std::uint64_t outbox_numbered = 0;
    std::map<std::uint64_t, ports::LaterRow> later;
    std::uint64_t later_numbered = 0;
    std::map<std::uint64_t, ports::AuditRequestRow> audit_requests;
    std::uint64_t audit_requests_numbered = 0;
    ports::Standing standing;
    std::vector<FakeClosedLog> closed;
    std::vector<FakeEntry> log;
    std::vector<std::vector<core::Digest>> nodes;  // by level
    std::map<std::string, std::uint64_t> counters;
    std::map<std::uint64_t, std::string> checkpoints;
    std::set<core::AuditRef> forgotten;  // nobody can tell who they were
};

// Whether an entry of a log that is not retired names them.
inline bool is_named(const FakeState& now, const core::AuditRef& ref) {
    const auto names = [&ref](const FakeEntry& kept) {
        return kept.entry.actor == ref || kept.entry.recipient == ref.text;
    };
    bool found = std::any_of(now.log.begin(), now.log.end(), names);
    for (const FakeClosedLog& one : now.closed) {
        if (one.log.is_retired()) continue;
        found = found || std::any_of(one.entries.begin(), one.entries.end(), names);
    }
    return found;
}

enum class Fault { none, begin_fails, commit_fails, commit_unknown, write_fails, race_lost };

// What the three fake ports share.
struct FakeDisk {
    FakeState now;
    std::optional<FakeState> at_begin;
    std::optional<FakeState> at_savepoint;
    std::map<std::string, core::AuditRef> people;  // never taken back, as the port wants it
    std::uint64_t people_named = 0;
    Fault fault = Fault::none;  // of the next call that can fail so; then it is over
    int commits = 0;
    std::uint64_t rows_written = 0;
    std::optional<core::Instant> time;  // by the store's own clock
    // How often the store was asked for something, by what; a test that counts empties it.
    std::map<std::string, int, std::less<>> asked;

    bool strikes(Fault which) {
        if (fault != which) return false;
        fault = Fault::none;
        return true;
    }
};

}  // namespace clarion::test
