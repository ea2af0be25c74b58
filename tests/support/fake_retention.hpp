// FakeRetention: the part of the fake store that says how long cases are kept, and erases them.
#pragma once

#include <algorithm>
#include <tuple>

#include "tests/support/fake_audit_requests.hpp"

namespace clarion::test {

class FakeRetention : public FakeAuditRequests {
public:
    using FakeAuditRequests::FakeAuditRequests;

    void keep_retention(const ports::RetentionRow& row) override {
        write();
        if (!now().cases.contains(row.case_id.text))
            throw std::logic_error("the case is not there");
        now().retention[row.case_id.text] = row;
    }
    std::optional<ports::RetentionRow> find_retention(const core::CaseId& id) override {
        asked("find_retention");
        const auto found = now().retention.find(id.text);
        return found == now().retention.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<ports::RetentionRow> reviews_due(
        core::Instant by, const std::optional<ports::RetentionPlace>& after, int limit
    ) override {
        const auto place = [](const auto& of) { return std::tie(of.review_due, of.case_id); };
        std::vector<ports::RetentionRow> due;
        for (const auto& [id, row] : now().retention) {
            if (row.review_due <= by && (!after || place(*after) < place(row))) due.push_back(row);
        }
        std::sort(due.begin(), due.end(), [&](const auto& one, const auto& other) {
            return place(one) < place(other);
        });
        if (std::cmp_greater(due.size(), limit)) due.resize(static_cast<std::size_t>(limit));
        return due;
    }
    int count_reviews_due(core::Instant by, int limit) override {
        return static_cast<int>(reviews_due(by, {}, limit).size());
    }
    std::vector<ports::RetentionRow> erasures_agreed(int limit) override {
        std::vector<ports::RetentionRow> agreed;
        for (const auto& [id, row] : now().retention) {
            if (row.erase_after) agreed.push_back(row);
        }
        std::stable_sort(agreed.begin(), agreed.end(), [](const auto& one, const auto& other) {
            return one.erase_after < other.erase_after;
        });
        if (std::cmp_greater(agreed.size(), limit)) agreed.resize(static_cast<std::size_t>(limit));
        return agreed;
    }
    void erase_cases(std::span<const core::CaseId> ids, core::Instant at) override {
        for (const core::CaseId& id : ids) {
            write();
            const core::AuditRef subject = now().cases.at(id.text).audit_ref;
            for (FakeEntry& entry : now().log) {
                if (entry.entry.subj == subject) entry.detail.clear();
            }
            std::erase_if(now().tasks, [&](const auto& task) { return task.case_id == id; });
            std::erase_if(now().outbox, [&](const auto& row) { return row.second.case_id == id; });
            std::erase_if(now().later, [&](const auto& row) { return row.second.case_id == id; });
            for (ports::AlertRow& alert : now().alerts) {
                if (alert.case_id != id) continue;
                alert.case_id.reset();
                alert.finding.clear();
            }
            now().events.erase(id.text);
            now().timers.erase(id.text);
            now().tokens.erase(id.text);
            now().retention.erase(id.text);
            now().cases.erase(id.text);
            now().erased.emplace(id.text, at);
        }
    }
    std::uint64_t count_erased() override { return now().erased.size(); }
};

}  // namespace clarion::test
