#include "adapters/sql/answer_table.hpp"

#include <array>

#include "engine/core/hex.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

// 128 bits are as hard to guess or to meet by chance as the whole, at half the size.
constexpr std::size_t kNameBytes = 16;
constexpr std::size_t kSealBytes = 8;
constexpr char kBeforeSeal = '\n';  // frozen: stored; JSON in one line has none

}  // namespace

AnswerTable::AnswerTable(Connection& connection, core::Sha256 sha256)
    : sha256_(std::move(sha256)),
      find_(connection, "SELECT request_hash, answer, at FROM idempotency WHERE name = ?"),
      keep_(
          connection, "INSERT INTO idempotency (name, request_hash, answer, at) VALUES (?, ?, ?, ?)"
      ),
      all_(connection, "SELECT request_hash, answer, at FROM idempotency") {}

core::Digest AnswerTable::name_of(std::string_view scope, std::string_view key) const {
    constexpr std::array<std::uint8_t, 1> kBetween{0};
    return sha256_({ports::view_of(scope), kBetween, ports::view_of(key)});
}

std::string AnswerTable::seal_of(
    std::string_view answer, const core::Digest& request, core::Instant at
) const {
    const std::string time = std::to_string(at.time_since_epoch().count());
    const core::Digest digest = sha256_({request, ports::view_of(time), ports::view_of(answer)});
    return kBeforeSeal + core::to_hex(ports::ByteView(digest).first(kSealBytes));
}

std::string AnswerTable::read(
    const std::string& stored, const core::Digest& request, core::Instant at
) const {
    const auto end = stored.rfind(kBeforeSeal);
    std::string answer = stored.substr(0, end);
    bool is_whole = false;
    if (end == std::string::npos) {
        // From before they carried it. One whose line break rotted away is no JSON any more.
        boost::system::error_code error;
        (void)core::json::parse(stored, error);
        is_whole = !error;
    } else {
        is_whole = stored.substr(end) == seal_of(answer, request, at);
    }
    if (!is_whole) throw ports::IntegrityBroken("a kept answer is not as it was given");
    return answer;
}

std::optional<ports::StoredAnswer> AnswerTable::find(std::string_view scope, std::string_view key) {
    const core::Digest name = name_of(scope, key);
    Rows rows = find_.ask(ports::ByteView(name).first(kNameBytes));
    if (!rows.next()) return std::nullopt;
    const core::Digest request = rows.digest(0);
    return ports::StoredAnswer{request, read(rows.text(1), request, rows.instant(2))};
}

void AnswerTable::keep(
    std::string_view scope,
    std::string_view key,
    const ports::StoredAnswer& answer,
    core::Instant at
) {
    const core::Digest name = name_of(scope, key);
    keep_.write(
        ports::ByteView(name).first(kNameBytes),
        answer.request_hash,
        answer.answer + seal_of(answer.answer, answer.request_hash, at),
        at
    );
}

void AnswerTable::check_all() {
    Rows rows = all_.ask();
    while (rows.next())
        (void)read(rows.text(1), rows.digest(0), rows.instant(2));
}

}  // namespace clarion::sql
