// SqlitePrepared: one statement of SQLite's, its errors told as the ports' own.
//
// Ownership: borrows the connection.
// Threads:   engine thread only.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include "adapters/sql/connection.hpp"

namespace clarion::sqlite {

class Connection;

class SqlitePrepared final : public sql::Prepared {
public:
    SqlitePrepared(Connection& connection, const std::string& sql);

    void bind(int place, std::int64_t value) override { statement_.bind(place, value); }
    void bind_text(int place, const std::string& value, bool copy) override {
        copy ? statement_.bind(place, value) : statement_.bindNoCopy(place, value);
    }
    void bind_bytes(int place, ports::ByteView value, bool copy) override;
    void bind_null(int place) override { statement_.bind(place); }

    bool step() override;
    bool is_null(int column) override { return statement_.getColumn(column).isNull(); }
    std::int64_t integer(int column) override { return statement_.getColumn(column).getInt64(); }
    std::string_view text(int column) override;
    ports::ByteView bytes(int column) override;
    void reset() noexcept override { statement_.tryReset(); }
    void run() override;
    int run_and_count() override;

private:
    void check_given(const void* start);

    Connection& connection_;
    SQLite::Statement statement_;
};

}  // namespace clarion::sqlite
