// FakeAuditLog: the log in memory, in the fake store's batches, with a real tree.
#pragma once

#include <algorithm>
#include <utility>

#include "engine/core/audit/entry_text.hpp"
#include "tests/support/fake_state.hpp"

namespace clarion::test {

class FakeAuditLog final : public ports::AuditLog {
public:
    FakeAuditLog(FakeDisk& disk, core::Sha256 sha256) : disk_(disk), sha256_(std::move(sha256)) {}

    std::uint64_t append(core::AuditEntry entry, ports::ByteView sealed_detail) override {
        ++disk_.rows_written;
        entry.seq = log().size();
        if (!entry.subj.text.empty()) entry.subj_n = ++disk_.now.counters[entry.subj.text];
        FakeEntry kept{entry, core::leaf_bytes(entry), {}};
        kept.detail.assign(sealed_detail.begin(), sealed_detail.end());
        grow(core::leaf_hash(sha256_, kept.bytes));
        log().push_back(std::move(kept));
        return entry.seq;
    }
    ports::AuditHead head() override {
        std::vector<core::Digest> roots;
        std::uint64_t covered = 0;
        for (std::size_t level = nodes().size(); level-- > 0;) {
            const std::uint64_t width = std::uint64_t{1} << level;
            if ((log().size() & width) == 0) continue;
            roots.push_back(nodes()[level][covered / width]);
            covered += width;
        }
        return {log().size(), core::MerkleFrontier(log().size(), roots).root(sha256_)};
    }
    std::vector<ports::LoggedEntry> entries(std::uint64_t from, int limit) override {
        return some_of(log(), base(), from, limit);
    }
    std::vector<ports::LoggedEntry> query(const ports::AuditQuery& query) override {
        std::vector<ports::LoggedEntry> found;
        add_newest(query, log(), base(), found);
        const std::uint64_t first = query.also_retired ? 0 : ports::count_retired(closed());
        for (std::size_t number = disk_.now.closed.size(); number-- > first;)
            add_newest(query, disk_.now.closed[number].entries, base_of(number), found);
        return found;
    }
    std::optional<ports::Bytes> detail(std::uint64_t place) override {
        const std::uint64_t number = place >> ports::kPlacesOfLog;
        const auto& closed = disk_.now.closed;
        const auto& entries = number < closed.size() ? closed[number].entries : log();
        const std::uint64_t seq = place - base_of(number);
        if (seq >= entries.size() || entries[seq].detail.empty()) return std::nullopt;
        return entries[seq].detail;
    }
    void turn(const ports::ClosedLog& closing) override {
        ++disk_.rows_written;
        FakeClosedLog closed{closing, log(), disk_.now.checkpoints, nodes()};
        closed.log.number = disk_.now.closed.size();
        closed.log.size = head().size;
        closed.log.root = head().root;
        disk_.now.closed.push_back(std::move(closed));
        log().clear();
        nodes().clear();
        disk_.now.checkpoints.clear();
        disk_.now.counters.clear();
    }
    std::vector<ports::ClosedLog> closed() override {
        std::vector<ports::ClosedLog> logs;
        for (const FakeClosedLog& closed : disk_.now.closed)
            logs.push_back(closed.log);
        return logs;
    }
    void retire(std::uint64_t number, std::string_view statement) override {
        ++disk_.rows_written;
        FakeClosedLog& retired = disk_.now.closed.at(number);
        retired.log.retirement = statement;
        for (FakeEntry& entry : retired.entries)
            entry.detail.clear();
        for (const auto& [person, ref] : disk_.people) {
            if (is_named(disk_.now, ref)) continue;
            const core::AuditRef& unnamed = ref;
            std::erase_if(disk_.now.audit_requests, [&unnamed](const auto& row) {
                return row.second.owner == unnamed;
            });
            const auto& kept = disk_.now.retention;
            const bool is_proposer = std::any_of(kept.begin(), kept.end(), [&](const auto& row) {
                return row.second.proposed_by == unnamed;
            });
            if (!is_proposer) disk_.now.forgotten.insert(unnamed);
        }
    }
    std::vector<ports::LoggedEntry> closed_entries(
        std::uint64_t number, std::uint64_t from, int limit
    ) override {
        if (number >= disk_.now.closed.size()) return {};
        return some_of(disk_.now.closed.at(number).entries, base_of(number), from, limit);
    }
    std::vector<std::pair<std::uint64_t, std::string>> closed_checkpoints(std::uint64_t number
    ) override {
        const auto& notes = disk_.now.closed.at(number).checkpoints;
        return {notes.begin(), notes.end()};
    }
    core::Digest node(int level, std::uint64_t index) override {
        return nodes().at(static_cast<std::size_t>(level)).at(index);
    }
    core::Digest closed_node(std::uint64_t number, int level, std::uint64_t index) override {
        return disk_.now.closed.at(number).nodes.at(static_cast<std::size_t>(level)).at(index);
    }
    void keep_checkpoint(std::uint64_t size, std::string_view note) override {
        ++disk_.rows_written;
        disk_.now.checkpoints[size] = note;
    }
    std::optional<std::string> checkpoint() override {
        if (disk_.now.checkpoints.empty()) return std::nullopt;
        return disk_.now.checkpoints.rbegin()->second;
    }
    std::vector<std::pair<std::uint64_t, std::string>> checkpoints(std::uint64_t after, int limit)
        override {
        std::vector<std::pair<std::uint64_t, std::string>> found(
            disk_.now.checkpoints.upper_bound(after), disk_.now.checkpoints.end()
        );
        found.resize(std::min(found.size(), static_cast<std::size_t>(limit)));
        return found;
    }

private:
    [[nodiscard]] std::vector<FakeEntry>& log() { return disk_.now.log; }
    [[nodiscard]] std::vector<std::vector<core::Digest>>& nodes() { return disk_.now.nodes; }

