// ListTable: which open cases stand on which list, in the order lists show them, and how many there
// are on each.
//
// Limits: a page reads one range of the table's key, however many cases there are.
#pragma once

#include <tuple>
#include <vector>

#include "adapters/sql/statement.hpp"

namespace clarion::sql {

// Where a case stands in a list. The smallest comes first.
struct ListPlace {
    std::int64_t urgency = 0;
    std::int64_t due_at = 0;
    std::int64_t received_at = 0;
    std::string id;
    std::int64_t pk = 0;

    friend bool operator<(const ListPlace& one, const ListPlace& other) {
        return std::tie(one.urgency, one.due_at, one.received_at, one.id) <
               std::tie(other.urgency, other.due_at, other.received_at, other.id);
    }
    friend bool operator==(const ListPlace&, const ListPlace&) = default;
};

// A case as lists see it.
struct Listed {
    ListPlace place;
    std::vector<std::string> lists;  // sorted
    std::string queue;
    bool closed = false;
};

class ListTable {
public:
    explicit ListTable(Connection& connection);

    void add(const Listed& after);
    // Writes only what differs.
    void move(const Listed& before, const Listed& after);
    [[nodiscard]] std::vector<ListPlace> page(
        const std::string& list, const ListPlace& after, int limit
    );
    [[nodiscard]] std::vector<std::string> with_case(std::int64_t pk);
    [[nodiscard]] std::uint64_t count(const std::string& list);

private:
    void put(const std::string& list, const ListPlace& place);
    void remove(const std::string& list, const ListPlace& place);

    Statement put_, remove_, page_, with_case_, add_count_, count_;
};

}  // namespace clarion::sql
