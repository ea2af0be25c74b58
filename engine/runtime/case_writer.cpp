#include "engine/runtime/case_writer.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/ensure.hpp"
#include "engine/runtime/retention_desk.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

bool is_same_task(const core::TaskView& left, const core::TaskView& right) {
    return left.state == right.state && left.each == right.each && left.due == right.due;
}

bool has_task(const std::vector<core::TaskView>& tasks, const core::TaskView& wanted) {
    return std::any_of(tasks.begin(), tasks.end(), [&](const core::TaskView& task) {
        return is_same_task(task, wanted);
    });
}

bool has_same_tasks(
    const std::vector<core::TaskView>& left, const std::vector<core::TaskView>& right
) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), is_same_task);
}

bool has_same_timers(const CaseInHand& before, const CaseInHand& held) {
    const auto& left = before.snapshot->machine.timers;
    const auto& right = held.snapshot->machine.timers;
    return std::equal(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](const auto& one, const auto& other) {
            return one.id == other.id && one.due == other.due;
        }
    );
}

std::vector<ports::TimerRow> timer_rows(const CaseInHand& held) {
    std::vector<ports::TimerRow> rows;
    for (const auto& timer : held.snapshot->machine.timers) {
        rows.push_back({.case_id = held.row.id, .timer_id = timer.id, .due = timer.due});
    }
    return rows;
}

// Who one effect goes to. A message to several roles is several messages, each with a fate and a
// key of its own.
std::vector<std::string> receivers_of(const core::Effect& effect) {
    if (effect.name != "notify_staff" || !effect.params.is_object()) return {""};
    const json::value* roles = effect.params.get_object().if_contains("roles");
    if (roles == nullptr || !roles->is_array()) return {""};
    std::vector<std::string> receivers;
    for (const json::value& role : roles->get_array()) {
        if (role.is_string()) receivers.emplace_back(role.get_string());
    }
    return receivers;
}

}  // namespace

CaseWriter::CaseWriter(CaseStores stores, CaseVault& vault, WakeTimes& wake)
    : stores_(stores), vault_(vault), wake_(wake) {}

CaseInHand CaseWriter::create(
    ProcessHandle process, const core::NewCase& identity, core::Accepted accepted
) {
    CaseInHand held;
    held.process = std::move(process);
    held.row.id = identity.id;
    held.row.reference = identity.reference;
    held.row.audit_ref = {stores_.ids.new_token()};
    held.row.bundle = held.process->hash;
    held.row.received_at = accepted.after.received_at;
    held.row.key = stores_.keys.create_data_key();
    held.key = stores_.keys.unwrap(held.row.key);
    seal_into_row(held, accepted);
    stores_.store.insert_case(held.row);
    write_rest(nullptr, held, accepted.event, accepted.effects);
    return held;
}

CaseInHand CaseWriter::advance(const CaseInHand& before, core::Accepted accepted) {
    return move(before, before.process, std::move(accepted));
}

CaseInHand CaseWriter::move(const CaseInHand& before, ProcessHandle to, core::Accepted accepted) {
    CaseInHand held;
    held.process = std::move(to);
    held.key = before.key;
    held.row.id = before.row.id;
    held.row.reference = before.row.reference;
    held.row.audit_ref = before.row.audit_ref;
    held.row.bundle = held.process->hash;
    held.row.received_at = before.row.received_at;
    held.row.key = before.row.key;
    seal_into_row(held, accepted);
    if (!stores_.store.update_case(held.row)) throw LostRace();
    write_rest(&before, held, accepted.event, accepted.effects);
    return held;
}

void CaseWriter::seal_into_row(CaseInHand& held, core::Accepted& accepted) {
    held.snapshot = std::make_shared<const core::CaseSnapshot>(std::move(accepted.after));
    held.projection =
        std::make_shared<const core::Projection>(core::project(*held.process, *held.snapshot));
    const core::Projection& projection = *held.projection;
    held.row.version = held.snapshot->version;
    held.row.states = projection.states;
    held.row.queue = projection.queue;
    held.row.outcome = projection.outcome;
    held.row.priority = projection.priority;
    held.row.closed = projection.closed;
    held.row.due_at = projection.due_at;
    held.row.lists = projection.lists;
    held.row.walls = projection.walls;
    held.row.sealed_snapshot = vault_.seal_snapshot(held);
}

