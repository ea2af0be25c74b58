// FakeAuditLog: the log in memory, in the fake store's batches, with a real tree.
#pragma once

#include <algorithm>
#include <utility>

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
        std::vector<ports::LoggedEntry> some;
        for (std::uint64_t seq = from; seq < log().size() && std::cmp_less(some.size(), limit);
             ++seq) {
            some.push_back({seq, log()[seq].bytes});
        }
        return some;
    }
    std::vector<ports::LoggedEntry> query(const ports::AuditQuery& query) override {
        std::vector<ports::LoggedEntry> found;
        for (std::uint64_t seq = log().size(); seq-- > 0;) {
            const FakeEntry& kept = log()[seq];
            const core::Instant ts = kept.entry.ts;
            const bool is_wanted =
                (!query.before_seq || seq < *query.before_seq) &&
                (!query.from || ts >= *query.from) && (!query.until || ts < *query.until) &&
                std::all_of(query.terms.begin(), query.terms.end(), [&](const auto& term) {
                    return (value_of(kept.entry, term.member) == term.value) != term.negated;
                });
            if (is_wanted && std::cmp_less(found.size(), query.limit)) {
                found.push_back({seq, kept.bytes});
            }
        }
        return found;
    }
    std::optional<ports::Bytes> detail(std::uint64_t seq) override {
        if (seq >= log().size() || log()[seq].detail.empty()) return std::nullopt;
        return log()[seq].detail;
    }
    core::Digest node(int level, std::uint64_t index) override {
        return nodes().at(static_cast<std::size_t>(level)).at(index);
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
