#include "adapters/postgres/store.hpp"

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/own_table.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/sql_store.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

// Nodes that start at the same time migrate one after the other. Frozen: of several versions too.
constexpr const char* kLock = "SELECT pg_advisory_lock(4837002)";
constexpr const char* kUnlock = "SELECT pg_advisory_unlock(4837002)";

// No node of an older version goes on over tables of a newer one.
void bring_up_to_date(Connection& server, const sql::Migrating& how) {
    Session& session = server.session_to_ask();
    (void)session.ask(kLock);
    session.run_script(how.own_table);
    const std::string applied = session.ask_text("SELECT count(*)::text FROM schema_migrations");
    const bool is_older = applied != "0" && applied != std::to_string(how.migrations.size());
    if (is_older) Membership::be_alone(session);
    sql::migrate(server, how);
    if (is_older) Membership::let_others_in(session);
    (void)session.ask(kUnlock);
}

// Every table exists before the node takes part.
struct MigratedConnection {
    MigratedConnection(
        const Settings& settings,
        const std::vector<sql::Migration>& migrations,
        const core::Sha256& sha256
    )
        : server(settings) {
        bring_up_to_date(server, {migrations, sha256, kOwnTable});
        server.take_part();
    }

    Connection server;
};

class PostgresStore final : private MigratedConnection, public sql::SqlStore {
public:
    PostgresStore(
        const Settings& settings,
        const std::vector<sql::Migration>& migrations,
        const core::Sha256& sha256
    )
        : MigratedConnection(settings, migrations, sha256), SqlStore(server, sha256) {}

    void check_integrity() override;
    std::unique_ptr<sql::StoreCopy> begin_copy(const std::string&) override {
        throw ports::StoreUnavailable(
            "a PostgreSQL database is backed up by PostgreSQL's own means, such as pg_basebackup"
        );
    }
    void scrub() override;
    bool must_restart() const override { return false; }
};

void PostgresStore::check_integrity() {
    // Foreign keys are the server's to hold; what is asked for here is that every page can be read.
    sql::Statement tables(
        server, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
    );
    std::vector<std::string> names;
    {
        sql::Rows rows = tables.ask();
        while (rows.next())
            names.push_back(rows.text(0));
    }
    for (const std::string& name : names) {
        sql::Statement all(server, "SELECT count(t.*) FROM \"" + name + "\" AS t");
        sql::Rows rows = all.ask();
        (void)rows.next();
    }
    check_rows();
}

// Old versions of rows go; their bytes stay in free space and in the WAL until those are written
// over, and in what was archived.
void PostgresStore::scrub() {
    for (const char* table :
         {"cases",
          "case_events",
          "audit_details",
          "audit_refs",
          "audit_requests",
          "outbox",
          "dead_letters"})
        server.run_script(std::string("VACUUM ") + table);
}

}  // namespace

std::unique_ptr<sql::Store> make_postgres_store(
    const Settings& settings, const std::vector<sql::Migration>& migrations, core::Sha256 sha256
) {
    return std::make_unique<PostgresStore>(settings, migrations, sha256);
}

}  // namespace clarion::postgres
