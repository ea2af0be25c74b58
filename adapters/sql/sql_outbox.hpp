// SqlOutbox: the Outbox port, in the case store's transaction.
#pragma once

#include "adapters/sql/case_table.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::sql {

class SqlOutbox final : public ports::Outbox {
public:
    SqlOutbox(Connection& connection, Batch& batch, CaseTable& cases);

    ports::Standing standing() override;
    void hold(std::string_view copy) override;
    void allow() override;
    // Gives the row its number; `row.id` is not read.
    void put(const ports::OutboxRow& row) override;
    std::vector<ports::OutboxRow> ready(core::Instant now, int limit) override;
    std::optional<core::Instant> next_ready() override;
    void postpone(std::uint64_t id, core::Instant not_before, int attempts) override;
    void remove(std::uint64_t id) override;
    void bury(std::uint64_t id, std::string_view reason) override;
    std::uint64_t waiting() override;
    std::uint64_t buried() override;

private:
    Connection& connection_;
    Batch& batch_;
    CaseTable& cases_;
    Statement put_, ready_, next_ready_, postpone_, remove_, bury_, waiting_, buried_;
    Statement standing_, hold_, allow_;
};

}  // namespace clarion::sql
