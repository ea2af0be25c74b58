#include "adapters/postgres/store_move.hpp"

#include <algorithm>
#include <optional>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/moved_tables.hpp"
#include "adapters/postgres/own_table.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/statement.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

constexpr int kPieceRows = 500;
constexpr int kReadRows = 2000;

// Of the rows that the move brings from; gone when the folder has been switched.
constexpr const char* kStampTable = "CREATE TABLE IF NOT EXISTS move_stamp (stamp BYTEA NOT NULL)";

struct Column {
    std::string name;
    char kind;
};

std::vector<Column> columns_of(const MovedTable& table) {
    std::vector<Column> columns;
    std::string_view rest = table.columns;
    while (!rest.empty()) {
        const auto colon = rest.find(':');
        columns.push_back({std::string(rest.substr(0, colon)), rest[colon + 1]});
        rest.remove_prefix(std::min(colon + 3, rest.size()));
    }
    return columns;
}

std::string names_of(const std::vector<Column>& columns, std::size_t count, std::string_view end) {
    std::string names;
    for (std::size_t at = 0; at < count; ++at)
        names += (at == 0 ? "" : ", ") + columns[at].name + std::string(end);
    return names;
}

std::string marks(std::size_t count) {
    std::string text = "?";
    for (std::size_t at = 1; at < count; ++at)
        text += ", ?";
    return text;
}

void pass_on(sql::Prepared& row, const Column& column, int at, sql::Prepared& into) {
    if (row.is_null(at)) {
        into.bind_null(at + 1);
    } else if (column.kind == 'i') {
        into.bind(at + 1, row.integer(at));
    } else if (column.kind == 't') {
        into.bind_text(at + 1, std::string(row.text(at)), true);
    } else {
        into.bind_bytes(at + 1, row.bytes(at), true);
    }
}

void pass_on(sql::Prepared& row, const std::vector<Column>& columns, sql::Prepared& into) {
    for (std::size_t at = 0; at < columns.size(); ++at)
        pass_on(row, columns[at], static_cast<int>(at), into);
}

std::uint64_t count_rows(sql::Connection& connection, std::string_view table) {
    sql::Statement count(connection, "SELECT count(*) FROM " + std::string(table));
    sql::Rows rows = count.ask();
    return rows.next() ? rows.number(0) : 0;
}

std::string fingerprint_in(sql::Connection& connection) {
    sql::Statement select(connection, "SELECT fingerprint FROM keys");
    sql::Rows rows = select.ask();
    return rows.next() ? rows.text(0) : std::string();
}

void put_number(ports::Bytes& into, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
        into.push_back(static_cast<std::uint8_t>(number >> shift));
}

// Each value with its kind, and each text with its length: no two rows read the same.
void put_row(ports::Bytes& into, sql::Prepared& row, const std::vector<Column>& columns) {
    for (std::size_t place = 0; place < columns.size(); ++place) {
        const int at = static_cast<int>(place);
        const char kind = row.is_null(at) ? '-' : columns[place].kind;
        into.push_back(static_cast<std::uint8_t>(kind));
        if (kind == '-') continue;
        if (kind == 'i') {
            put_number(into, static_cast<std::uint64_t>(row.integer(at)));
            continue;
        }
        const ports::ByteView value = kind == 't' ? ports::view_of(row.text(at)) : row.bytes(at);
        put_number(into, value.size());
        into.insert(into.end(), value.begin(), value.end());
    }
}

// Of every row of one table, on top of what came before; the same in either database.
core::Digest digest_of(
    const MovedTable& table,
    sql::Connection& in,
    const core::Sha256& sha256,
    const core::Digest& before
) {
    const std::vector<Column> columns = columns_of(table);
    const auto keys = static_cast<std::size_t>(table.key_columns);
    const std::vector<Column> key(columns.begin(), columns.begin() + table.key_columns);
    const std::string names = names_of(columns, keys, "");
    const std::string select =
        "SELECT " + names_of(columns, columns.size(), "") + " FROM " + std::string(table.name);
    const std::string order = " ORDER BY " + names + " LIMIT " + std::to_string(kReadRows);
    const auto first = in.prepare(select + order);
    const auto next = in.prepare(select + " WHERE (" + names + ") > (" + marks(keys) + ")" + order);
    // A row's key is bound from the last row of the question before: two statements take turns.
    const auto next_but_one =
        in.prepare(select + " WHERE (" + names + ") > (" + marks(keys) + ")" + order);
    core::Digest digest = before;
    for (sql::Prepared* rows = first.get();;) {
        ports::Bytes piece;
        int count = 0;
        for (; count < kReadRows && rows->step(); ++count)
            put_row(piece, *rows, columns);
        digest = sha256({digest, ports::view_of(table.name), piece});
        if (count < kReadRows) {
            rows->reset();
            return digest;
        }
        sql::Prepared* const behind = rows == next.get() ? next_but_one.get() : next.get();
        pass_on(*rows, key, *behind);
        rows->reset();
        rows = behind;
    }
}

