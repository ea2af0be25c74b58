#include "engine/runtime/store_check.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/merkle.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_damaged.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/deadline_watch.hpp"
#include "engine/runtime/erasure_watch.hpp"
#include "engine/runtime/holds_in_log.hpp"
#include "engine/runtime/retirement_check.hpp"
#include "engine/runtime/sealed_detail.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr int kCasesAPage = 50;
constexpr int kEventsAPage = 100;
constexpr int kEntriesAPage = 100;
constexpr int kEntriesCounted = 250;
// Hashes of so many entries each are stored.
constexpr int kBlockLevel = 8;

ports::AuditQuery entries_where(std::string member, std::string value) {
    ports::AuditQuery query;
    query.terms.push_back({.member = std::move(member), .value = std::move(value), .negated = false}
    );
    query.terms.push_back({.member = "out", .value = "ok", .negated = false});
    query.limit = kEntriesAPage;
    query.also_retired = true;
    return query;
}

json::object leaf_of(const ports::LoggedEntry& entry) {
    boost::system::error_code error;
    json::value leaf = json::parse(entry.bytes, error);
    if (error || !leaf.is_object()) throw ports::IntegrityBroken("an entry cannot be read");
    return std::move(leaf.get_object());
}

// What would have to find it, as the newest.
ports::AuditQuery question_for(const ports::LoggedEntry& entry) {
    const json::object leaf = leaf_of(entry);
    ports::AuditQuery query;
    for (const char* name :
         {"actor", "org", "cls", "type", "subj", "why", "out", "req", "recipient"}) {
        std::string value = text_at(leaf, name);
        if (!value.empty()) query.terms.push_back({name, std::move(value), false});
    }
    query.from = core::parse_rfc3339(text_at(leaf, "ts"));
    if (query.from) query.until = *query.from + std::chrono::milliseconds(1);
    query.before = entry.place + 1;
    query.limit = 1;
    query.also_retired = true;
    return query;
}

std::string named(const ports::CaseRow& row) {
    return "case " + row.audit_ref.text + ": ";
}

}  // namespace

StoreReport StoreCheck::run() {
    begin();
    while (go_on(kCasesAPage))
        continue;
    look_for_entries();
    return report_;
}

void StoreCheck::begin() {
    report_ = {};
    phase_ = Phase::cases;
    after_.reset();
    cases_at_begin_ = parts_.store.count_cases();
    erased_at_begin_ = parts_.store.count_erased();
    received_ = 0;
    const std::uint64_t size = parts_.log.head().size;
    erased_ = 0;
    closed_ = parts_.log.closed();
    first_kept_ = ports::count_retired(closed_) << ports::kPlacesOfLog;
    for (std::string& fault : faults_of_retirements(parts_.log, parts_.sha256))
        tell(std::move(fault));
    end_ = (std::uint64_t{closed_.size()} << ports::kPlacesOfLog) + size;
    before_ = end_;
    block_ = 0;
    blocks_ = size >> kBlockLevel;
}

bool StoreCheck::go_on(int cases) {
    switch (phase_) {
        case Phase::cases:
            look_at_cases(cases);
            break;
        case Phase::received:
        case Phase::erased:
            count_entries();
            break;
        case Phase::blocks:
            look_at_block();
            break;
        case Phase::done:
            break;
    }
    return phase_ != Phase::done;
}

void StoreCheck::look_at_cases(int cases) {
    const auto page = parts_.store.every_case(after_, cases);
    for (const ports::CaseRow& row : page) {
        ++report_.cases;
        check_case(row);
        vault_.drop_all();
    }
    if (std::cmp_less(page.size(), cases)) {
        phase_ = Phase::received;
    } else {
        after_ = page.back().id;
    }
}

void StoreCheck::look_at_block() {
    if (block_ < blocks_) {
        core::MerkleFrontier tree;
        const std::uint64_t first = block_ << kBlockLevel;
        for (const auto& entry : parts_.log.entries(first, 1 << kBlockLevel))
            tree.append(parts_.sha256, core::leaf_hash(parts_.sha256, entry.bytes));
        if (tree.root(parts_.sha256) != parts_.log.node(kBlockLevel, block_)) {
            tell(
                "the log: entries from " + std::to_string(first) +
                " on are not those that its tree was made of"
            );
        }
        ++block_;
    }
    if (block_ >= blocks_) phase_ = Phase::done;
}

void StoreCheck::tell(std::string fault) {
    ++report_.faults;
    if (report_.told.size() < kFaultsTold) report_.told.push_back(std::move(fault));
}

const std::string& StoreCheck::origin_at(std::uint64_t place) {
    const std::uint64_t number = place >> ports::kPlacesOfLog;
    return number < closed_.size() ? closed_[number].origin : parts_.origin;
}

void StoreCheck::check_case(const ports::CaseRow& row) {
    try {
        check_log(row);
        const CaseInHand held = vault_.open(row);
        check_row(held);
        check_timers(held);
        check_tasks(held);
        check_events(held);
        check_retention(row);
    } catch (const CaseDamaged& damaged) {
        tell(named(row) + damaged.what());
    }
}

