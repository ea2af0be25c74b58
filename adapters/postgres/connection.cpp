#include "adapters/postgres/connection.hpp"

#include <charconv>

#include "adapters/postgres/server_check.hpp"
#include "adapters/postgres/statement.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

using core::ensure;

// Answers of writes are read at the latest after so many: neither side's buffer runs full.
constexpr std::size_t kQueuedMax = 200;

std::string schema_of(Session& session) {
    return session.ask_text(
        "SELECT coalesce(string_agg(name, ',' ORDER BY name), '')"
        " FROM schema_migrations"
    );
}

}  // namespace

Connection::Connection(const Settings& settings) : settings_(settings), membership_(settings) {
    open_session();
}

Connection::~Connection() {
    rollback();
    if (session_) membership_.leave(*session_);
}

void Connection::open_session() {
    session_.reset();
    session_.emplace(settings_);
    ++statements_age_;
    has_failed_ = false;
    try {
        check_server(*session_);
        check_clock(*session_, std::chrono::system_clock::now());
        membership_.settle(*session_);
        if (takes_part_ && schema_of(*session_) != schema_) {
            throw ports::StoreUnavailable(
                "PostgreSQL at " + session_->where() +
                ": the tables are of another version than when this program began; start it again"
            );
        }
    } catch (...) {
        session_.reset();
        throw;
    }
}

void Connection::take_part() {
    schema_ = schema_of(*session_);
    takes_part_ = true;
    begin();
    commit();
}

void Connection::begin_as_node() {
    if (!membership_.is_joined()) membership_.join(*session_);
    in_batch_ = true;
    membership_.queue_begin(*session_);
    membership_.check(session_->answers());
    membership_.renew_when_due(*session_);
}

std::optional<core::Instant> Connection::time() {
    check_usable();
    const std::string text =
        session_->ask_text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text");
    std::int64_t since_epoch = 0;
    std::from_chars(text.data(), text.data() + text.size(), since_epoch);
    return core::Instant(std::chrono::milliseconds(since_epoch));
}

void Connection::begin() {
    ensure(!in_batch_, "a batch begins when the one before has ended");
    if (!session_ || session_->is_lost()) open_session();
    if (!takes_part_) {
        session_->queue("BEGIN");
        in_batch_ = true;
        return;
    }
    try {
        begin_as_node();
    } catch (...) {
        rollback();
        throw;
    }
}

void Connection::commit() {
    ensure(in_batch_, "what is committed has begun");
    check_usable();
    (void)session_->take_warning();
    Result answer;
    try {
        session_->queue("COMMIT");
        answer = session_->answers();
    } catch (const ports::StoreUnavailable& fault) {
        const bool is_lost = session_->is_lost();
        has_failed_ = true;
        rollback();
        if (!is_lost) throw;
        throw ports::CommitUnknown(
            std::string(fault.what()) + ": the commit may or may not have taken place"
        );
    } catch (...) {
        has_failed_ = true;
        rollback();
        throw;
    }
    const std::string_view done = PQcmdStatus(answer.get());
    if (done != "COMMIT") {
        rollback();
        throw ports::StoreUnavailable("PostgreSQL at " + session_->where() + ": nothing was kept");
    }
    in_batch_ = false;
    // The wait for a synchronous standby was broken off: it is kept here, and perhaps only here.
    if (session_->take_warning()) {
        session_.reset();
        membership_.doubt();
        throw ports::CommitUnknown(
            "the standby did not say that it has the commit; it may or may not survive a fail-over"
        );
    }
}

void Connection::rollback() noexcept {
    if (!in_batch_) return;
    in_batch_ = false;
    batch_spoilt_ = false;
    membership_.doubt();
    if (!session_ || session_->is_lost()) return session_.reset();
    try {
        session_->queue("ROLLBACK");
        if (has_failed_) forget_statements();
        (void)session_->answers();
    } catch (const std::exception&) {
        session_.reset();
    }
}

void Connection::open_savepoint() {
    session_to_write().queue("SAVEPOINT command");
}

void Connection::release_savepoint() {
    session_to_write().queue("RELEASE SAVEPOINT command");
}

void Connection::undo_savepoint() {
    session_to_write().queue("ROLLBACK TO SAVEPOINT command");
    release_savepoint();
}

void Connection::check_usable() const {
    if (batch_spoilt_) throw ports::StoreUnavailable("this batch has failed: roll it back");
}

std::unique_ptr<sql::Prepared> Connection::prepare(const std::string& sql) {
    return std::make_unique<PostgresPrepared>(*this, "s" + std::to_string(++statements_), sql);
}

void Connection::run_script(const std::string& sql) {
    check_usable();
    try {
        session_to_ask().run_script(sql);
    } catch (...) {
        batch_spoilt_ = in_batch_;
        throw;
    }
}

Session& Connection::session_to_ask() {
    check_usable();
    if (!in_batch_ && (!session_ || session_->is_lost())) open_session();
    return *session_;
}

Session& Connection::session_to_write() {
    check_usable();
    ensure(in_batch_, "rows are written inside a batch");
    if (session_->queued() >= kQueuedMax) (void)answers();
    return *session_;
}

Result Connection::answers() {
    try {
        return session_->answers();
    } catch (...) {
        batch_spoilt_ = in_batch_;
        has_failed_ = true;
        if (!in_batch_ && !session_->is_lost()) forget_statements();
        throw;
    }
}

// Which of those that were queued behind the failure got prepared, nobody knows.
void Connection::forget_statements() {
    session_->queue("DEALLOCATE ALL");
    ++statements_age_;
    has_failed_ = false;
}

}  // namespace clarion::postgres
