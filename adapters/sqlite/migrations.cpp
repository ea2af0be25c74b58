#include "adapters/sqlite/migrations.hpp"

#include "adapters/sqlite/statement.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

struct Applied {
    std::string name;
    core::Digest hash{};
};

std::vector<Applied> read_applied(Connection& connection) {
    Statement select(connection, "SELECT name, hash FROM schema_migrations ORDER BY name");
    std::vector<Applied> applied;
    Rows rows = select.ask();
    while (rows.next())
        applied.push_back({rows.text(0), rows.digest(1)});
    return applied;
}

void check_same(const Applied& applied, const Migration& ours, const core::Digest& hash) {
    if (applied.name != ours.name) {
        throw ports::StoreUnavailable(
            "the database has the migration " + applied.name + " where this program has " +
            ours.name + ": it was made by another version"
        );
    }
    if (applied.hash != hash) {
        throw ports::IntegrityBroken("the migration " + ours.name + " was changed after release");
    }
}

void apply(Connection& connection, const Migration& migration, const core::Digest& hash) {
    connection.begin();
    try {
        connection.execute(migration.sql);
        Statement insert(connection, "INSERT INTO schema_migrations (name, hash) VALUES (?, ?)");
        insert.write(migration.name, hash);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

}  // namespace

void migrate(
    Connection& connection, const std::vector<Migration>& migrations, const core::Sha256& sha256
) {
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        "name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID"
    );
    const std::vector<Applied> applied = read_applied(connection);
    if (applied.size() > migrations.size()) {
        throw ports::StoreUnavailable(
            "the database has the migration " + applied.back().name +
            ", which this program does not know: it was made by a newer version"
        );
    }
    for (std::size_t index = 0; index < migrations.size(); ++index) {
        const Migration& migration = migrations[index];
        core::ensure(
            index == 0 || migrations[index - 1].name < migration.name, "migrations' names rise"
        );
        const core::Digest hash = sha256({ports::view_of(migration.sql)});
        if (index < applied.size()) {
            check_same(applied[index], migration, hash);
        } else {
            apply(connection, migration, hash);
        }
    }
}

}  // namespace clarion::sqlite
