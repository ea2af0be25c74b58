#include <algorithm>
#include <fstream>

#include "tests/contract/postgres_world.hpp"
#include "tests/upgrade/place.hpp"

namespace clarion::test {

namespace {

constexpr const char* kSchema = "public";

// Of pg_dump's words those that make the store: neither what is for psql, which differs from one
// run to the next, nor settings of the session, which another version of the server may not know.
std::string statements_in(std::istream& dumped) {
    std::string kept;
    std::string statement;
    for (std::string line; std::getline(dumped, line);) {
        const bool is_none = line.empty() || line.starts_with("--") || line.starts_with('\\');
        if (statement.empty() && is_none) continue;
        statement += line + "\n";
        // A text may hold the end of a line.
        const bool is_within_text = std::count(statement.begin(), statement.end(), '\'') % 2 == 1;
        if (is_within_text || !line.ends_with(';')) continue;
        const bool is_setting =
            statement.starts_with("SET ") || statement.starts_with("SELECT pg_catalog.set_config(");
        if (!is_setting) kept += statement;
        statement.clear();
    }
    return kept;
}

std::string dump(const std::string& what) {
    const TemporaryFolder folder;
    run_as_server_user(
        {server_program("pg_dump"),
         what,
         "--inserts",
         "--no-owner",
         "--no-privileges",
         "--dbname=" + shared_server().connection(kSchema)},
        folder.file("dumped")
    );
    std::ifstream dumped(folder / "dumped");
    return statements_in(dumped);
}

class PostgresPlace final : public Place {
public:
    ~PostgresPlace() override {
        shared_server().run("DROP OWNED BY node; GRANT ALL ON SCHEMA public TO node");
    }
    std::unique_ptr<sql::Store> open() override { return open_postgres(settings_for(kSchema)); }
    std::string tables() override { return dump("--schema-only"); }
    std::string rows() override { return dump("--data-only"); }
    void make(const std::string& statements) override {
        shared_server().run("SET ROLE node; " + statements);
    }
};

}  // namespace

std::unique_ptr<Place> make_postgres_place() {
    return std::make_unique<PostgresPlace>();
}

}  // namespace clarion::test
