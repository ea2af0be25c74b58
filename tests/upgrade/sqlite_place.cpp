#include <sqlite3.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "tests/contract/sqlite_world.hpp"
#include "tests/upgrade/place.hpp"

namespace clarion::test {

namespace {

class Database {
public:
    Database(const std::filesystem::path& path, int flags) {
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
        handle_.reset(opened);
        if (code != SQLITE_OK) fail();
    }

    void run(const std::string& statements) {
        if (sqlite3_exec(handle_.get(), statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail();
    }
    // The first two columns of every row.
    std::vector<std::pair<std::string, std::string>> rows(const std::string& question) {
        std::vector<std::pair<std::string, std::string>> found;
        const auto collect = [](void* into, int columns, char** values, char**) {
            static_cast<decltype(found)*>(into)->emplace_back(
                values[0], columns < 2 || values[1] == nullptr ? "" : values[1]
            );
            return 0;
        };
        if (sqlite3_exec(handle_.get(), question.c_str(), collect, &found, nullptr) != SQLITE_OK)
            fail();
        return found;
    }

private:
    [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(handle_.get())); }

    struct Close {
        void operator()(sqlite3* opened) const { sqlite3_close(opened); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

// A row as the values of an INSERT.
std::string values_of(Database& database, const std::string& table) {
    std::string values;
    for (const auto& [column, none] :
         database.rows("SELECT name FROM pragma_table_info('" + table + "')"))
        values += (values.empty() ? "" : " || ', ' || ") + ("quote(" + column + ")");
    return values;
}

class SqlitePlace final : public Place {
public:
    std::unique_ptr<sql::Store> open() override { return open_store(path_); }
    std::string tables() override;
    std::string rows() override;
    void make(const std::string& statements) override;

private:
    TemporaryFolder folder_;
    const std::string path_ = folder_.file("clarion.db");
};

std::string SqlitePlace::tables() {
    Database database(path_, SQLITE_OPEN_READONLY);
    std::string text;
    for (const auto& [name, made_by] : database.rows(
             "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'index'"
         ))
        text += made_by + ";\n";
    return text;
}

std::string SqlitePlace::rows() {
    Database database(path_, SQLITE_OPEN_READONLY);
    std::string text;
    for (const auto& [table, none] : database.rows(
             "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
         )) {
        const std::string values = values_of(database, table);
        for (const auto& [row, nothing] :
             database.rows("SELECT " + values + " FROM " + table + " ORDER BY 1"))
            text += "INSERT INTO " + table + " VALUES (" + row + ");\n";
    }
    return text;
}

void SqlitePlace::make(const std::string& statements) {
    Database database(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    database.run("BEGIN;" + statements + "COMMIT;");
    std::filesystem::permissions(
        path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
}

}  // namespace

std::unique_ptr<Place> make_sqlite_place() {
    return std::make_unique<SqlitePlace>();
}

}  // namespace clarion::test
