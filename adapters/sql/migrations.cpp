#include "adapters/sql/migrations.hpp"

#include "adapters/sql/statement.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

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
        connection.run_script(migration.sql);
        Statement insert(connection, "INSERT INTO schema_migrations (name, hash) VALUES (?, ?)");
        insert.write(migration.name, hash);
        connection.commit();
    } catch (const ports::StoreUnavailable& failed) {
        connection.rollback();
        throw ports::StoreUnavailable(
            "the migration " + migration.name + " was not made, and nothing of it: " + failed.what()
        );
    } catch (...) {
        connection.rollback();
        throw;
    }
}

// How many of ours the database has; all that it has are ours.
std::size_t count_applied(Connection& connection, const Migrating& how) {
    const std::vector<Applied> applied = read_applied(connection);
    if (applied.size() > how.migrations.size()) {
        throw ports::StoreUnavailable(
            "the database has the migration " + applied.back().name +
            ", which this program does not know: it was made by a newer version"
        );
    }
    for (std::size_t index = 0; index < applied.size(); ++index) {
        const Migration& ours = how.migrations[index];
        check_same(applied[index], ours, how.sha256({ports::view_of(ours.sql)}));
    }
    return applied.size();
}

}  // namespace

void migrate(Connection& connection, const Migrating& how) {
    connection.run_script(how.own_table);
    for (std::size_t index = count_applied(connection, how); index < how.migrations.size();
         ++index) {
        const Migration& migration = how.migrations[index];
        core::ensure(
            index == 0 || how.migrations[index - 1].name < migration.name, "migrations' names rise"
        );
        apply(connection, migration, how.sha256({ports::view_of(migration.sql)}));
    }
}

std::vector<std::string> pending_migrations(Connection& connection, const Migrating& how) {
    connection.run_script(how.own_table);
    std::vector<std::string> pending;
    for (std::size_t index = count_applied(connection, how); index < how.migrations.size(); ++index)
        pending.push_back(how.migrations[index].name);
    return pending;
}

}  // namespace clarion::sql
