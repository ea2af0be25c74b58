#include "tests/crash/story.hpp"

#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

constexpr int kTries = 3;

std::string name_of(int number) {
    return "act-" + std::to_string(number);
}

}  // namespace

Story::Story(std::string path, std::string vfs) : path_(std::move(path)), vfs_(std::move(vfs)) {}

bool Story::is_open_or_opens() {
    if (store_ && store_->must_restart()) store_.reset();
    if (store_) return true;
    try {
        store_ = open_store(path_, vfs_);
    } catch (const ports::StoreUnavailable&) {
        return false;
    } catch (const ports::CommitUnknown&) {
        return false;
    }
    return true;
}

// As the engine does: a stored answer stands, else the act and its answer in one batch.
void Story::act(int number) {
    const std::string name = name_of(number);
    const ports::CaseRow row = a_case(name);
    ports::CaseStore& cases = store_->cases();
    cases.begin();
    if (const auto stored = cases.find_answer("front", name)) {
        cases.rollback();
        acknowledged_[number] = stored->answer;
        return;
    }
    const std::string answer = "answer of " + name;
    cases.open_savepoint();
    cases.insert_case(row);
    cases.append_event(an_event(row, 1));
    cases.set_timers(row.id, {{row.id, "warn", minute(number)}});
    cases.insert_task(a_task(row, name));
    store_->outbox().put(an_effect(row, name, 0));
    store_->audit().append(an_entry("ann", row.audit_ref.text), bytes("detail"));
    cases.keep_answer("front", name, {a_digest(1), answer}, minute(0));
    cases.release_savepoint();
    cases.commit();
    acknowledged_[number] = answer;
}

void Story::try_act(int number) {
    for (int attempt = 0; attempt < kTries && !acknowledged_.contains(number); ++attempt) {
        if (!is_open_or_opens()) continue;
        try {
            act(number);
        } catch (const ports::StoreUnavailable&) {
            store_->cases().rollback();
        } catch (const ports::CommitUnknown&) {
            store_->cases().rollback();
        }
    }
}

void Story::tell(int acts) {
    for (int number = 1; number <= acts; ++number)
        try_act(number);
}

void Story::check_whole(int number) {
    const std::string name = name_of(number);
    const ports::CaseRow row = a_case(name);
    ports::CaseStore& cases = store_->cases();
    const bool there = cases.find_case(row.id).has_value();
    const std::size_t expected = there ? 1 : 0;
    ports::AuditQuery of_case;
    of_case.terms = {{"subj", row.audit_ref.text, false}};
    CHECK(cases.find_answer("front", name).has_value() == there);
    CHECK(cases.events_of(row.id, 0, 10).size() == expected);
    CHECK(cases.open_tasks_of(row.id).size() == expected);
    CHECK(store_->audit().query(of_case).size() == expected);
    if (acknowledged_.contains(number)) {
        CHECK(there);
        CHECK(cases.find_answer("front", name).value().answer == acknowledged_[number]);
    }
}

void Story::check_acknowledged(int acts) {
    store_.reset();
    store_ = open_store(path_, vfs_);
    for (int number = 1; number <= acts; ++number)
        check_whole(number);
}

void Story::check_all(int acts) {
    check_acknowledged(acts);
    tell(acts);
    const auto count = static_cast<std::size_t>(acts);
    CHECK(acknowledged_.size() == count);
    CHECK(store_->audit().head().size == count);
    CHECK(store_->outbox().waiting() == count);
    CHECK(store_->cases().due_timers(minute(acts), acts + 1).size() == count);
    CHECK_NOTHROW(store_->check_integrity());
}

}  // namespace clarion::test
