#include "adapters/sqlite/statement.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

SQLite::Statement prepare(Connection& connection, const std::string& sql) {
    try {
        return SQLite::Statement(connection.database(), sql);
    } catch (const SQLite::Exception&) {
        connection.fail("prepare: " + sql);
    }
}

}  // namespace

bool Rows::next() {
    const int code = statement_.tryExecuteStep();
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_.fail(statement_.getQuery());
    return false;
}

std::uint64_t Rows::number(int column) const {
    const std::int64_t value = integer(column);
    if (value < 0) throw ports::IntegrityBroken("a stored number is below zero");
    return static_cast<std::uint64_t>(value);
}

std::string Rows::text(int column) const {
    const SQLite::Column stored = value(column);
    const char* start = stored.getText();
    return {start, static_cast<std::size_t>(stored.getBytes())};
}

ports::Bytes Rows::bytes(int column) const {
    const SQLite::Column stored = value(column);
    const auto* start = static_cast<const std::uint8_t*>(stored.getBlob());
    return {start, start + stored.getBytes()};
}

core::Digest Rows::digest(int column) const {
    const ports::Bytes stored = bytes(column);
    core::Digest digest{};
    if (stored.size() != digest.size())
        throw ports::IntegrityBroken("a stored hash has a wrong size");
    std::copy(stored.begin(), stored.end(), digest.begin());
    return digest;
}

core::Instant Rows::instant(int column) const {
    return core::Instant(std::chrono::milliseconds(integer(column)));
}

std::optional<core::Instant> Rows::maybe_instant(int column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

Statement::Statement(Connection& connection, const std::string& sql)
    : connection_(connection), statement_(prepare(connection, sql)) {}

void Statement::bind(int index, std::int64_t value, bool) {
    statement_.bind(index, value);
}

void Statement::bind(int index, std::uint64_t value, bool) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    core::ensure(value <= kMax, "a stored number fits SQLite's integer");
    statement_.bind(index, static_cast<std::int64_t>(value));
}

void Statement::bind(int index, int value, bool) {
    statement_.bind(index, value);
}

void Statement::bind(int index, const std::string& value, bool copy) {
    copy ? statement_.bind(index, value) : statement_.bindNoCopy(index, value);
}

void Statement::bind(int index, std::string_view value, bool) {
    statement_.bind(index, std::string(value));
}

void Statement::bind(int index, const ports::Bytes& value, bool copy) {
    bind(index, ports::ByteView(value), copy);
}

void Statement::bind(int index, ports::ByteView value, bool copy) {
    // No bytes are still a value: a null pointer would make a NULL of them.
    const void* start = value.empty() ? static_cast<const void*>("") : value.data();
    const int size = static_cast<int>(value.size());
    copy ? statement_.bind(index, start, size) : statement_.bindNoCopy(index, start, size);
}

void Statement::bind(int index, const core::Digest& value, bool copy) {
    bind(index, ports::ByteView(value), copy);
}

void Statement::bind(int index, core::Instant value, bool) {
    statement_.bind(index, static_cast<std::int64_t>(value.time_since_epoch().count()));
}

void Statement::bind(int index, const std::optional<core::Instant>& value, bool copy) {
    value ? bind(index, *value, copy) : statement_.bind(index);
}

void Statement::bind(int index, const std::optional<std::uint64_t>& value, bool copy) {
    value ? bind(index, *value, copy) : statement_.bind(index);
}

int Statement::finish() {
    core::ensure(connection_.in_batch(), "rows are written inside a batch");
    connection_.run(statement_, statement_.getQuery());
    return connection_.changes();
}

}  // namespace clarion::sqlite
