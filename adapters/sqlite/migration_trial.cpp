#include "adapters/sqlite/migration_trial.hpp"

#include <filesystem>

#include "adapters/sql/migrations.hpp"
#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/file_lock.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace fs = std::filesystem;

MigrationTrial try_migrations(
    const std::string& path,
    const std::string& copy,
    const std::vector<sql::Migration>& migrations,
    const core::Sha256& sha256
) {
    if (!fs::exists(path)) throw ports::StoreUnavailable(path + ": there is no store");
    {
        const FileLock held(path);
        make_private_file(copy);
        std::error_code error;
        fs::copy_file(path, copy, fs::copy_options::overwrite_existing, error);
        if (!error && fs::exists(path + "-wal")) fs::copy_file(path + "-wal", copy + "-wal", error);
        if (error) throw ports::StoreUnavailable(copy + ": " + error.message());
    }
    MigrationTrial trial;
    {
        Connection connection(copy, {});
        trial.pending = sql::pending_migrations(connection, {migrations, sha256, kMigrationsTable});
    }
    make_sqlite_store(copy, migrations, sha256)->check_integrity();
    return trial;
}

}  // namespace clarion::sqlite
