// The questions lists are made of. A test asks SQLite how it goes about each of them: a range of
// one index, never the whole table, however many cases there are.
#pragma once

#include <string>

namespace clarion::sql {

inline const std::string kQueuePageSql =
    "SELECT urgency, due_at, received_at, case_id, pk FROM cases INDEXED BY cases_in_queue"
    " WHERE queue = ? AND queue <> '' AND closed = ?"
    " AND (urgency, due_at, received_at, case_id) > (?, ?, ?, ?)"
    " ORDER BY urgency, due_at, received_at, case_id LIMIT ?";
inline const std::string kAllPageSql =
    "SELECT urgency, due_at, received_at, case_id, pk FROM cases INDEXED BY cases_in_order"
    " WHERE closed = ?"
    " AND (urgency, due_at, received_at, case_id) > (?, ?, ?, ?)"
    " ORDER BY urgency, due_at, received_at, case_id LIMIT ?";
inline const std::string kListPageSql =
    "SELECT urgency, due_at, received_at, case_id, case_pk FROM case_lists"
    " WHERE list = ?"
    " AND (urgency, due_at, received_at, case_id) > (?, ?, ?, ?)"
    " ORDER BY urgency, due_at, received_at, case_id LIMIT ?";
inline const std::string kListCountSql = "SELECT count FROM list_counts WHERE list = ?";

// Searches are lists too.
inline const std::string kCasesWithTokenSql =
    "SELECT case_id FROM search_tokens JOIN cases ON cases.pk = case_pk WHERE token = ?"
    " ORDER BY case_pk DESC LIMIT ?";
inline const std::string kHasTokenSql =
    "SELECT 1 FROM search_tokens WHERE token = ? AND case_pk = ?";

}  // namespace clarion::sql
