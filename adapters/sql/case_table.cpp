#include "adapters/sql/case_table.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sql/list_sql.hpp"
#include "adapters/sql/text_list.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

constexpr std::size_t kRememberedCasesMax = 50000;
constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

const std::string kSelectCase =
    "SELECT pk, case_id, reference, audit_ref, bundle, version, received_at, closed, queue,"
    " outcome, urgency, due_at, states, key_id, wrapped_key, lists, walls FROM cases";

std::int64_t sorted_due(const ports::CaseRow& row) {
    return row.due_at ? row.due_at->time_since_epoch().count() : kNoLimit;
}

ports::CaseRow read_row(const Rows& rows) {
    ports::CaseRow row;
    row.id.text = rows.text(1);
    row.reference.text = rows.text(2);
    row.audit_ref.text = rows.text(3);
    row.bundle.text = rows.text(4);
    row.version = rows.number(5);
    row.received_at = rows.instant(6);
    row.closed = rows.integer(7) != 0;
    row.queue = rows.text(8);
    row.outcome = rows.text(9);
    row.priority = static_cast<int>(-rows.integer(10));
    if (rows.integer(11) != kNoLimit) row.due_at = rows.instant(11);
    row.states = read_text_list(rows.text(12));
    row.key.key_id = rows.text(13);
    row.key.bytes = rows.bytes(14);
    row.lists = read_text_list(rows.text(15));
    row.walls = read_text_list(rows.text(16));
    return row;
}

Listed listed(const ports::CaseRow& row, std::int64_t pk) {
    return {
        {-row.priority,
         sorted_due(row),
         row.received_at.time_since_epoch().count(),
         row.id.text,
         pk},
        row.lists,
        row.queue,
        row.closed};
}

}  // namespace