void StoreCheck::check_events(const CaseInHand& held) {
    std::uint64_t last = 0;
    for (;;) {
        const auto rows = parts_.store.events_of(held.row.id, last, kEventsAPage);
        for (const ports::EventRow& row : rows) {
            while (++last < row.sequence)
                tell(named(held.row) + "event " + std::to_string(last) + " is missing");
            ++report_.events;
            const core::CaseEvent event = vault_.open_event(held, row);
            if (row.at != event.at) tell(named(held.row) + "the time of an event was changed");
            if (row.sequence == 1) check_tokens(held, event);
        }
        if (rows.size() < kEventsAPage) break;
    }
    if (last == held.row.version) return;
    tell(
        named(held.row) + "the last event is " + std::to_string(last) + ", the case stands at " +
        std::to_string(held.row.version)
    );
}

void StoreCheck::check_tokens(const CaseInHand& held, const core::CaseEvent& opened) {
    const json::value* request = opened.data.if_contains("request");
    if (request == nullptr || !request->is_object()) {
        return tell(named(held.row) + "its first event holds no request");
    }
    const auto tokens = tokens_of_case(parts_.keys, request->get_object(), *held.process);
    const bool is_found = std::all_of(tokens.begin(), tokens.end(), [&](const core::Digest& token) {
        return parts_.store.has_token(held.row.id, token);
    });
    if (!is_found) tell(named(held.row) + "a search for its people would not find it");
}

// A timer whose case could not take the step is moved on by at most an hour.
void StoreCheck::check_timers(const CaseInHand& held) {
    const auto rows = parts_.store.timers_of(held.row.id);
    const core::Instant now = parts_.clock.now();
    const auto& armed = held.snapshot->machine.timers;
    for (const auto& timer : armed) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const ports::TimerRow& one) {
            return one.timer_id == timer.id;
        });
        if (row == rows.end()) {
            tell(named(held.row) + "the timer " + timer.id + " is armed and was cleared");
        } else if (row->due < timer.due || row->due > std::max(timer.due, now + kTryTimerAgain)) {
            tell(named(held.row) + "the timer " + timer.id + " was moved");
        }
    }
    if (rows.size() > armed.size()) tell(named(held.row) + "a timer is kept that is not armed");
}

void StoreCheck::check_tasks(const CaseInHand& held) {
    const auto open = parts_.store.open_tasks_of(held.row.id);
    for (const core::TaskView& wanted : held.projection->tasks) {
        const bool is_there =
            std::any_of(open.begin(), open.end(), [&](const ports::TaskRow& task) {
                return task.view.state == wanted.state && task.view.each == wanted.each &&
                       task.view.due == wanted.due;
            });
        if (!is_there) tell(named(held.row) + "the task \"" + wanted.title + "\" is gone");
    }
    if (open.size() > held.projection->tasks.size()) {
        tell(named(held.row) + "a task is open that the case does not have");
    }
}

// Every event has its entry, so the log knows the number of events even where rows and snapshot
// were set back together. Entries of a case that changed it are those its reads are not.
void StoreCheck::check_log(const ports::CaseRow& row) {
    ports::AuditQuery query = entries_where("subj", row.audit_ref.text);
    std::optional<std::uint64_t> newest;
    for (;;) {
        const auto entries = parts_.log.query(query);
        for (const ports::LoggedEntry& entry : entries) {
            // The details went with their log, and with them the numbers of its events.
            if (entry.place < first_kept_) return check_newest(row, newest, true);
            // Every detail is opened, so that one that rotted is found while a backup has it.
            const auto number = event_number_of(row, entry);
            if (!newest) newest = number;
        }
        if (entries.size() < kEntriesAPage) break;
        query.before = entries.back().place;
    }
    check_newest(row, newest, false);
}

void StoreCheck::check_newest(
    const ports::CaseRow& row, std::optional<std::uint64_t> newest, bool is_older_gone
) {
    if (!newest && is_older_gone) return;
    if (!newest) return tell(named(row) + "the log has no entry of its beginning");
    if (*newest == row.version) return;
    tell(
        named(row) + "the log knows event " + std::to_string(*newest) + ", the case stands at " +
        std::to_string(row.version)
    );
}

// Who proposed an erasure is who may not agree to it.
void StoreCheck::check_retention(const ports::CaseRow& row) {
    const auto kept = parts_.store.find_retention(row.id);
    if (kept && lacks_a_hold(parts_.log, row.audit_ref, *kept))
        tell(named(row) + "the log has a hold on its erasure that its row has not");
    if (!kept || !kept->is_proposed()) return;
    ports::AuditQuery query = entries_where("subj", row.audit_ref.text);
    query.terms.push_back({"type", "erasure_proposed", false});
    query.limit = 1;
    const auto found = parts_.log.query(query);
    const bool is_theirs =
        !found.empty() && text_at(leaf_of(found.front()), "actor") == kept->proposed_by.text;
    if (!is_theirs) tell(named(row) + "the log has another proposer of its erasure, or none");
}

