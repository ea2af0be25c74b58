#include "adapters/postgres/statement.hpp"

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/placeholders.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

// PostgreSQL's own numbers of its types.
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr int kByteBits = 8;

}  // namespace

PostgresPrepared::PostgresPrepared(Connection& connection, std::string name, const std::string& sql)
    : connection_(connection), name_(std::move(name)), sql_(for_postgres(sql)) {}

Value& PostgresPrepared::value_at(int place) {
    const auto index = static_cast<std::size_t>(place - 1);
    if (values_.size() <= index) values_.resize(index + 1);
    values_[index].is_null = false;
    return values_[index];
}

void PostgresPrepared::bind(int place, std::int64_t value) {
    Value& bound = value_at(place);
    bound.type = kInt8;
    bound.bytes.clear();
    for (int shift = 64 - kByteBits; shift >= 0; shift -= kByteBits)
        bound.bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
}

void PostgresPrepared::bind_text(int place, const std::string& value, bool) {
    Value& bound = value_at(place);
    bound.type = kText;
    bound.bytes = value;
}

void PostgresPrepared::bind_bytes(int place, ports::ByteView value, bool) {
    Value& bound = value_at(place);
    bound.type = kBytea;
    bound.bytes = ports::text_of(value);
}

// Only instants may be missing.
void PostgresPrepared::bind_null(int place) {
    Value& bound = value_at(place);
    bound.type = kInt8;
    bound.is_null = true;
}

void PostgresPrepared::queue_in(Session& session) {
    if (prepared_in_ != connection_.statements_age()) {
        session.queue_prepare(name_, sql_, values_);
        prepared_in_ = connection_.statements_age();
    }
    session.queue_prepared(name_, values_);
}

bool PostgresPrepared::step() {
    if (!answer_) {
        Session& session = connection_.session_to_ask();
        queue_in(session);
        answer_ = connection_.answers();
        row_ = -1;
    }
    return ++row_ < PQntuples(answer_.get());
}

bool PostgresPrepared::is_null(int column) {
    return PQgetisnull(answer_.get(), row_, column) == 1;
}

std::int64_t PostgresPrepared::integer(int column) {
    const std::string_view stored = text(column);
    if (stored.empty() || stored.size() > sizeof(std::int64_t)) {
        throw ports::IntegrityBroken("a stored number has a wrong size");
    }
    // Big-endian, of one to eight bytes.
    std::uint64_t number = 0;
    for (const char byte : stored)
        number = number << kByteBits | static_cast<unsigned char>(byte);
    // The first bit is the sign, wherever it stands.
    const int unused = static_cast<int>(sizeof(number) - stored.size()) * kByteBits;
    return static_cast<std::int64_t>(number << unused) >> unused;
}

std::string_view PostgresPrepared::text(int column) {
    const auto size = static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column));
    return {PQgetvalue(answer_.get(), row_, column), size};
}

ports::ByteView PostgresPrepared::bytes(int column) {
    return ports::view_of(text(column));
}

void PostgresPrepared::reset() noexcept {
    answer_.reset();
    row_ = -1;
}

void PostgresPrepared::run() {
    queue_in(connection_.session_to_write());
    connection_.count_write();
}

int PostgresPrepared::run_and_count() {
    run();
    const Result answer = connection_.answers();
    return std::atoi(PQcmdTuples(answer.get()));
}

}  // namespace clarion::postgres
