// store: from one kind of store to another.
#include <iostream>

#include "adapters/keys/file_key_vault.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/postgres/store_move.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/progress.hpp"
#include "deploy/clarion/store_choice.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

files::StoreSettings where_to(const MoveOptions& options) {
    if (options.to != "postgres") {
        throw CommandFailed(
            ExitCode::usage, "--to " + options.to + ": a store can be moved to postgres"
        );
    }
    const auto store = files::read_configuration(options.configuration).store;
    if (store && store->is_postgres()) return *store;
    throw CommandFailed(
        ExitCode::usage,
        options.configuration.string() + ": [store] must say kind = \"postgres\" and where"
    );
}

// Brings all rows. The database is a store when this returns.
void bring(sql::Store& from, const files::StoreSettings& to, const MoveOptions& options) {
    const auto migrations = migrations_of(house_files({}), "postgres");
    const auto move = postgres::begin_store_move(
        from.connection(), server_of(to, StoreUse::alone), migrations, keys::make_sha256()
    );
    if (move->has_begun_anew()) {
        std::cout << "the store was written to since the move that broke off: what that had "
                     "brought is thrown away, and all is brought again"
                  << std::endl;
    }
    const Progress tell = progress_of("moved", options.as_json);
    for (postgres::MoveProgress now; !now.is_done;) {
        now = move->go_on();
        if (tell) tell(now.moved, now.rows);
    }
    for (const auto& [table, rows] : move->counts())
        std::cout << "  " << table << ": " << rows << '\n';
}

// Reads every entry and every page of what arrived, and holds its log against the old one.
void verify(sql::Store& from, sql::Store& arrived) {
    arrived.check_integrity();
    const ports::AuditHead before = from.audit().head();
    const ports::AuditHead after = arrived.audit().head();
    if (before.size == after.size && before.root == after.root) {
        std::cout << "the log has its " << after.size << " entries and its root\n";
        return;
    }
    throw ports::IntegrityBroken("the log that arrived is not the one that left");
}

// Nothing opens the file as a store by mistake, and should somebody do, it sends nothing.
void put_aside(sql::Store& from) {
    if (from.outbox().standing().held) return;
    from.cases().begin();
    from.outbox().hold("moved");
    from.cases().commit();
}

}  // namespace

ExitCode move_store(const MoveOptions& options) {
    const files::StoreSettings to = where_to(options);
    const DataFolder folder{options.data};
    require_initialised(folder);
    if (store_of(folder).is_postgres()) {
        throw CommandFailed(
            ExitCode::conflict, options.data.string() + ": its cases lie in PostgreSQL already"
        );
    }
    const auto keys = keys::open_key_vault(folder.key_file().string());
    auto from = open_store_file(folder.database(), house_files({}));
    from->check_key_fingerprint(keys->fingerprint());
    if (keys->coming_token_key() != nullptr) {
        throw CommandFailed(
            ExitCode::conflict,
            "the token key is being turned: end that first, by `clarion keys rotate --token`"
        );
    }
    from->check_integrity();
    bring(*from, to, options);
    auto arrived = open_store(folder, to, house_files({}), StoreUse::alone);
    verify(*from, *arrived);
    keep_store_choice(folder, to);
    postgres::end_store_move(arrived->connection());
    arrived.reset();
    put_aside(*from);
    from.reset();
    const fs::path aside = folder.database().string() + ".moved";
    fs::rename(folder.database(), aside);
    std::cout << "the store is now " << describe(to, folder) << "\n"
              << "the file it was is " << aside.string()
              << ", and sends nothing; keep it until you trust the move" << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