core::Digest digest_of_rows(sql::Connection& in, const core::Sha256& sha256) {
    core::Digest digest{};
    for (const MovedTable& table : moved_tables())
        digest = digest_of(table, in, sha256, digest);
    return digest;
}

// Some rows of one table, behind those that are there; says how many.
int move_piece(const MovedTable& table, sql::Connection& from, sql::Connection& to) {
    const std::vector<Column> columns = columns_of(table);
    const auto keys = static_cast<std::size_t>(table.key_columns);
    const std::vector<Column> key(columns.begin(), columns.begin() + table.key_columns);
    const std::string name(table.name);
    const auto last = to.prepare(
        "SELECT " + names_of(columns, keys, "") + " FROM " + name + " ORDER BY " +
        names_of(columns, keys, " DESC") + " LIMIT 1"
    );
    const bool is_begun = last->step();
    const auto rows = from.prepare(
        "SELECT " + names_of(columns, columns.size(), "") + " FROM " + name +
        (is_begun ? " WHERE (" + names_of(columns, keys, "") + ") > (" + marks(keys) + ")" : "") +
        " ORDER BY " + names_of(columns, keys, "") + " LIMIT " + std::to_string(kPieceRows)
    );
    if (is_begun) pass_on(*last, key, *rows);
    // Rows keep their numbers, also where PostgreSQL gives them out itself.
    const auto insert = to.prepare(
        "INSERT INTO " + name + " (" + names_of(columns, columns.size(), "") +
        ") OVERRIDING SYSTEM VALUE VALUES (" + marks(columns.size()) + ")"
    );
    int moved = 0;
    to.begin();
    for (; rows->step(); ++moved) {
        pass_on(*rows, columns, *insert);
        insert->run();
    }
    to.commit();
    return moved;
}

class PostgresMove final : public StoreMove {
public:
    PostgresMove(
        sql::Connection& from,
        const Settings& to,
        const std::vector<sql::Migration>& migrations,
        const core::Sha256& sha256
    );

    MoveProgress go_on() override;
    std::vector<Count> counts() override;
    bool has_begun_anew() const override { return has_begun_anew_; }

private:
    void check_same_store();
    void check_same_rows();
    void begin_anew();
    void stamp();
    void finish();

    sql::Connection& from_;
    Connection to_;
    core::Sha256 sha256_;
    core::Digest stamp_{};  // of what is brought
    bool has_begun_anew_ = false;
    std::size_t table_ = 0;
    MoveProgress progress_;
};

PostgresMove::PostgresMove(
    sql::Connection& from,
    const Settings& to,
    const std::vector<sql::Migration>& migrations,
    const core::Sha256& sha256
)
    : from_(from), to_(to), sha256_(sha256), stamp_(digest_of_rows(from, sha256)) {
    sql::migrate(to_, {migrations, sha256, kOwnTable});
    to_.run_script(kStampTable);
    check_same_store();
    for (const MovedTable& table : moved_tables()) {
        progress_.rows += count_rows(from_, table.name);
        progress_.moved += count_rows(to_, table.name);
    }
}

void PostgresMove::check_same_store() {
    const std::string ours = fingerprint_in(from_);
    const std::string theirs = fingerprint_in(to_);
    if (ours.empty()) throw ports::StoreUnavailable("there is no store to move here");
    if (theirs == ours) return check_same_rows();
    if (!theirs.empty() || count_rows(to_, "cases") + count_rows(to_, "audit_entries") > 0) {
        throw ports::StoreUnavailable("the database holds another store already; name an empty one"
        );
    }
    sql::Statement insert(to_, "INSERT INTO keys (id, fingerprint) VALUES (1, ?)");
    sql::Statement take_head(to_, "DELETE FROM store_head");
    to_.begin();
    insert.write(ours);
    take_head.write();
    stamp();
    to_.commit();
}

void PostgresMove::stamp() {
    sql::Statement take(to_, "DELETE FROM move_stamp");
    sql::Statement put(to_, "INSERT INTO move_stamp (stamp) VALUES (?)");
    take.write();
    put.write(stamp_);
}

