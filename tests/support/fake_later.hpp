// FakeLater: the part of the fake store that holds the work answers do not wait for.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "tests/support/fake_state.hpp"

namespace clarion::test {

class FakeLater : public ports::CaseStore {
public:
    explicit FakeLater(FakeDisk& disk) : disk_(disk) {}

    void put_later(const ports::LaterRow& row) override {
        write();
        ports::LaterRow stored = row;
        stored.id = ++now().later_numbered;
        now().later.emplace(stored.id, stored);
    }
    std::vector<ports::LaterRow> ready_later(core::Instant at, int limit) override {
        asked("ready_later");
        auto rows = later_where([&](const auto& row) { return row.not_before <= at; });
        std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
            return one.not_before < other.not_before;
        });
        return first(std::move(rows), limit);
    }
    std::vector<ports::LaterRow> untried_later(std::string_view kind, int limit) override {
        asked("untried_later");
        const auto is_untried = [&](const auto& row) {
            return row.kind == kind && row.attempts == 0;
        };
        return first(later_where(is_untried), limit);
    }
    std::vector<ports::LaterRow> every_later(std::uint64_t after, int limit) override {
        asked("every_later");
        return first(later_where([&](const auto& row) { return row.id > after; }), limit);
    }
    std::optional<core::Instant> next_later() override {
        const auto rows = ready_later(core::Instant::max(), 1);
        return rows.empty() ? std::nullopt : std::optional(rows.front().not_before);
    }
    void postpone_later(std::uint64_t id, core::Instant not_before, int attempts) override {
        write();
        now().later.at(id).not_before = not_before;
        now().later.at(id).attempts = attempts;
    }
    void keep_later_key(std::uint64_t id, const ports::WrappedKey& key) override {
        write();
        now().later.at(id).key = key;
    }
    void remove_later(std::uint64_t id) override {
        write();
        now().later.erase(id);
    }
    std::uint64_t count_later() override { return now().later.size(); }

protected:
    [[nodiscard]] FakeState& now() { return disk_.now; }
    void require_batch() const {
        if (!disk_.at_begin) throw std::logic_error("no batch is open");
    }
    void write() {
        require_batch();
        ++disk_.rows_written;
        if (disk_.strikes(Fault::write_fails)) throw ports::StoreUnavailable("cannot write");
    }
    void asked(std::string_view what) { ++disk_.asked[std::string(what)]; }
    FakeDisk& disk_;

private:
    template <class Wanted>
    std::vector<ports::LaterRow> later_where(Wanted wanted) {
        std::vector<ports::LaterRow> rows;
        for (const auto& [id, row] : now().later) {
            if (wanted(row)) rows.push_back(row);
        }
        return rows;
    }
    static std::vector<ports::LaterRow> first(std::vector<ports::LaterRow> rows, int limit) {
        if (std::cmp_greater(rows.size(), limit)) rows.resize(static_cast<std::size_t>(limit));
        return rows;
    }
};

}  // namespace clarion::test