void CaseWriter::write_rest(
    const CaseInHand* before,
    const CaseInHand& held,
    const core::CaseEvent& event,
    const std::vector<core::Effect>& effects
) {
    stores_.store.append_event(vault_.seal_event(held, event));
    write_timers(before, held);
    write_tasks(before, held, event.at);
    write_effects(held, event, effects);
    if (held.row.closed) write_retention(before, held, event.at);
    vault_.keep(held);
}

void CaseWriter::write_retention(
    const CaseInHand* before, const CaseInHand& held, core::Instant at
) {
    // Only a case that was there can have been closed before, and opened again since.
    auto kept = before == nullptr ? std::nullopt : stores_.store.find_retention(held.row.id);
    const bool was_closed = before != nullptr && before->row.closed;
    ports::RetentionRow row =
        was_closed && kept
            ? retention_after_step(*held.process, *std::move(kept), at)
            : retention_at_closing(*held.process, *held.snapshot, std::move(kept), at);
    row.case_id = held.row.id;
    stores_.store.keep_retention(row);
}

void CaseWriter::write_timers(const CaseInHand* before, const CaseInHand& held) {
    if (before != nullptr && has_same_timers(*before, held)) return;
    stores_.store.set_timers(held.row.id, timer_rows(held));
    wake_.disturb();
}

void CaseWriter::rearm(const CaseInHand& held, const std::string& late, core::Instant until) {
    std::vector<ports::TimerRow> rows = timer_rows(held);
    for (ports::TimerRow& row : rows) {
        if (row.timer_id == late) row.due = until;
    }
    stores_.store.set_timers(held.row.id, rows);
    wake_.disturb();
}

void CaseWriter::postpone(const ports::TimerRow& late, core::Instant until) {
    std::vector<ports::TimerRow> rows = stores_.store.timers_of(late.case_id);
    for (ports::TimerRow& row : rows) {
        if (row.timer_id == late.timer_id) row.due = until;
    }
    stores_.store.set_timers(late.case_id, rows);
    wake_.disturb();
}

void CaseWriter::write_tasks(const CaseInHand* before, const CaseInHand& held, core::Instant at) {
    const std::vector<core::TaskView>& wanted = held.projection->tasks;
    if (before != nullptr && has_same_tasks(before->projection->tasks, wanted)) return;
    std::vector<core::TaskView> open;
    if (before != nullptr) {
        for (ports::TaskRow& row : stores_.store.open_tasks_of(held.row.id)) {
            if (has_task(wanted, row.view)) {
                open.push_back(std::move(row.view));
            } else {
                stores_.store.close_task(row.id, at);
            }
        }
    }
    for (const core::TaskView& task : wanted) {
        if (has_task(open, task)) continue;
        ports::TaskRow row;
        row.id = {stores_.ids.new_token()};
        row.case_id = held.row.id;
        row.view = task;
        row.opened_at = at;
        stores_.store.insert_task(row);
    }
}

void CaseWriter::write_effects(
    const CaseInHand& held, const core::CaseEvent& event, const std::vector<core::Effect>& all
) {
    for (const core::Effect& effect : all) {
        for (const std::string& receiver : receivers_of(effect)) {
            ports::OutboxRow row;
            row.case_id = held.row.id;
            // Frozen: receivers spot repeats by it.
            row.key = held.row.id.text + ":" + std::to_string(event.sequence) + ":" +
                      std::to_string(effect.index);
            if (!receiver.empty()) row.key += ":" + receiver;
            row.effect = effect.name;
            json::value params = effect.params;
            if (!receiver.empty()) params.as_object()["role"] = receiver;
            row.sealed_params = vault_.seal_params(held.key, row.key, params);
            row.not_before = event.at;
            stores_.outbox.put(row);
            wake_.disturb();
        }
    }
}

}  // namespace clarion::runtime
