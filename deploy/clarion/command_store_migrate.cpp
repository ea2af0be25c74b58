// store migrate: the schema, from an older program's to this one's.
#include <iostream>

#include "adapters/keys/sha256.hpp"
#include "adapters/signer/draft_folder.hpp"
#include "adapters/sqlite/file_place.hpp"
#include "adapters/sqlite/migration_trial.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/store_choice.hpp"

namespace clarion::deploy {

namespace {

// On a copy beside the store, which is gone afterwards: what the store holds stays where it is.
sqlite::MigrationTrial tried(const DataFolder& folder) {
    sqlite::check_place(folder.database().string());
    const signer::DraftFolder draft(std::filesystem::absolute(folder.root / "migration-trial"));
    return sqlite::try_migrations(
        folder.database().string(),
        (draft.path() / "clarion.db").string(),
        migrations_of(house_files({}), "sqlite"),
        keys::make_sha256()
    );
}

}  // namespace

ExitCode migrate_store(const StoreOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    if (store_of(folder).is_postgres()) {
        throw CommandFailed(
            ExitCode::usage, "a database in PostgreSQL is tried on a copy of its own, by its tools"
        );
    }
    const sqlite::MigrationTrial trial = tried(folder);
    for (const std::string& name : trial.pending)
        std::cout << name << '\n';
    if (options.dry_run) {
        std::cout << trial.pending.size()
                  << " migrations would be made; a copy was migrated and is whole" << std::endl;
        return ExitCode::good;
    }
    static_cast<void>(open_store_at_rest(folder));
    std::cout << trial.pending.size() << " migrations made" << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
