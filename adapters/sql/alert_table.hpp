// AlertTable: what supervisors must look at about how the service was used.
//
// Ownership: borrows connection and cases.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/sql/case_table.hpp"

namespace clarion::sql {

class AlertTable {
public:
    AlertTable(Connection& connection, CaseTable& cases);

    [[nodiscard]] bool has(std::string_view once) { return there_.ask(once).next(); }
    [[nodiscard]] bool has_about(
        std::string_view rule, const core::PersonId& person, const core::CaseId& id
    ) {
        return about_.ask(rule, person.text, id.text).next();
    }
    // What is there, or folds into what is there, counts there.
    [[nodiscard]] bool raise(const ports::AlertRow& row);
    [[nodiscard]] std::vector<ports::AlertRow> page(const ports::AlertPage& page);
    [[nodiscard]] std::optional<ports::AlertRow> find(std::string_view id);
    void settle(const ports::AlertRow& settled);

private:
    CaseTable& cases_;
    Statement there_, about_, rises_, folds_, insert_, open_, settled_, find_, settle_;
};

}  // namespace clarion::sql
