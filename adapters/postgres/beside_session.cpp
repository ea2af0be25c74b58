#include "adapters/postgres/beside_session.hpp"

#include <vector>

namespace clarion::postgres {

namespace {

// PostgreSQL's own numbers of its types.
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr int kByteBits = 8;

}  // namespace

Value text_value(std::string text) {
    return {kText, std::move(text), false};
}

Value number_value(std::int64_t number) {
    Value value{kInt8, {}, false};
    for (int shift = 64 - kByteBits; shift >= 0; shift -= kByteBits)
        value.bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> shift);
    return value;
}

Session& BesideSession::session() {
    if (session_ && session_->is_lost()) session_.reset();
    if (!session_) session_.emplace(settings_);
    return *session_;
}

Result BesideSession::ask(const std::string& sql, std::initializer_list<Value> values) {
    const std::vector<Value> given(values);
    Session& at = session();
    at.queue_prepare("", sql, given);
    at.queue_prepared("", given);
    return at.answers();
}

}  // namespace clarion::postgres
