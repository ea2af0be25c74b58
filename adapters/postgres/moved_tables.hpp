// The tables that a move brings, in an order in which each finds those it refers to.
//
// To add a column: here as well; a test holds this list against the schema.
#pragma once

#include <span>
#include <string_view>

namespace clarion::postgres {

struct MovedTable {
    std::string_view name;
    // Each with its kind behind a colon: i integer (perhaps missing), t text, b bytes. Those of the
    // key come first.
    std::string_view columns;
    int key_columns = 1;
    bool has_sequence = false;  // of `pk`
};

[[nodiscard]] std::span<const MovedTable> moved_tables();

}  // namespace clarion::postgres
