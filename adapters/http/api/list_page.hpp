// Lists that go on: what a query asks for, and the sealed way to the next page.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/row_groups.hpp"

namespace clarion::http {

inline constexpr std::string_view kForeignCursor = "The cursor is not one that was given to you.";

// Empty text when the query does not name it.
[[nodiscard]] std::string query_text(const Call& call, std::string_view name);

// What to say of a query that names something else than `known`; empty when it does not. A name
// that is dropped in silence would be a filter that somebody believes in.
[[nodiscard]] std::string complaint_about_query(
    const Call& call, std::initializer_list<std::string_view> known
);

// The engine's cursor in this call, empty text for the first page; no value when it was given to
// somebody else or for another list.
[[nodiscard]] std::optional<std::string> cursor_of(
    const Api& api, const Call& call, std::string_view list
);

// The document with its `next_cursor` sealed, and Link: rel="next". `list` is the list's address
// with its filters, as the cursor is bound to it.
[[nodiscard]] Write write_page(
    const SharedApi& api, const core::Principal& principal, std::string list
);

}  // namespace clarion::http