    static std::uint64_t base_of(std::uint64_t number) { return number << ports::kPlacesOfLog; }
    [[nodiscard]] std::uint64_t base() const { return base_of(disk_.now.closed.size()); }

    static std::vector<ports::LoggedEntry> some_of(
        const std::vector<FakeEntry>& log, std::uint64_t base, std::uint64_t from, int limit
    ) {
        std::vector<ports::LoggedEntry> some;
        for (std::uint64_t seq = from; seq < log.size() && std::cmp_less(some.size(), limit); ++seq)
            some.push_back({seq, log[seq].bytes, base + seq});
        return some;
    }

    static void add_newest(
        const ports::AuditQuery& query,
        const std::vector<FakeEntry>& log,
        std::uint64_t base,
        std::vector<ports::LoggedEntry>& found
    ) {
        for (std::uint64_t seq = log.size(); seq-- > 0;) {
            const FakeEntry& kept = log[seq];
            const core::Instant ts = kept.entry.ts;
            const bool is_wanted =
                (!query.before || base + seq < *query.before) &&
                (!query.from || ts >= *query.from) && (!query.until || ts < *query.until) &&
                std::all_of(query.terms.begin(), query.terms.end(), [&](const auto& term) {
                    const bool holds =
                        term.member == ports::kTextTerm
                            ? core::entry_says(
                                  core::json::parse(kept.bytes).as_object(), term.value
                              )
                            : value_of(kept.entry, term.member) == term.value;
                    return holds != term.negated;
                });
            if (is_wanted && std::cmp_less(found.size(), query.limit))
                found.push_back({seq, kept.bytes, base + seq});
        }
    }

    // Every second node of a level completes one of the next.
    void grow(core::Digest hash) {
        for (std::size_t level = 0;; ++level) {
            if (nodes().size() <= level) nodes().emplace_back();
            auto& row = nodes()[level];
            row.push_back(hash);
            if (row.size() % 2 != 0) return;
            hash = core::node_hash(sha256_, row[row.size() - 2], row.back());
        }
    }

    static std::string value_of(const core::AuditEntry& entry, const std::string& member) {
        if (member == "actor") return entry.actor.text;
        if (member == "org") return entry.org;
        if (member == "cls") return std::string(core::to_string(entry.cls));
        if (member == "type") return entry.type;
        if (member == "subj") return entry.subj.text;
        if (member == "why") return entry.why;
        if (member == "out") return std::string(core::to_string(entry.out));
        if (member == "req") return entry.req;
        return entry.recipient;
    }

    FakeDisk& disk_;
    core::Sha256 sha256_;
};

}  // namespace clarion::test
