// Which store a data folder's service keeps its cases in. The folder remembers it, so that no
// command takes another one by mistake.
//
// Failure: throws CommandFailed or FileProblem and says what to do.
#pragma once

#include <memory>
#include <optional>

#include "adapters/files/configuration.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/postgres/settings.hpp"
#include "adapters/sql/store.hpp"
#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

// Whether other programs may work on the store meanwhile; a file never lets them.
enum class StoreUse { alone, as_node };

// What the folder remembers; a file in it where it remembers nothing.
[[nodiscard]] files::StoreSettings store_of(const DataFolder& folder);
// The SQL files of the house for one kind of store, in order.
[[nodiscard]] std::vector<sql::Migration> migrations_of(
    const files::FileSet& house, const std::string& kind
);
// As its adapter needs it; reads the password.
[[nodiscard]] postgres::Settings server_of(const files::StoreSettings& store, StoreUse use);
// For people.
[[nodiscard]] std::string describe(const files::StoreSettings& store, const DataFolder& folder);

// Holds what the configuration says against what the folder remembers, and keeps it there. Throws
// when cases lie in another store.
void choose_store(const DataFolder& folder, const std::optional<files::StoreSettings>& configured);
void keep_store_choice(const DataFolder& folder, const files::StoreSettings& store);

[[nodiscard]] std::unique_ptr<sql::Store> open_store(
    const DataFolder& folder, const files::FileSet& house, StoreUse use
);
[[nodiscard]] std::unique_ptr<sql::Store> open_store(
    const DataFolder& folder,
    const files::StoreSettings& store,
    const files::FileSet& house,
    StoreUse use
);

// A file by itself, such as a backup's.
[[nodiscard]] std::unique_ptr<sql::Store> open_store_file(
    const std::filesystem::path& file, const files::FileSet& house
);

}  // namespace clarion::deploy
