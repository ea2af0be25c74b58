// ClosedLogTable: logs that were turned, and their checkpoints.
//
// Ownership: borrows the connection. Threads: engine thread only.
#pragma once

#include <utility>
#include <vector>

#include "adapters/sql/statement.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::sql {

class ClosedLogTable {
public:
    explicit ClosedLogTable(Connection& connection);

    // Takes the open log's checkpoints over.
    void add(const ports::ClosedLog& closed);
    [[nodiscard]] std::vector<ports::ClosedLog> all();
    void retire(std::uint64_t number, std::string_view statement);
    // The number of the oldest log that is not retired.
    [[nodiscard]] std::uint64_t first_kept();
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> checkpoints(
        std::uint64_t number
    );

private:
    Statement add_, all_, take_checkpoints_, drop_checkpoints_, retire_, first_kept_;
    Statement checkpoints_;
};

}  // namespace clarion::sql