// An earlier run began. What it brought is good only for the rows that it read: whatever was
// written since, with an entry in the log or without one, shows in no count.
void PostgresMove::check_same_rows() {
    std::optional<core::Digest> kept;
    {
        sql::Statement select(to_, "SELECT stamp FROM move_stamp");
        sql::Rows rows = select.ask();
        if (rows.next()) kept = rows.digest(0);
    }
    if (count_rows(to_, "store_head") == 0) {
        if (kept != stamp_) begin_anew();
        return;
    }
    const core::Digest arrived = digest_of_rows(to_, sha256_);
    if (arrived == stamp_) return;
    // All of it had arrived, and the folder was not switched: nobody wrote into it.
    if (kept == arrived) return begin_anew();
    throw ports::StoreUnavailable(
        "the database holds this store already, and either of the two went on since: look which "
        "one is served, or name an empty database"
    );
}

void PostgresMove::begin_anew() {
    std::string names;
    for (const MovedTable& table : moved_tables())
        names += (names.empty() ? "" : ", ") + std::string(table.name);
    sql::Statement take_head(to_, "DELETE FROM store_head");
    const auto truncate = to_.prepare("TRUNCATE " + names);
    to_.begin();
    take_head.write();
    truncate->run();
    stamp();
    to_.commit();
    has_begun_anew_ = true;
}

MoveProgress PostgresMove::go_on() {
    if (progress_.is_done) return progress_;
    if (table_ == moved_tables().size()) {
        finish();
        return progress_;
    }
    try {
        const int moved = move_piece(moved_tables()[table_], from_, to_);
        progress_.moved += static_cast<std::uint64_t>(moved);
        if (moved < kPieceRows) ++table_;
    } catch (...) {
        to_.rollback();
        throw;
    }
    return progress_;
}

void PostgresMove::finish() {
    (void)counts();
    if (digest_of_rows(to_, sha256_) != stamp_) {
        throw ports::IntegrityBroken(
            "what arrived is not what was there; drop the database's tables, and move again"
        );
    }
    sql::Statement head(from_, "SELECT log_size, log_frontier, next_outbox FROM store_head");
    sql::Statement standing(from_, "SELECT epoch, copy, held FROM standing");
    sql::Statement put_head(
        to_,
        "INSERT INTO store_head (id, log_size, log_frontier, next_outbox) VALUES (1, ?1, ?2, ?3)"
        " ON CONFLICT (id) DO UPDATE SET log_size = ?1, log_frontier = ?2, next_outbox = ?3"
    );
    sql::Statement put_standing(to_, "UPDATE standing SET epoch = ?, copy = ?, held = ?");
    to_.begin();
    {
        sql::Rows rows = head.ask();
        if (!rows.next()) throw ports::IntegrityBroken("the store's head row is gone");
        put_head.write(rows.integer(0), rows.bytes(1), rows.integer(2));
    }
    {
        sql::Rows rows = standing.ask();
        if (!rows.next()) throw ports::IntegrityBroken("the store's standing is gone");
        put_standing.write(rows.integer(0), rows.text(1), rows.integer(2));
    }
    for (const MovedTable& table : moved_tables()) {
        if (!table.has_sequence) continue;
        const std::string name(table.name);
        to_.session_to_write().queue(
            "SELECT setval(pg_get_serial_sequence('" + name + "', 'pk'), max(pk)) FROM " + name
        );
    }
    to_.commit();
    progress_.is_done = true;
}

std::vector<StoreMove::Count> PostgresMove::counts() {
    std::vector<Count> counts;
    for (const MovedTable& table : moved_tables()) {
        const std::uint64_t rows = count_rows(to_, table.name);
        const std::uint64_t wanted = count_rows(from_, table.name);
        if (rows != wanted) {
            throw ports::IntegrityBroken(
                "of the " + std::to_string(wanted) + " rows of " + std::string(table.name) + ", " +
                std::to_string(rows) + " are there"
            );
        }
        counts.push_back({std::string(table.name), rows});
    }
    return counts;
}

}  // namespace

std::unique_ptr<StoreMove> begin_store_move(
    sql::Connection& from,
    const Settings& to,
    const std::vector<sql::Migration>& migrations,
    const core::Sha256& sha256
) {
    return std::make_unique<PostgresMove>(from, to, migrations, sha256);
}

void end_store_move(sql::Connection& arrived) {
    arrived.run_script("DROP TABLE IF EXISTS move_stamp");
}

}  // namespace clarion::postgres
