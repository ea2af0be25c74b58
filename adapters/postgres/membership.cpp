#include "adapters/postgres/membership.hpp"

#include <algorithm>
#include <charconv>

#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

using std::chrono::milliseconds;

// Frozen: nodes of several versions may meet.
constexpr std::string_view kWorkLock = "4837001";
// A session that ended gives its lock back a moment later: two seconds are looked for it.
constexpr int kLooksMax = 100;

std::string ms(milliseconds length) {
    return std::to_string(length.count());
}

std::int64_t number_in(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool try_lock(Session& session, std::string_view function) {
    return session.ask_text(
               "SELECT " + std::string(function) + "(" + std::string(kWorkLock) + ")::text"
           ) == "true";
}

bool lock_alone(Session& session) {
    for (int look = 0; look < kLooksMax; ++look) {
        if (try_lock(session, "pg_try_advisory_lock")) return true;
        (void)session.ask("SELECT pg_sleep(0.02)");
    }
    return false;
}

}  // namespace

std::string Membership::lease_ends() const {
    return "clock_timestamp() + interval '1 millisecond' * " + ms(settings_.lease);
}

void Membership::settle(Session& session) const {
    // Nobody waits for one that is alone, and it may read for hours: 0 is no limit.
    const milliseconds silent_max = settings_.is_alone ? milliseconds(0) : settings_.lease / 2;
    session.queue(
        "SELECT set_config('idle_in_transaction_session_timeout', '" + ms(silent_max) +
        "', false), set_config('lock_timeout', '" + ms(settings_.lease) +
        "', false), set_config('statement_timeout', '0', false),"
        " set_config('application_name', 'clarion', false),"
        " set_config('default_transaction_isolation', 'read committed', false)"
    );
    if (settings_.is_alone ? lock_alone(session)
                           : try_lock(session, "pg_try_advisory_lock_shared")) {
        return;
    }
    throw ports::StoreUnavailable(
        "PostgreSQL at " + session.where() +
        (settings_.is_alone ? ": a clarion works on this database; stop every node first"
                            : ": a command works on this database alone; wait until it is done")
    );
}

void Membership::be_alone(Session& session) {
    if (lock_alone(session)) return;
    throw ports::StoreUnavailable(
        "PostgreSQL at " + session.where() +
        ": the tables are to be brought up to this version, and other nodes work on them; stop "
        "those first"
    );
}

void Membership::let_others_in(Session& session) {
    (void)session.ask("SELECT pg_advisory_unlock(" + std::string(kWorkLock) + ")");
}

void Membership::join(Session& session) {
    (void)session.ask("DELETE FROM nodes WHERE until < clock_timestamp() - interval '30 days'");
    const std::string name = settings_.node;
    Value value{25, name, false};  // text
    session.queue_prepare(
        "",
        "INSERT INTO nodes (name, until) VALUES ($1, " + lease_ends() + ") RETURNING number::text",
        std::span(&value, 1)
    );
    session.queue_prepared("", std::span(&value, 1));
    const Result answer = session.answers();
    number_ = number_in(PQgetvalue(answer.get(), 0, 0));
    renewed_at_.reset();
    duties_.clear();
}

void Membership::queue_begin(Session& session) const {
    session.queue("BEGIN");
    session.queue("SELECT 1 FROM store_head FOR UPDATE");
    // A statement of its own: it sees what was committed while the lock was waited for. While one
    // is alone by the session's lock nobody else came in, however long it was silent.
    const std::string is_alive = settings_.is_alone ? "" : "until > clock_timestamp() AND ";
    session.queue("SELECT 1 FROM nodes WHERE " + is_alive + "number = " + std::to_string(number_));
}

void Membership::check(const Result& answer) {
    if (PQntuples(answer.get()) == 1) return;
    const std::string lost = std::to_string(number_);
    number_ = 0;
    duties_.clear();
    throw ports::StoreUnavailable(
        "this node was silent for longer than its lease, so node number " + lost +
        " may not write any more; it joins again under a new number"
    );
}

void Membership::renew_when_due(Session& session) {
    const auto now = std::chrono::steady_clock::now();
    const milliseconds often = std::min<milliseconds>(settings_.lease / 4, milliseconds(1000));
    if (renewed_at_ && now - *renewed_at_ < often) return;
    const std::string me = std::to_string(number_);
    session.queue("UPDATE nodes SET until = " + lease_ends() + " WHERE number = " + me);
    session.queue(
        "UPDATE duties SET holder = " + me +
        ", fence = fence + 1 WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE number = holder AND"
        " until > clock_timestamp())"
    );
    const Result held = session.ask("SELECT name::text FROM duties WHERE holder = " + me);
    duties_.clear();
    for (int row = 0; row < PQntuples(held.get()); ++row) {
        const std::string_view name = PQgetvalue(held.get(), row, 0);
        duties_.insert(name == "timers" ? sql::Duty::timers : sql::Duty::outbox);
    }
    renewed_at_ = now;
}

void Membership::leave(Session& session) noexcept {
    if (number_ == 0 || session.is_lost()) return;
    try {
        (void)session.ask(
            "UPDATE nodes SET until = clock_timestamp() WHERE number = " + std::to_string(number_)
        );
    } catch (const std::exception&) {
        // The lease ends by itself.
    }
}

}  // namespace clarion::postgres
