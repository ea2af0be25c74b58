// SqliteWorld: the real store on a file of its own, which goes with it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "adapters/keys/sha256.hpp"
#include "adapters/sqlite/store.hpp"
#include "tests/contract/world.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

// The released files, as the program embeds them.
inline std::vector<sql::Migration> released_migrations(const std::string& store = "sqlite") {
    std::vector<sql::Migration> migrations;
    for (const auto& file :
         std::filesystem::directory_iterator(CLARION_SOURCE_DIR "/schemas/sql/" + store)) {
        std::ostringstream text;
        text << std::ifstream(file.path()).rdbuf();
        migrations.push_back({file.path().filename(), text.str()});
    }
    std::sort(migrations.begin(), migrations.end(), [](const auto& one, const auto& other) {
        return one.name < other.name;
    });
    return migrations;
}

inline std::unique_ptr<sql::Store> open_store(
    const std::string& path, const std::string& vfs = {}
) {
    return sqlite::make_sqlite_store(path, released_migrations(), keys::make_sha256(), vfs);
}

class SqliteWorld final : public World {
public:
    SqliteWorld() : store_(open_store(folder_.file("clarion.db"))) {}
    ports::CaseStore& cases() override { return store_->cases(); }
    ports::Outbox& outbox() override { return store_->outbox(); }
    ports::AuditLog& audit() override { return store_->audit(); }
    [[nodiscard]] sql::Store& store() { return *store_; }
    void reopen() {
        store_.reset();
        store_ = open_store(folder_.file("clarion.db"));
    }
    [[nodiscard]] std::string path() const { return folder_.file("clarion.db"); }

private:
    TemporaryFolder folder_;
    std::unique_ptr<sql::Store> store_;
};

}  // namespace clarion::test
