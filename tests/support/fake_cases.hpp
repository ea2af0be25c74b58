// FakeCases: the part of the fake store that holds batches, cases and their events.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "tests/support/fake_retention.hpp"

namespace clarion::test {

class FakeCases : public FakeRetention {
public:
    using FakeRetention::FakeRetention;

    void begin() override {
        if (disk_.strikes(Fault::begin_fails)) throw ports::StoreUnavailable("cannot begin");
        if (disk_.at_begin) throw std::logic_error("a batch is open already");
        disk_.at_begin = disk_.now;
    }
    void commit() override {
        require_batch();
        if (disk_.at_savepoint) throw std::logic_error("a savepoint is open at the commit");
        if (disk_.strikes(Fault::commit_fails)) throw ports::StoreUnavailable("the disk is full");
        disk_.at_begin.reset();
        ++disk_.commits;
        if (disk_.strikes(Fault::commit_unknown)) throw ports::CommitUnknown("power went away");
    }
    void rollback() noexcept override {
        if (disk_.at_begin) disk_.now = *std::move(disk_.at_begin);
        disk_.at_begin.reset();
        disk_.at_savepoint.reset();
    }
    void open_savepoint() override {
        require_batch();
        if (disk_.at_savepoint) throw std::logic_error("savepoints are one level deep");
        disk_.at_savepoint = disk_.now;
    }
    void release_savepoint() override {
        require_savepoint();
        disk_.at_savepoint.reset();
    }
    void undo_savepoint() override {
        require_savepoint();
        disk_.now = *std::move(disk_.at_savepoint);
        disk_.at_savepoint.reset();
    }

    std::uint64_t rows_written() const override { return disk_.rows_written; }

    std::optional<ports::CaseRow> find_case(const core::Reference& reference) override {
        asked("find_case");
        for (const auto& [id, row] : now().cases) {
            if (row.reference == reference) return as_read(row);
        }
        return std::nullopt;
    }
    std::optional<ports::CaseRow> find_case(const core::CaseId& id) override {
        asked("find_case");
        const auto found = now().cases.find(id.text);
        return found == now().cases.end() ? std::nullopt : std::optional(as_read(found->second));
    }
    ports::Bytes sealed_snapshot_of(const core::CaseId& id) override {
        asked("sealed_snapshot_of");
        return now().cases.at(id.text).sealed_snapshot;
    }
    void insert_case(const ports::CaseRow& row) override {
        write();
        if (!now().cases.emplace(row.id.text, row).second) throw std::logic_error("case is there");
    }
    bool update_case(const ports::CaseRow& row) override {
        if (disk_.strikes(Fault::race_lost)) return false;
        ports::CaseRow& stored = now().cases.at(row.id.text);
        if (stored.version + 1 != row.version) return false;
        write();
        stored = row;
        return true;
    }
    void append_event(const ports::EventRow& row) override {
        write();
        auto& events = now().events[row.case_id.text];
        if (row.sequence != events.size() + 1) throw std::logic_error("a gap in the events");
        events.push_back(row);
    }
    std::vector<ports::EventRow> events_of(const core::CaseId& id, std::uint64_t after, int limit)
        override {
        asked("events_of");
        std::vector<ports::EventRow> some;
        for (const auto& row : now().events[id.text]) {
            if (row.sequence > after && std::cmp_less(some.size(), limit)) some.push_back(row);
        }
        return some;
    }

    std::vector<ports::CaseRow> list_cases(const ports::CaseListing& listing) override {
        asked("list_cases");
        std::vector<ports::CaseRow> rows;
        for (const auto& [id, row] : now().cases) {
            const bool is_wanted = (listing.lists.empty() || stands_on(row, listing.lists)) &&
                                   (listing.queue.empty() || row.queue == listing.queue) &&
                                   (listing.closed_too || !row.closed) &&
                                   (!listing.after || order(*listing.after) < order(row));
            if (is_wanted) rows.push_back(as_read(row));
        }
        std::sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
            return order(one) < order(other);
        });
        if (std::cmp_greater(rows.size(), listing.limit)) {
            rows.resize(static_cast<std::size_t>(listing.limit));
        }
        return rows;
    }

    void keep_key(const core::CaseId& id, const ports::WrappedKey& key) override {
        ++disk_.rows_written;
        now().cases.at(id.text).key = key;
    }
    std::vector<ports::CaseRow> every_case(const std::optional<core::CaseId>& after, int limit)
        override {
        asked("every_case");
        std::vector<ports::CaseRow> rows;
        const auto& cases = now().cases;
        for (auto at = after ? cases.upper_bound(after->text) : cases.begin();
             at != cases.end() && std::cmp_less(rows.size(), limit);
             ++at)
            rows.push_back(as_read(at->second));
        return rows;
    }
    std::uint64_t count_cases() override { return now().cases.size(); }
    std::vector<std::string> lists_with(const core::CaseId& id) override {
        const ports::CaseRow& row = now().cases.at(id.text);
        return row.closed ? std::vector<std::string>() : row.lists;
    }
    std::vector<std::uint64_t> count_lists(const std::vector<std::string>& lists) override {
        std::vector<std::uint64_t> counts;
        for (const std::string& list : lists) {
            counts.push_back(0);
            for (const auto& [id, row] : now().cases) {
                const bool waits = list == "open" || list == "queue:" + row.queue;
                if (!row.closed && (waits || stands_on(row, {list}))) ++counts.back();
            }
        }
        return counts;
    }
    void keep_colleague(const ports::Colleague& colleague) override {
        write();
        now().colleagues[colleague.person.text] = colleague;
    }
    std::optional<ports::Colleague> find_colleague(const core::PersonId& person) override {
        asked("find_colleague");
        const auto found = now().colleagues.find(person.text);
        return found == now().colleagues.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<ports::Colleague> colleagues() override {
        asked("colleagues");
        std::vector<ports::Colleague> all;
        for (const auto& [id, colleague] : now().colleagues)
            all.push_back(colleague);
        std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
            return std::tie(one.name, one.person) < std::tie(other.name, other.person);
        });
        return all;
    }

private:
    // What a list is sorted by: highest priority, earliest due instant (none is last), receipt, id.
    using Order = std::tuple<int, core::Instant, core::Instant, core::CaseId>;
    static Order order(const ports::CaseRow& row) {
        return Order(
            -row.priority, row.due_at.value_or(core::Instant::max()), row.received_at, row.id
        );
    }
    static ports::CaseRow as_read(ports::CaseRow row) {
        row.sealed_snapshot.clear();
        return row;
    }
    static bool stands_on(const ports::CaseRow& row, const std::vector<std::string>& lists) {
        return !row.closed && std::any_of(lists.begin(), lists.end(), [&](const auto& list) {
            return std::find(row.lists.begin(), row.lists.end(), list) != row.lists.end();
        });
    }
    void require_savepoint() const {
        require_batch();
        if (!disk_.at_savepoint) throw std::logic_error("no savepoint is open");
    }
};

}  // namespace clarion::test
