// How SQLite goes about the questions that must not slow down with the number of cases.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "adapters/sql/list_sql.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

// The plan of a question over a database with our tables, a line a step.
std::string plan_of(const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(":memory:", &database) == SQLITE_OK);
    for (const auto& migration : released_migrations()) {
        REQUIRE(
            sqlite3_exec(database, migration.sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
        );
    }
    sqlite3_stmt* statement = nullptr;
    const std::string question = "EXPLAIN QUERY PLAN " + sql;
    REQUIRE(sqlite3_prepare_v2(database, question.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    std::string plan;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        plan += reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
        plan += '\n';
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return plan;
}

bool reads_a_range(const std::string& plan) {
    return plan.find("SEARCH ") != std::string::npos && plan.find("SCAN ") == std::string::npos &&
           plan.find("TEMP B-TREE") == std::string::npos;
}

}  // namespace

TEST_CASE("sqlite plans: a page or a count reads a range of one index, and sorts nothing") {
    for (const std::string* sql :
         {&sql::kQueuePageSql,
          &sql::kAllPageSql,
          &sql::kListPageSql,
          &sql::kListCountSql,
          &sql::kCasesWithTokenSql,
          &sql::kHasTokenSql}) {
        CAPTURE(*sql);
        const std::string plan = plan_of(*sql);
        CAPTURE(plan);
        CHECK(reads_a_range(plan));
    }
}

TEST_CASE("sqlite plans: a question that reads everything is found") {
    CHECK_FALSE(reads_a_range(plan_of("SELECT pk FROM cases WHERE outcome = ?")));
    CHECK_FALSE(reads_a_range(plan_of("SELECT pk FROM cases WHERE closed = 0 ORDER BY version")));
}

}  // namespace clarion::test
