#include "adapters/sql/statement.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

std::uint64_t Rows::number(int column) const {
    const std::int64_t value = integer(column);
    if (value < 0) throw ports::IntegrityBroken("a stored number is below zero");
    return static_cast<std::uint64_t>(value);
}

std::string Rows::text(int column) const {
    return std::string(prepared_.text(column));
}

ports::Bytes Rows::bytes(int column) const {
    const ports::ByteView stored = prepared_.bytes(column);
    return {stored.begin(), stored.end()};
}

core::Digest Rows::digest(int column) const {
    const ports::ByteView stored = prepared_.bytes(column);
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
    : connection_(connection), prepared_(connection.prepare(sql)) {}

void Statement::bind(int place, std::int64_t value, bool) {
    prepared_->bind(place, value);
}

void Statement::bind(int place, std::uint64_t value, bool) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    core::ensure(value <= kMax, "a stored number fits a database's integer");
    prepared_->bind(place, static_cast<std::int64_t>(value));
}

void Statement::bind(int place, int value, bool) {
    prepared_->bind(place, static_cast<std::int64_t>(value));
}

void Statement::bind(int place, const std::string& value, bool copy) {
    prepared_->bind_text(place, value, copy);
}

void Statement::bind(int place, std::string_view value, bool) {
    prepared_->bind_text(place, std::string(value), true);
}

void Statement::bind(int place, const ports::Bytes& value, bool copy) {
    prepared_->bind_bytes(place, value, copy);
}

void Statement::bind(int place, ports::ByteView value, bool copy) {
    prepared_->bind_bytes(place, value, copy);
}

void Statement::bind(int place, const core::Digest& value, bool copy) {
    prepared_->bind_bytes(place, value, copy);
}

void Statement::bind(int place, core::Instant value, bool) {
    prepared_->bind(place, static_cast<std::int64_t>(value.time_since_epoch().count()));
}

void Statement::bind(int place, const std::optional<core::Instant>& value, bool copy) {
    value ? bind(place, *value, copy) : prepared_->bind_null(place);
}

void Statement::check_in_batch() const {
    core::ensure(connection_.in_batch(), "rows are written inside a batch");
}

}  // namespace clarion::sql