// What lists and searches go by is what the case itself says.
void StoreCheck::check_row(const CaseInHand& held) {
    const ports::CaseRow& row = held.row;
    const core::Projection& projection = *held.projection;
    const core::CaseSnapshot& snapshot = *held.snapshot;
    const bool is_same = row.reference == snapshot.reference &&
                         row.received_at == snapshot.received_at &&
                         row.states == projection.states && row.queue == projection.queue &&
                         row.outcome == projection.outcome && row.closed == projection.closed &&
                         row.due_at == projection.due_at && row.priority == projection.priority &&
                         row.walls == projection.walls && row.lists == projection.lists;
    if (!is_same) tell(named(row) + "its row is not what the case says");
    const auto found_on = parts_.store.lists_with(row.id);
    const bool is_found = row.closed ? found_on.empty() : found_on == projection.lists;
    if (!is_found) tell(named(row) + "it is not on the lists that it belongs on");
}

std::optional<std::uint64_t> StoreCheck::event_number_of(
    const ports::CaseRow& row, const ports::LoggedEntry& entry
) {
    const json::object leaf = leaf_of(entry);
    const json::string* type = member(leaf, "type").if_string();
    const auto known = type != nullptr && *type == core::kRequestReceived
                           ? std::optional<std::uint64_t>(1)
                           : std::nullopt;
    const json::string* det = member(leaf, "det").if_string();
    if (det == nullptr) return known;
    const auto sealed = parts_.log.detail(entry.place);
    if (!sealed) {
        throw CaseDamaged(
            row.audit_ref, "the detail of entry " + std::to_string(entry.seq) + " is gone"
        );
    }
    const AuditSubject subject = subject_of(row);
    std::optional<SaltedDetail> salted;
    try {
        salted = unpadded(parts_.keys.open(
            vault_.key_of(subject), detail_binding(origin_at(entry.place), entry.seq, *det), *sealed
        ));
    } catch (const ports::IntegrityBroken& broken) {
        throw CaseDamaged(
            row.audit_ref, "the detail of entry " + std::to_string(entry.seq) + ": " + broken.what()
        );
    }
    if (!salted || core::commitment(parts_.sha256, salted->salt, salted->detail) != *det) {
        throw CaseDamaged(
            row.audit_ref,
            "the detail of entry " + std::to_string(entry.seq) + " is not what the log committed to"
        );
    }
    if (known) return known;
    boost::system::error_code error;
    const json::value detail = json::parse(salted->detail, error);
    if (error || !detail.is_object()) return std::nullopt;
    const json::value& number = member(detail.get_object(), "event");
    if (!number.is_int64() && !number.is_uint64()) return std::nullopt;
    return number.to_number<std::uint64_t>();
}

void StoreCheck::look_for_entries() {
    for (const ports::ClosedLog& log : parts_.log.closed()) {
        look_for_entries([&](std::uint64_t from) {
            return parts_.log.closed_entries(log.number, from, kEntriesAPage);
        });
    }
    look_for_entries([&](std::uint64_t from) { return parts_.log.entries(from, kEntriesAPage); });
}

void StoreCheck::look_for_entries(
    const std::function<std::vector<ports::LoggedEntry>(std::uint64_t from)>& page
) {
    for (std::uint64_t from = 0;; from += kEntriesAPage) {
        const auto entries = page(from);
        for (const ports::LoggedEntry& entry : entries) {
            const auto found = parts_.log.query(question_for(entry));
            if (found.size() == 1 && found.front().place == entry.place) continue;
            tell(
                "the log " + origin_at(entry.place) + ": a question for entry " +
                std::to_string(entry.seq) + " would not find it"
            );
        }
        if (entries.size() < kEntriesAPage) return;
    }
}

bool StoreCheck::count_more(std::string_view type, std::uint64_t& counted) {
    ports::AuditQuery query = entries_where("type", std::string(type));
    query.before = before_;
    query.limit = kEntriesCounted;
    const auto entries = parts_.log.query(query);
    counted += entries.size();
    if (!entries.empty()) before_ = entries.back().place;
    return entries.size() < kEntriesCounted;
}

void StoreCheck::count_entries() {
    const bool are_received = phase_ == Phase::received;
    const bool is_all = are_received ? count_more(core::kRequestReceived, received_)
                                     : count_more(kCaseErased, erased_);
    if (!is_all) return;
    before_ = end_;
    phase_ = are_received ? Phase::erased : Phase::blocks;
    if (are_received) return;
    if (received_ == cases_at_begin_ + erased_ && erased_ == erased_at_begin_) return;
    tell(
        "the log knows of " + std::to_string(received_) + " cases and " + std::to_string(erased_) +
        " erasures, the store has " + std::to_string(cases_at_begin_) + " and " +
        std::to_string(erased_at_begin_)
    );
}

}  // namespace clarion::runtime
