#include "adapters/sqlite/statement.hpp"

#include <sqlite3.h>

#include "adapters/sqlite/connection.hpp"

namespace clarion::sqlite {

namespace {

SQLite::Statement compile(Connection& connection, const std::string& sql) {
    try {
        return SQLite::Statement(connection.database(), sql);
    } catch (const SQLite::Exception&) {
        connection.fail("prepare: " + sql);
    }
}

}  // namespace

SqlitePrepared::SqlitePrepared(Connection& connection, const std::string& sql)
    : connection_(connection), statement_(compile(connection, sql)) {}

void SqlitePrepared::bind_bytes(int place, ports::ByteView value, bool copy) {
    // No bytes are still a value: a null pointer would make a NULL of them.
    const void* start = value.empty() ? static_cast<const void*>("") : value.data();
    const int size = static_cast<int>(value.size());
    copy ? statement_.bind(place, start, size) : statement_.bindNoCopy(place, start, size);
}

bool SqlitePrepared::step() {
    const int code = statement_.tryExecuteStep();
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_.fail(statement_.getQuery());
    return false;
}

// Without memory SQLite hands out what looks like a NULL, and only says so here.
void SqlitePrepared::check_given(const void* start) {
    if (start == nullptr && connection_.has_no_memory()) connection_.fail(statement_.getQuery());
}

std::string_view SqlitePrepared::text(int column) {
    const SQLite::Column stored = statement_.getColumn(column);
    const char* start = stored.getText(nullptr);
    check_given(start);
    if (start == nullptr) return {};
    return {start, static_cast<std::size_t>(stored.getBytes())};
}

ports::ByteView SqlitePrepared::bytes(int column) {
    const SQLite::Column stored = statement_.getColumn(column);
    const auto* start = static_cast<const std::uint8_t*>(stored.getBlob());
    check_given(start);
    return {start, static_cast<std::size_t>(stored.getBytes())};
}

void SqlitePrepared::run() {
    connection_.run(statement_, statement_.getQuery());
}

int SqlitePrepared::run_and_count() {
    run();
    return connection_.changes();
}

}  // namespace clarion::sqlite
