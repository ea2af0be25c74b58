// FakeOutbox: the outbox in memory, in the fake store's batches.
#pragma once

#include <algorithm>
#include <utility>

#include "tests/support/fake_state.hpp"

namespace clarion::test {

class FakeOutbox final : public ports::Outbox {
public:
    explicit FakeOutbox(FakeDisk& disk) : disk_(disk) {}

    ports::Standing standing() override { return disk_.now.standing; }
    void hold(std::string_view copy) override {
        disk_.now.standing = {disk_.now.standing.epoch + 1, std::string(copy), true};
    }
    void allow() override { disk_.now.standing.held = false; }
    void put(const ports::OutboxRow& row) override {
        ++disk_.rows_written;
        ports::OutboxRow stored = row;
        stored.id = ++disk_.now.outbox_numbered;
        disk_.now.outbox.emplace(stored.id, stored);
    }
    std::vector<ports::OutboxRow> ready(core::Instant at, int limit) override {
        std::vector<ports::OutboxRow> rows;
        if (disk_.now.standing.held) return rows;
        for (const auto& [id, row] : disk_.now.outbox) {
            if (row.not_before <= at) rows.push_back(row);
        }
        std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) {
            return one.not_before < other.not_before;
        });
        if (std::cmp_greater(rows.size(), limit)) rows.resize(static_cast<std::size_t>(limit));
        return rows;
    }
    std::optional<core::Instant> next_ready() override {
        const auto rows = ready(core::Instant::max(), 1);
        return rows.empty() ? std::nullopt : std::optional(rows.front().not_before);
    }
    void postpone(std::uint64_t id, core::Instant not_before, int attempts) override {
        ++disk_.rows_written;
        disk_.now.outbox.at(id).not_before = not_before;
        disk_.now.outbox.at(id).attempts = attempts;
    }
    void remove(std::uint64_t id) override {
        ++disk_.rows_written;
        disk_.now.outbox.erase(id);
    }
    void bury(std::uint64_t id, std::string_view reason) override {
        ++disk_.rows_written;
        disk_.now.outbox.erase(id);
        disk_.now.buried.emplace(id, reason);
    }
    std::uint64_t waiting() override { return disk_.now.outbox.size(); }
    std::uint64_t buried() override { return disk_.now.buried.size(); }

private:
    FakeDisk& disk_;
};

}  // namespace clarion::test
