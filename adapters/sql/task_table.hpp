// TaskTable: work that states ask of people and agencies; closed tasks stay as history.
#pragma once

#include "adapters/sql/case_table.hpp"

namespace clarion::sql {

class TaskTable {
public:
    TaskTable(Connection& connection, CaseTable& cases);

    void insert(const ports::TaskRow& row);
    void close(const core::TaskId& id, core::Instant at);
    [[nodiscard]] std::vector<ports::TaskRow> open_of_case(const core::CaseId& id);
    // Oldest first.
    [[nodiscard]] std::vector<ports::TaskRow> open_for(std::string_view agency, int limit);
    [[nodiscard]] std::optional<ports::TaskRow> find(const core::TaskId& id);

private:
    CaseTable& cases_;
    Statement insert_, close_, open_of_case_, open_for_, by_id_;
};

}  // namespace clarion::sql
