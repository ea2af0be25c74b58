// Statement: one prepared statement, bound by type, its errors told as the ports' own.
//
// Ownership: borrows the connection. Rows borrow their statement: one Rows at a time.
// Threads:   engine thread only.
// Failure:   throws what Connection::fail throws.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sqlite/connection.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::sqlite {

// The rows of one question. Ends the question when it goes.
class Rows {
public:
    Rows(Connection& connection, SQLite::Statement& statement)
        : connection_(connection), statement_(statement) {}
    ~Rows() { statement_.tryReset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // False after the last row.
    [[nodiscard]] bool next();

    [[nodiscard]] bool is_null(int column) const { return value(column).isNull(); }
    [[nodiscard]] std::int64_t integer(int column) const { return value(column).getInt64(); }
    [[nodiscard]] std::uint64_t number(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] ports::Bytes bytes(int column) const;
    [[nodiscard]] core::Digest digest(int column) const;
    [[nodiscard]] core::Instant instant(int column) const;
    [[nodiscard]] std::optional<core::Instant> maybe_instant(int column) const;

private:
    // SQLiteCpp's index operator is not const, though it changes nothing we see.
    [[nodiscard]] SQLite::Column value(int column) const { return statement_.getColumn(column); }

    Connection& connection_;
    SQLite::Statement& statement_;
};

class Statement {
public:
    Statement(Connection& connection, const std::string& sql);

    // Asks; the values are copied.
    template <class... Values>
    [[nodiscard]] Rows ask(const Values&... values) {
        bind_all(true, values...);
        return Rows(connection_, statement_);
    }

    // Changes rows, inside a batch only, and says how many.
    template <class... Values>
    int write(const Values&... values) {
        bind_all(false, values...);
        return finish();
    }

private:
    template <class... Values>
    void bind_all([[maybe_unused]] bool copy, const Values&... values) {
        connection_.check_usable();
        int index = 0;
        (bind(++index, values, copy), ...);
    }
    void bind(int index, std::int64_t value, bool copy);
    void bind(int index, std::uint64_t value, bool copy);
    void bind(int index, int value, bool copy);
    void bind(int index, const std::string& value, bool copy);
    void bind(int index, std::string_view value, bool copy);
    void bind(int index, const ports::Bytes& value, bool copy);
    void bind(int index, ports::ByteView value, bool copy);
    void bind(int index, const core::Digest& value, bool copy);
    void bind(int index, core::Instant value, bool copy);
    void bind(int index, const std::optional<core::Instant>& value, bool copy);
    void bind(int index, const std::optional<std::uint64_t>& value, bool copy);
    [[nodiscard]] int finish();

    Connection& connection_;
    SQLite::Statement statement_;
};

}  // namespace clarion::sqlite
