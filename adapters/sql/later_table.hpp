// LaterTable: the work that answers do not wait for. Any of several nodes may do it: their batches
// follow one another, so whoever comes second finds the row gone.
#pragma once

#include "adapters/sql/case_table.hpp"

namespace clarion::sql {

class LaterTable {
public:
    LaterTable(Connection& connection, CaseTable& cases);

    void put(const ports::LaterRow& row);
    [[nodiscard]] std::vector<ports::LaterRow> ready(core::Instant now, int limit);
    [[nodiscard]] std::vector<ports::LaterRow> untried(std::string_view kind, int limit);
    [[nodiscard]] std::vector<ports::LaterRow> every(std::uint64_t after, int limit);
    [[nodiscard]] std::optional<core::Instant> next();
    void postpone(std::uint64_t id, core::Instant not_before, int attempts);
    void keep_key(std::uint64_t id, const ports::WrappedKey& key);
    void remove(std::uint64_t id);
    [[nodiscard]] std::uint64_t count();

private:
    CaseTable& cases_;
    Statement put_, ready_, untried_, every_, next_, postpone_, keep_key_, remove_, count_;
};

}  // namespace clarion::sql
