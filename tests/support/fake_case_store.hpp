// FakeCaseStore: the case store in memory, with the rules of the port and the faults of a disk.
#pragma once

#include <algorithm>
#include <utility>

#include "tests/support/fake_cases.hpp"

namespace clarion::test {

class FakeCaseStore final : public FakeCases {
public:
    using FakeCases::FakeCases;

    void set_timers(const core::CaseId& id, const std::vector<ports::TimerRow>& timers) override {
        write();
        now().timers[id.text] = timers;
    }
    std::vector<ports::TimerRow> timers_of(const core::CaseId& id) override {
        asked("timers_of");
        const auto found = now().timers.find(id.text);
        return found == now().timers.end() ? std::vector<ports::TimerRow>() : found->second;
    }
    std::vector<ports::TimerRow> due_timers(core::Instant at, int limit) override {
        std::vector<ports::TimerRow> due;
        for (const auto& [id, timers] : now().timers) {
            for (const auto& timer : timers) {
                if (timer.due <= at) due.push_back(timer);
            }
        }
        std::stable_sort(due.begin(), due.end(), [](const auto& one, const auto& other) {
            return one.due < other.due;
        });
        if (std::cmp_greater(due.size(), limit)) due.resize(static_cast<std::size_t>(limit));
        return due;
    }
    std::optional<core::Instant> next_due() override {
        const auto due = due_timers(core::Instant::max(), 1);
        return due.empty() ? std::nullopt : std::optional(due.front().due);
    }

    void insert_task(const ports::TaskRow& row) override {
        write();
        now().tasks.push_back(row);
    }
    void close_task(const core::TaskId& id, core::Instant at) override {
        write();
        for (auto& task : now().tasks) {
            if (task.id == id) task.closed_at = at;
        }
    }
    std::vector<ports::TaskRow> open_tasks_of(const core::CaseId& id) override {
        asked("open_tasks_of");
        return tasks_where([&](const auto& task) { return task.case_id == id; }, 1000);
    }
    std::vector<ports::TaskRow> open_tasks_for_agency(std::string_view agency, int limit) override {
        return tasks_where([&](const auto& task) { return task.view.each == agency; }, limit);
    }
    std::optional<ports::TaskRow> find_task(const core::TaskId& id) override {
        asked("find_task");
        for (const auto& task : now().tasks) {
            if (task.id == id) return task;
        }
        return std::nullopt;
    }

    std::optional<ports::StoredAnswer> find_answer(std::string_view scope, std::string_view key)
        override {
        asked("find_answer");
        const auto found = now().answers.find({std::string(scope), std::string(key)});
        return found == now().answers.end() ? std::nullopt : std::optional(found->second);
    }
    void keep_answer(
        std::string_view scope,
        std::string_view key,
        const ports::StoredAnswer& answer,
        core::Instant
    ) override {
        write();
        now().answers[{std::string(scope), std::string(key)}] = answer;
    }

    void put_search_tokens(const core::CaseId& id, const std::vector<core::Digest>& tokens)
        override {
        write();
        now().tokens[id.text] = tokens;
    }
    std::vector<core::CaseId> cases_with_token(const core::Digest& token, int limit) override {
        asked("cases_with_token");
        std::vector<core::CaseId> found;
        for (const auto& [id, tokens] : now().tokens) {
            const bool has = std::find(tokens.begin(), tokens.end(), token) != tokens.end();
            if (has && std::cmp_less(found.size(), limit)) found.push_back({id});
        }
        return found;
    }

    bool has_token(const core::CaseId& id, const core::Digest& token) override {
        asked("has_token");
        const auto& tokens = now().tokens[id.text];
        return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
    }

    bool raise_alert(const ports::AlertRow& row) override {
        auto& all = now().alerts;
        const bool is_there = std::any_of(all.begin(), all.end(), [&](const auto& alert) {
            return alert.once == row.once;
        });
        write();
        bool is_folded = false;
        for (auto& alert : all) {
            const bool is_alike = alert.rule == row.rule && alert.person == row.person &&
                                  alert.case_id == row.case_id && !alert.settled_at;
            if (alert.once == row.once) alert.count = std::max(alert.count, row.count);
            if (is_there || !row.folds || !is_alike) continue;
            ++alert.count;
            is_folded = true;
        }
        if (is_there || is_folded) return false;
        all.push_back(row);
        if (row.case_id && !now().cases.contains(row.case_id->text)) all.back().case_id.reset();
        return true;
    }
    bool has_alert(std::string_view once) override {
        const auto& all = now().alerts;
        return std::any_of(all.begin(), all.end(), [&](const auto& alert) {
            return alert.once == once;
        });
    }
    bool has_alert_about(
        std::string_view rule, const core::PersonId& person, const core::CaseId& id
    ) override {
        const auto& all = now().alerts;
        return std::any_of(all.begin(), all.end(), [&](const auto& alert) {
            return alert.rule == rule && alert.person == person && alert.case_id == id;
        });
    }
    std::vector<ports::AlertRow> alerts(const ports::AlertPage& page) override {
        std::vector<ports::AlertRow> found;
        const auto& all = now().alerts;
        for (auto alert = all.rbegin(); alert != all.rend(); ++alert) {
            const bool is_wanted =
                alert->settled_at.has_value() == page.settled && alert->person != page.but_about;
            if (is_wanted && found.size() < static_cast<std::size_t>(page.limit))
                found.push_back(*alert);
            if (alert->id == page.after) found.clear();
        }
        return found;
    }
    std::optional<ports::AlertRow> find_alert(std::string_view id) override {
        for (const auto& alert : now().alerts) {
            if (alert.id == id) return alert;
        }
        return std::nullopt;
    }
    void settle_alert(const ports::AlertRow& settled) override {
        write();
        for (auto& alert : now().alerts) {
            if (alert.id != settled.id) continue;
            alert.settled_at = settled.settled_at;
            alert.settled_by = settled.settled_by;
            alert.finding = settled.finding;
        }
    }

    core::AuditRef audit_ref_of(const core::PersonId& person) override {
        const auto known = disk_.people.find(person.text);
        const bool is_known =
            known != disk_.people.end() && !now().forgotten.contains(known->second);
        if (is_known) return known->second;
        const core::AuditRef next{"ref-" + std::to_string(++disk_.people_named)};
        return disk_.people.insert_or_assign(person.text, next).first->second;
    }

    void publish_bundle(const core::BundleHash& hash, std::string_view bytes, core::Instant)
        override {
        write();
        now().bundles.emplace(hash.text, bytes);
    }
    std::optional<std::string> find_bundle(const core::BundleHash& hash) override {
        asked("find_bundle");
        const auto found = now().bundles.find(hash.text);
        return found == now().bundles.end() ? std::nullopt : std::optional(found->second);
    }

private:
    template <class Wanted>
    std::vector<ports::TaskRow> tasks_where(Wanted wanted, int limit) {
        std::vector<ports::TaskRow> tasks;
        for (const auto& task : now().tasks) {
            const bool is_open = !task.closed_at && wanted(task);
            if (is_open && std::cmp_less(tasks.size(), limit)) tasks.push_back(task);
        }
        return tasks;
    }
};

}  // namespace clarion::test
