// StoreCheck: holds the rows of every case against each other and against the log: what was
// deleted, changed or cleared behind the program's back.
//
// Ownership: borrows all.
// Threads:   engine thread only. Requires: a batch is open, or nobody writes.
// Limits:    one page of cases, events or entries in memory at a time; kFaultsTold faults in words.
// Failure:   throws IntegrityBroken for what concerns every case (a bundle), KeyUnavailable.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::runtime {

inline constexpr std::size_t kFaultsTold = 20;

struct StoreCheckParts {
    ports::CaseStore& store;
    ports::AuditLog& log;
    ports::KeyVault& keys;
    const ports::FormChecker& forms;
    const ports::Clock& clock;
    const ports::TimeZones& zones;
    core::Sha256 sha256;
    std::string origin;  // of the log
};

struct StoreReport {
    std::uint64_t cases = 0;
    std::uint64_t events = 0;
    std::uint64_t faults = 0;
    std::vector<std::string> told;  // the first of them; a case by its name in the log
};

class StoreCheck {
public:
    explicit StoreCheck(StoreCheckParts parts)
        : parts_(parts),
          definitions_(parts.store, parts.forms, parts.zones, parts.sha256),
          vault_(parts.store, parts.keys, definitions_) {}

    // All that go_on() looks at, and whether a question to the log finds each of its entries.
    [[nodiscard]] StoreReport run();

    // The same in slices, while others write between them: what is true is what is seen in each.
    void begin();
    // So many cases more, or a block of the log. False when all was looked at.
    [[nodiscard]] bool go_on(int cases);
    [[nodiscard]] const StoreReport& report() const { return report_; }

private:
    void check_case(const ports::CaseRow& row);
    void check_retention(const ports::CaseRow& row);
    void check_row(const CaseInHand& held);
    void check_events(const CaseInHand& held);
    // It is found by the people that its first event names.
    void check_tokens(const CaseInHand& held, const core::CaseEvent& opened);
    void check_timers(const CaseInHand& held);
    void check_tasks(const CaseInHand& held);
    void check_log(const ports::CaseRow& row);
    // `newest`: the event that the log knows last. Where entries before those that were looked at
    // are of retired logs, there may be none.
    void check_newest(
        const ports::CaseRow& row, std::optional<std::uint64_t> newest, bool is_older_gone
    );
    // Which event of the case the entry tells of; empty: of none, such as a read.
    [[nodiscard]] std::optional<std::uint64_t> event_number_of(
        const ports::CaseRow& row, const ports::LoggedEntry& entry
    );
    // The name of the log that a place is in.
    [[nodiscard]] const std::string& origin_at(std::uint64_t place);
    void look_at_cases(int cases);
    // Cases the log has seen come and go are those the store has and those that were erased.
    void count_entries();
    // Some more entries of the type; true when all were counted.
    [[nodiscard]] bool count_more(std::string_view type, std::uint64_t& counted);
    // The stored hash of a block of entries is that of its entries.
    void look_at_block();
    // Each entry of every log is found by what it says.
    void look_for_entries();
    void look_for_entries(
        const std::function<std::vector<ports::LoggedEntry>(std::uint64_t from)>& page
    );
    void tell(std::string fault);

    StoreCheckParts parts_;
    Definitions definitions_;
    CaseVault vault_;
    StoreReport report_;
    enum class Phase { cases, received, erased, blocks, done } phase_ = Phase::cases;
    std::optional<core::CaseId> after_;
    std::uint64_t cases_at_begin_ = 0;
    std::uint64_t erased_at_begin_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t erased_ = 0;
    std::uint64_t end_ = 0;     // the place behind the last entry when it began
    std::uint64_t before_ = 0;  // a place: entries counted so far lie at it and above
    std::uint64_t block_ = 0;
    std::uint64_t blocks_ = 0;
    std::vector<ports::ClosedLog> closed_;
    std::uint64_t first_kept_ = 0;  // a place: entries below it are of retired logs
};

}  // namespace clarion::runtime