CaseTable::CaseTable(Connection& connection, Batch& batch)
    : batch_(batch),
      lists_(connection),
      by_reference_(connection, kSelectCase + " WHERE reference = ?"),
      by_id_(connection, kSelectCase + " WHERE case_id = ?"),
      by_pk_(connection, kSelectCase + " WHERE pk = ?"),
      pk_by_id_(connection, "SELECT pk FROM cases WHERE case_id = ?"),
      snapshot_(connection, "SELECT sealed_snapshot FROM cases WHERE pk = ?"),
      insert_(
          connection,
          "INSERT INTO cases (case_id, reference, audit_ref, bundle, version, received_at, closed,"
          " queue, outcome, urgency, due_at, states, key_id, wrapped_key, sealed_snapshot, lists,"
          " walls) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ),
      before_update_(
          connection,
          "SELECT version, received_at, closed, queue, urgency, due_at, lists FROM cases"
          " WHERE pk = ?"
      ),
      update_content_(
          connection,
          "UPDATE cases SET bundle = ?, version = ?, states = ?, key_id = ?, wrapped_key = ?,"
          " sealed_snapshot = ?, outcome = ?, lists = ?, walls = ? WHERE pk = ?"
      ),
      update_queue_(connection, "UPDATE cases SET queue = ? WHERE pk = ?"),
      update_place_(
          connection, "UPDATE cases SET closed = ?, urgency = ?, due_at = ? WHERE pk = ?"
      ),
      keep_key_(connection, "UPDATE cases SET key_id = ?2, wrapped_key = ?3 WHERE pk = ?1"),
      queue_page_(connection, kQueuePageSql),
      all_page_(connection, kAllPageSql),
      every_case_(connection, kSelectCase + " WHERE pk > ? ORDER BY pk LIMIT ?"),
      erased_(connection, "SELECT case_pk FROM erased_cases WHERE case_id = ?"),
      count_(connection, "SELECT count(*) FROM cases") {}

std::uint64_t CaseTable::count() {
    Rows rows = count_.ask();
    return rows.next() ? rows.number(0) : 0;
}

std::optional<ports::CaseRow> CaseTable::find(const core::Reference& reference) {
    Rows rows = by_reference_.ask(reference.text);
    if (!rows.next()) return std::nullopt;
    ports::CaseRow row = read_row(rows);
    remember(row.id.text, rows.integer(0));
    return row;
}

std::optional<ports::CaseRow> CaseTable::find(const core::CaseId& id) {
    Rows rows = by_id_.ask(id.text);
    if (!rows.next()) return std::nullopt;
    remember(id.text, rows.integer(0));
    return read_row(rows);
}

ports::Bytes CaseTable::sealed_snapshot_of(const core::CaseId& id) {
    Rows rows = snapshot_.ask(pk_of(id));
    if (!rows.next()) throw ports::IntegrityBroken("a case that was there has no row");
    return rows.bytes(0);
}

void CaseTable::keep_key(const core::CaseId& id, const ports::WrappedKey& key) {
    keep_key_.write(pk_of(id), key.key_id, key.bytes);
}

void CaseTable::insert(const ports::CaseRow& row) {
    insert_.write(
        row.id.text,
        row.reference.text,
        row.audit_ref.text,
        row.bundle.text,
        row.version,
        row.received_at,
        row.closed ? 1 : 0,
        row.queue,
        row.outcome,
        -row.priority,
        sorted_due(row),
        write_text_list(row.states),
        row.key.key_id,
        row.key.bytes,
        row.sealed_snapshot,
        write_text_list(row.lists),
        write_text_list(row.walls)
    );
    lists_.add(listed(row, pk_of(row.id)));
}

bool CaseTable::update(const ports::CaseRow& row) {
    const std::int64_t pk = pk_of(row.id);
    ports::CaseRow before;
    Listed listed_before;
    {
        Rows rows = before_update_.ask(pk);
        if (!rows.next() || rows.number(0) + 1 != row.version) return false;
        before.received_at = rows.instant(1);
        before.closed = rows.integer(2) != 0;
        before.queue = rows.text(3);
        before.priority = static_cast<int>(-rows.integer(4));
        before.id = row.id;
        before.lists = read_text_list(rows.text(6));
        listed_before = listed(before, pk);
        listed_before.place.due_at = rows.integer(5);
    }
    const Listed listed_after = listed(row, pk);
    update_content_.write(
        row.bundle.text,
        row.version,
        write_text_list(row.states),
        row.key.key_id,
        row.key.bytes,
        row.sealed_snapshot,
        row.outcome,
        write_text_list(row.lists),
        write_text_list(row.walls),
        pk
    );
    // Apart, because an UPDATE that names a column writes its indexes even where the value stays.
    if (before.queue != row.queue) update_queue_.write(row.queue, pk);
    const bool same_place =
        before.closed == row.closed && listed_before.place == listed_after.place;
    if (!same_place) {
        update_place_.write(row.closed ? 1 : 0, -row.priority, sorted_due(row), pk);
    }
    lists_.move(listed_before, listed_after);
    return true;
}

std::vector<ListPlace> CaseTable::read_places(
    const ports::CaseListing& listing, const ListPlace& after, bool closed
) {
    const int flag = closed ? 1 : 0;
    std::vector<ListPlace> places;
    Rows rows =
        listing.queue.empty()
            ? all_page_.ask(
                  flag, after.urgency, after.due_at, after.received_at, after.id, listing.limit
              )
            : queue_page_.ask(
                  listing.queue,
                  flag,
                  after.urgency,
                  after.due_at,
                  after.received_at,
                  after.id,
                  listing.limit
              );
    while (rows.next()) {
        places.push_back(
            {rows.integer(0), rows.integer(1), rows.integer(2), rows.text(3), rows.integer(4)}
        );
    }
    return places;
}

std::vector<ListPlace> CaseTable::read_places(const ports::CaseListing& listing) {
    constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int64_t>::min();
    ListPlace after{kBeforeAll, kBeforeAll, kBeforeAll, {}, 0};
    if (listing.after) after = listed(*listing.after, 0).place;
    std::vector<ListPlace> places;
    const auto add = [&](const std::vector<ListPlace>& more) {
        places.insert(places.end(), more.begin(), more.end());
    };
    for (const std::string& list : listing.lists)
        add(lists_.page(list, after, listing.limit));
    if (listing.lists.empty()) {
        add(read_places(listing, after, false));
        if (listing.closed_too) add(read_places(listing, after, true));
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    places.resize(std::min(places.size(), static_cast<std::size_t>(listing.limit)));
    return places;
}

std::vector<ports::CaseRow> CaseTable::list(const ports::CaseListing& listing) {
    core::ensure(listing.limit > 0, "a page shows something");
    std::vector<ports::CaseRow> page;
    for (const ListPlace& place : read_places(listing)) {
        Rows rows = by_pk_.ask(place.pk);
        if (!rows.next()) throw ports::IntegrityBroken("a list names a case that is not there");
        page.push_back(read_row(rows));
    }
    return page;
}

std::vector<ports::CaseRow> CaseTable::every(const std::optional<core::CaseId>& after, int limit) {
    std::vector<ports::CaseRow> page;
    Rows rows = every_case_.ask(after ? place_of(*after) : 0, limit);
    while (rows.next())
        page.push_back(read_row(rows));
    return page;
}

std::int64_t CaseTable::place_of(const core::CaseId& id) {
    if (const auto pk = find_pk(id)) return *pk;
    Rows rows = erased_.ask(id.text);
    if (!rows.next()) throw ports::IntegrityBroken("a case that was there has left no trace");
    return rows.integer(0);
}

std::optional<std::int64_t> CaseTable::find_pk(const core::CaseId& id) {
    if (pks_seen_undone_ == batch_.undone()) {
        const auto known = pks_.find(id.text);
        if (known != pks_.end()) return known->second;
    }
    Rows rows = pk_by_id_.ask(id.text);
    if (!rows.next()) return std::nullopt;
    const std::int64_t pk = rows.integer(0);
    remember(id.text, pk);
    return pk;
}

std::int64_t CaseTable::pk_of(const core::CaseId& id) {
    const auto pk = find_pk(id);
    if (!pk) throw ports::IntegrityBroken("rows are written for a case that is not there");
    return *pk;
}

void CaseTable::remember(const std::string& id, std::int64_t pk) {
    if (pks_seen_undone_ != batch_.undone() || pks_.size() >= kRememberedCasesMax) {
        pks_.clear();
        pks_seen_undone_ = batch_.undone();
    }
    pks_.emplace(id, pk);
}

}  // namespace clarion::sql
