#include "adapters/sql/sql_outbox.hpp"

#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

std::uint64_t read_count(Statement& statement) {
    Rows rows = statement.ask();
    return rows.next() ? rows.number(0) : 0;
}

}  // namespace

SqlOutbox::SqlOutbox(Connection& connection, Batch& batch, CaseTable& cases)
    : connection_(connection),
      batch_(batch),
      cases_(cases),
      put_(
          connection,
          "INSERT INTO outbox (id, case_pk, key, effect, not_before, attempts, sealed_params)"
          " VALUES (?, nullif(CAST(? AS BIGINT), 0), ?, ?, ?, ?, ?)"
      ),
      ready_(
          connection,
          "SELECT id, coalesce(case_id, ''), key, effect, not_before, attempts, sealed_params"
          " FROM outbox LEFT JOIN cases ON cases.pk = case_pk"
          " WHERE not_before <= ? AND (SELECT held FROM standing) = 0"
          " ORDER BY not_before, id LIMIT ?"
      ),
      next_ready_(
          connection,
          "SELECT not_before FROM outbox WHERE (SELECT held FROM standing) = 0"
          " ORDER BY not_before LIMIT 1"
      ),
      postpone_(connection, "UPDATE outbox SET not_before = ?2, attempts = ?3 WHERE id = ?1"),
      remove_(connection, "DELETE FROM outbox WHERE id = ?"),
      bury_(
          connection,
          "INSERT INTO dead_letters (id, case_pk, key, effect, attempts, reason, sealed_params)"
          " SELECT id, case_pk, key, effect, attempts, ?2, sealed_params FROM outbox WHERE id = ?1"
      ),
      waiting_(connection, "SELECT count(*) FROM outbox"),
      buried_(connection, "SELECT count(*) FROM dead_letters"),
      standing_(connection, "SELECT epoch, copy, held FROM standing"),
      hold_(connection, "UPDATE standing SET epoch = epoch + 1, copy = ?, held = 1"),
      allow_(connection, "UPDATE standing SET held = 0") {}

ports::Standing SqlOutbox::standing() {
    Rows rows = standing_.ask();
    if (!rows.next()) throw ports::IntegrityBroken("the store's standing is gone");
    return {.epoch = rows.number(0), .copy = rows.text(1), .held = rows.number(2) != 0};
}

void SqlOutbox::hold(std::string_view copy) {
    hold_.write(copy);
}

void SqlOutbox::allow() {
    allow_.write();
}

void SqlOutbox::put(const ports::OutboxRow& row) {
    // Never a number twice, not even after its row is gone: a late result must not meet another
    // effect.
    const std::uint64_t id = batch_.head().next_outbox++;
    const std::int64_t case_pk = row.case_id.text.empty() ? 0 : cases_.pk_of(row.case_id);
    put_.write(id, case_pk, row.key, row.effect, row.not_before, row.attempts, row.sealed_params);
}

std::vector<ports::OutboxRow> SqlOutbox::ready(core::Instant now, int limit) {
    std::vector<ports::OutboxRow> effects;
    if (!connection_.has(Duty::outbox)) return effects;
    Rows rows = ready_.ask(now, limit);
    while (rows.next()) {
        ports::OutboxRow effect;
        effect.id = rows.number(0);
        effect.case_id.text = rows.text(1);
        effect.key = rows.text(2);
        effect.effect = rows.text(3);
        effect.not_before = rows.instant(4);
        effect.attempts = static_cast<int>(rows.integer(5));
        effect.sealed_params = rows.bytes(6);
        effects.push_back(std::move(effect));
    }
    return effects;
}

std::optional<core::Instant> SqlOutbox::next_ready() {
    if (!connection_.has(Duty::outbox)) return std::nullopt;
    Rows rows = next_ready_.ask();
    if (!rows.next()) return std::nullopt;
    return rows.maybe_instant(0);
}

void SqlOutbox::postpone(std::uint64_t id, core::Instant not_before, int attempts) {
    postpone_.write(id, not_before, attempts);
}

void SqlOutbox::remove(std::uint64_t id) {
    remove_.write(id);
}

void SqlOutbox::bury(std::uint64_t id, std::string_view reason) {
    bury_.write(id, reason);
    remove_.write(id);
}

std::uint64_t SqlOutbox::waiting() {
    return read_count(waiting_);
}

std::uint64_t SqlOutbox::buried() {
    return read_count(buried_);
}

}  // namespace clarion::sql
