// PostgresWorld: the store in a schema of its own, on one server for the whole program.
#pragma once

#include "adapters/postgres/store.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/support/postgres_server.hpp"

namespace clarion::test {

inline PostgresServer& shared_server() {
    static PostgresServer server;
    return server;
}

inline std::string new_schema(const PostgresServer& server = shared_server()) {
    static int made = 0;
    std::string name = "world" + std::to_string(++made);
    server.run("CREATE SCHEMA " + name + " AUTHORIZATION node");
    return name;
}

inline postgres::Settings settings_for(
    const std::string& schema, const PostgresServer& server = shared_server()
) {
    return {.connection = server.connection(schema), .node = "node"};
}

inline std::unique_ptr<sql::Store> open_postgres(const postgres::Settings& settings) {
    return postgres::make_postgres_store(
        settings, released_migrations("postgres"), keys::make_sha256()
    );
}

class PostgresWorld final : public World {
public:
    PostgresWorld() : schema_(new_schema()), store_(open_postgres(settings_for(schema_))) {}
    ~PostgresWorld() override {
        store_.reset();
        shared_server().run("DROP SCHEMA " + schema_ + " CASCADE");
    }
    ports::CaseStore& cases() override { return store_->cases(); }
    ports::Outbox& outbox() override { return store_->outbox(); }
    ports::AuditLog& audit() override { return store_->audit(); }
    [[nodiscard]] sql::Store& store() { return *store_; }
    [[nodiscard]] const std::string& schema() const { return schema_; }
    void reopen() {
        store_.reset();
        store_ = open_postgres(settings_for(schema_));
    }
    // As somebody with another program would: around the store, between two runs of it.
    void tamper(const std::string& sql) {
        store_.reset();
        shared_server().run("SET search_path TO " + schema_ + "; " + sql);
    }

private:
    std::string schema_;
    std::unique_ptr<sql::Store> store_;
};

}  // namespace clarion::test
