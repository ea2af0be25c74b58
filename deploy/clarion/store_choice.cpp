#include "deploy/clarion/store_choice.hpp"

#include <unistd.h>

#include <array>
#include <fstream>

#include "adapters/files/store_settings.hpp"
#include "adapters/keys/private_file.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/postgres/store.hpp"
#include "adapters/sqlite/store.hpp"
#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

ports::Secret password_in(const fs::path& file) {
    constexpr std::size_t kPasswordBytesMax = 4096;
    if (file.empty()) return {};
    const keys::SecretBytes secret = keys::read_private_file(file.string(), kPasswordBytesMax);
    ports::Secret text(ports::text_of(secret.bytes()));
    return ports::Secret(text.reveal().substr(0, text.reveal().find_first_of("\r\n")));
}

std::string name_of_machine() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unnamed";
}

}  // namespace

postgres::Settings server_of(const files::StoreSettings& store, StoreUse use) {
    postgres::Settings settings;
    settings.connection = store.connection;
    settings.password = password_in(store.password_file);
    settings.node = store.node.empty() ? name_of_machine() : store.node;
    settings.lease = std::chrono::seconds(store.lease_seconds);
    settings.is_alone = use == StoreUse::alone;
    return settings;
}

std::vector<sql::Migration> migrations_of(const files::FileSet& house, const std::string& kind) {
    const std::string folder = "schemas/sql/" + kind + "/";
    std::vector<sql::Migration> migrations;
    for (const auto& [path, text] : house) {
        if (path.starts_with(folder)) migrations.push_back({path.substr(folder.size()), text});
    }
    return migrations;
}

files::StoreSettings store_of(const DataFolder& folder) {
    if (!fs::exists(folder.store_choice())) return {};
    return files::read_store_file(folder.store_choice());
}

std::string describe(const files::StoreSettings& store, const DataFolder& folder) {
    if (!store.is_postgres()) return folder.database().string();
    return "PostgreSQL, " + store.connection;
}

void keep_store_choice(const DataFolder& folder, const files::StoreSettings& store) {
    keys::write_private_file(
        folder.store_choice().string(),
        ports::view_of(files::store_file_text(store)),
        fs::exists(folder.store_choice()) ? keys::WriteMode::replace : keys::WriteMode::make_new
    );
}

void choose_store(const DataFolder& folder, const std::optional<files::StoreSettings>& configured) {
    if (!configured) return;
    const files::StoreSettings kept = store_of(folder);
    const bool has_cases = kept.is_postgres() || fs::exists(folder.database());
    if (has_cases && kept.kind != configured->kind) {
        throw CommandFailed(
            ExitCode::conflict,
            "[store] says " + configured->kind + ", but the cases of " + folder.root.string() +
                " lie in " + describe(kept, folder) +
                "; move them first: clarion store move --to postgres --data " + folder.root.string()
        );
    }
    if (configured->is_postgres() && *configured != kept) keep_store_choice(folder, *configured);
}

std::unique_ptr<sql::Store> open_store(
    const DataFolder& folder, const files::FileSet& house, StoreUse use
) {
    return open_store(folder, store_of(folder), house, use);
}

std::unique_ptr<sql::Store> open_store(
    const DataFolder& folder,
    const files::StoreSettings& store,
    const files::FileSet& house,
    StoreUse use
) {
    if (!store.is_postgres()) return open_store_file(folder.database(), house);
    return postgres::make_postgres_store(
        server_of(store, use), migrations_of(house, "postgres"), keys::make_sha256()
    );
}

std::unique_ptr<sql::Store> open_store_file(
    const std::filesystem::path& file, const files::FileSet& house
) {
    return sqlite::make_sqlite_store(
        file.string(), migrations_of(house, "sqlite"), keys::make_sha256()
    );
}

}  // namespace clarion::deploy
