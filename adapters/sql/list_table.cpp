#include "adapters/sql/list_table.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/sql/list_sql.hpp"

namespace clarion::sql {

namespace {

// Lists that are counted but have an index of their own over the cases. Frozen: stored.
std::vector<std::string> counted_alone(const Listed& listed) {
    if (listed.closed) return {};
    std::vector<std::string> names{"open"};
    if (!listed.queue.empty()) names.push_back("queue:" + listed.queue);
    return names;
}

std::vector<std::string> without(
    const std::vector<std::string>& all, const std::vector<std::string>& left_out
) {
    std::vector<std::string> rest;
    std::set_difference(
        all.begin(), all.end(), left_out.begin(), left_out.end(), std::back_inserter(rest)
    );
    return rest;
}

}  // namespace

ListTable::ListTable(Connection& connection)
    : put_(
          connection,
          "INSERT INTO case_lists (list, urgency, due_at, received_at, case_id, case_pk)"
          " VALUES (?, ?, ?, ?, ?, ?)"
      ),
      remove_(
          connection,
          "DELETE FROM case_lists WHERE list = ? AND urgency = ? AND due_at = ?"
          " AND received_at = ? AND case_id = ?"
      ),
      page_(connection, kListPageSql),
      with_case_(connection, "SELECT list FROM case_lists WHERE case_pk = ?"),
      add_count_(
          connection,
          "INSERT INTO list_counts (list, count) VALUES (?1, ?2)"
          " ON CONFLICT (list) DO UPDATE SET count = list_counts.count + ?2"
      ),
      count_(connection, kListCountSql) {}

void ListTable::add(const Listed& after) {
    Listed nowhere;
    nowhere.place = after.place;
    nowhere.closed = true;
    move(nowhere, after);
}

void ListTable::move(const Listed& before, const Listed& after) {
    const bool same_place = before.place == after.place;
    for (const std::string& list : before.lists) {
        const bool stays = std::binary_search(after.lists.begin(), after.lists.end(), list);
        if (!stays || !same_place) remove(list, before.place);
    }
    for (const std::string& list : after.lists) {
        const bool was = std::binary_search(before.lists.begin(), before.lists.end(), list);
        if (!was || !same_place) put(list, after.place);
    }
    const auto counted = [](const Listed& listed) {
        std::vector<std::string> names = counted_alone(listed);
        names.insert(names.end(), listed.lists.begin(), listed.lists.end());
        std::sort(names.begin(), names.end());
        return names;
    };
    const std::vector<std::string> left = counted(before);
    const std::vector<std::string> entered = counted(after);
    for (const std::string& name : without(left, entered))
        add_count_.write(name, -1);
    for (const std::string& name : without(entered, left))
        add_count_.write(name, 1);
}

std::vector<ListPlace> ListTable::page(const std::string& list, const ListPlace& after, int limit) {
    std::vector<ListPlace> places;
    Rows rows = page_.ask(list, after.urgency, after.due_at, after.received_at, after.id, limit);
    while (rows.next()) {
        places.push_back(
            {rows.integer(0), rows.integer(1), rows.integer(2), rows.text(3), rows.integer(4)}
        );
    }
    return places;
}

std::vector<std::string> ListTable::with_case(std::int64_t pk) {
    std::vector<std::string> lists;
    Rows rows = with_case_.ask(pk);
    while (rows.next())
        lists.push_back(rows.text(0));
    std::sort(lists.begin(), lists.end());
    return lists;
}

std::uint64_t ListTable::count(const std::string& list) {
    Rows rows = count_.ask(list);
    return rows.next() ? rows.number(0) : 0;
}

void ListTable::put(const std::string& list, const ListPlace& place) {
    put_.write(list, place.urgency, place.due_at, place.received_at, place.id, place.pk);
}

void ListTable::remove(const std::string& list, const ListPlace& place) {
    remove_.write(list, place.urgency, place.due_at, place.received_at, place.id);
}

}  // namespace clarion::sql
