#include "adapters/sql/retention_table.hpp"

#include <array>
#include <charconv>

#include "adapters/sql/text_list.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

const std::string kSelect =
    "SELECT case_id, kept_in, review_due, reviews, holds, proposed_by, erase_after"
    " FROM retention JOIN cases ON cases.pk = case_pk";

constexpr std::array kTablesOfCase{
    "retention",
    "timers",
    "tasks",
    "outbox",
    "dead_letters",
    "later_work",
    "case_lists",
    "case_events"};

std::string text_of(const ports::RetentionHold& hold) {
    return hold.id + '|' + hold.reason + '|' + std::to_string(hold.at.time_since_epoch().count());
}

ports::RetentionHold read_hold(const std::string& line) {
    const auto first = line.find('|');
    const auto second = line.find('|', first + 1);
    std::int64_t at = 0;
    const char* const end = line.data() + line.size();
    const bool is_whole = first != std::string::npos && second != std::string::npos &&
                          std::from_chars(line.data() + second + 1, end, at).ptr == end;
    if (!is_whole) throw ports::IntegrityBroken("a hold on a case cannot be read");
    return {
        line.substr(0, first),
        line.substr(first + 1, second - first - 1),
        core::Instant(std::chrono::milliseconds(at))};
}

ports::RetentionRow read_row(const Rows& rows) {
    ports::RetentionRow row;
    row.case_id.text = rows.text(0);
    row.group = rows.text(1);
    row.review_due = rows.instant(2);
    row.reviews = static_cast<int>(rows.integer(3));
    for (const std::string& line : read_text_list(rows.text(4)))
        row.holds.push_back(read_hold(line));
    row.proposed_by.text = rows.text(5);
    row.erase_after = rows.maybe_instant(6);
    return row;
}

std::vector<ports::RetentionRow> read_all(Rows rows) {
    std::vector<ports::RetentionRow> all;
    while (rows.next())
        all.push_back(read_row(rows));
    return all;
}

}  // namespace

RetentionTable::RetentionTable(Connection& connection, CaseTable& cases)
    : cases_(cases),
      keep_(
          connection,
          "INSERT INTO retention"
          " (case_pk, kept_in, review_due, reviews, holds, proposed_by, erase_after)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (case_pk) DO UPDATE SET kept_in = ?2,"
          " review_due = ?3, reviews = ?4, holds = ?5, proposed_by = ?6, erase_after = ?7"
      ),
      find_(connection, kSelect + " WHERE case_pk = ?"),
      due_(
          connection,
          kSelect +
              " WHERE review_due <= ? AND (review_due, case_pk) > (?, ?)"
              " ORDER BY review_due, case_pk LIMIT ?"
      ),
      count_due_(
          connection,
          "SELECT count(*) FROM (SELECT 1 FROM retention WHERE review_due <= ? LIMIT ?) AS due"
      ),
      agreed_(connection, kSelect + " WHERE erase_after IS NOT NULL ORDER BY erase_after LIMIT ?"),
      count_erased_(connection, "SELECT count(*) FROM erased_cases"),
      mark_(
          connection,
          "INSERT INTO erased_cases (case_id, case_pk, erased_at)"
          " SELECT case_id, pk, CAST(?2 AS BIGINT) FROM cases WHERE pk = ?1"
      ),
      last_mark_(connection, "SELECT coalesce(max(pk), 0) FROM erased_cases"),
      erase_details_(
          connection,
          "DELETE FROM audit_details WHERE seq IN (SELECT seq FROM audit_by_subject"
          " JOIN audit_subjects ON audit_subjects.pk = subject"
          " JOIN cases ON cases.audit_ref = ref WHERE cases.pk = ?)"
      ),
      erase_tokens_(
          connection,
          "DELETE FROM search_tokens"
          " WHERE case_pk IN (SELECT case_pk FROM erased_cases WHERE pk > ?)"
      ) {
    for (const char* table : kTablesOfCase) {
        erase_rows_.emplace_back(
            connection, "DELETE FROM " + std::string(table) + " WHERE case_pk = ?"
        );
    }
    // That somebody was seen to look stays; at what does not, nor what was found about it.
    erase_rows_.emplace_back(
        connection, "UPDATE alerts SET case_pk = NULL, finding = '' WHERE case_pk = ?"
    );
    erase_rows_.emplace_back(connection, "DELETE FROM cases WHERE pk = ?");
}

void RetentionTable::keep(const ports::RetentionRow& row) {
    std::vector<std::string> holds;
    for (const ports::RetentionHold& hold : row.holds)
        holds.push_back(text_of(hold));
    keep_.write(
        cases_.pk_of(row.case_id),
        row.group,
        row.review_due,
        row.reviews,
        write_text_list(holds),
        row.proposed_by.text,
        row.erase_after
    );
}

std::optional<ports::RetentionRow> RetentionTable::find(const core::CaseId& id) {
    const auto pk = cases_.find_pk(id);
    if (!pk) return std::nullopt;
    Rows rows = find_.ask(*pk);
    if (!rows.next()) return std::nullopt;
    return read_row(rows);
}

std::vector<ports::RetentionRow> RetentionTable::due(
    core::Instant by, const std::optional<ports::RetentionPlace>& after, int limit
) {
    const core::Instant from = after ? after->review_due : core::Instant::min();
    const std::int64_t pk = after ? cases_.find_pk(after->case_id).value_or(0) : 0;
    return read_all(due_.ask(by, from, pk, limit));
}

int RetentionTable::count_due(core::Instant by, int limit) {
    Rows rows = count_due_.ask(by, limit);
    return rows.next() ? static_cast<int>(rows.integer(0)) : 0;
}

std::vector<ports::RetentionRow> RetentionTable::agreed(int limit) {
    return read_all(agreed_.ask(limit));
}

void RetentionTable::erase(std::span<const core::CaseId> ids, core::Instant at) {
    if (ids.empty()) return;
    std::int64_t last = 0;
    {
        Rows rows = last_mark_.ask();
        if (rows.next()) last = rows.integer(0);
    }
    for (const core::CaseId& id : ids)
        erase_one(id, at);
    erase_tokens_.write(last);
}

void RetentionTable::erase_one(const core::CaseId& id, core::Instant at) {
    const std::int64_t pk = cases_.pk_of(id);
    erase_details_.write(pk);
    mark_.write(pk, at);
    for (Statement& erase : erase_rows_)
        erase.write(pk);
    cases_.forget(id);
}

std::uint64_t RetentionTable::count_erased() {
    Rows rows = count_erased_.ask();
    return rows.next() ? rows.number(0) : 0;
}

}  // namespace clarion::sql
