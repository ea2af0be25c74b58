// PostgresPrepared: one statement, prepared anew in each session when it is first needed.
//
// Ownership: borrows the connection.
// Threads:   engine thread only.
#pragma once

#include <vector>

#include "adapters/postgres/session.hpp"
#include "adapters/sql/connection.hpp"

namespace clarion::postgres {

class Connection;

class PostgresPrepared final : public sql::Prepared {
public:
    PostgresPrepared(Connection& connection, std::string name, const std::string& sql);

    void bind(int place, std::int64_t value) override;
    void bind_text(int place, const std::string& value, bool copy) override;
    void bind_bytes(int place, ports::ByteView value, bool copy) override;
    void bind_null(int place) override;

    bool step() override;
    bool is_null(int column) override;
    std::int64_t integer(int column) override;
    std::string_view text(int column) override;
    ports::ByteView bytes(int column) override;
    void reset() noexcept override;
    void run() override;
    int run_and_count() override;

private:
    Value& value_at(int place);
    void queue_in(Session& session);

    Connection& connection_;
    std::string name_;
    std::string sql_;
    std::uint64_t prepared_in_ = 0;  // age of the connection's statements
    std::vector<Value> values_;
    Result answer_;
    int row_ = -1;
};

}  // namespace clarion::postgres
