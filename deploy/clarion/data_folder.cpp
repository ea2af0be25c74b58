#include "deploy/clarion/data_folder.hpp"

#include "adapters/keys/key_file.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/store_choice.hpp"

namespace clarion::deploy {

namespace fs = std::filesystem;

bool DataFolder::is_initialised() const {
    return fs::exists(key_file());
}

bool DataFolder::is_unused() const {
    return !is_initialised() && !fs::exists(database()) && !fs::exists(log_vkey()) &&
           !fs::exists(store_choice());
}

void require_initialised(const DataFolder& folder) {
    std::error_code no_file;
    const bool is_lost =
        !fs::exists(folder.store_choice()) &&
        (!fs::exists(folder.database()) || fs::file_size(folder.database(), no_file) == 0);
    // A log was signed here, so cases were kept here: a new, empty store would hide that they are
    // gone.
    if (fs::exists(folder.log_vkey()) && is_lost) {
        throw CommandFailed(
            ExitCode::integrity_broken,
            folder.database().string() + ": the store is gone; restore it from a backup"
        );
    }
    if (folder.is_initialised()) return;
    if (!is_lost) {
        throw CommandFailed(
            ExitCode::unavailable,
            folder.key_file().string() + ": the key file is missing, and " +
                folder.database().string() +
                " cannot be read without it; restore it from the backup of the keys"
        );
    }
    throw CommandFailed(
        ExitCode::unavailable,
        folder.root.string() + ": no keys here; make the folder with `clarion init --data " +
            folder.root.string() + "`"
    );
}

namespace {

void make_private_folder(const fs::path& path) {
    std::error_code trouble;
    fs::create_directories(path, trouble);
    if (!trouble) fs::permissions(path, fs::perms::owner_all, trouble);
    if (trouble)
        throw CommandFailed(ExitCode::unavailable, path.string() + ": " + trouble.message());
}

// All that making and starting put there; the failure that brought us here is the one to tell.
void take_away(const DataFolder& folder) {
    std::error_code ignored;
    fs::remove_all(folder.keys(), ignored);
    fs::remove(folder.demo_certificate(), ignored);
    fs::remove(folder.log_origin(), ignored);
    fs::remove(folder.store_choice(), ignored);
    for (const char* ending : {"", "-wal", "-shm", ".lock"})
        fs::remove(folder.database().string() + ending, ignored);
}

// Takes back what a failed start made, so that the next try begins from nothing.
class Unmaking {
public:
    explicit Unmaking(DataFolder folder) : folder_(std::move(folder)) {}
    ~Unmaking() {
        if (!kept_) take_away(folder_);
    }
    Unmaking(const Unmaking&) = delete;
    Unmaking& operator=(const Unmaking&) = delete;
    void keep() { kept_ = true; }

private:
    DataFolder folder_;
    bool kept_ = false;
};

}  // namespace

void make_data_folder(const DataFolder& folder, const std::optional<files::StoreSettings>& store) {
    if (!folder.is_unused()) {
        throw CommandFailed(
            ExitCode::conflict, folder.root.string() + ": is a data folder already"
        );
    }
    make_private_folder(folder.root);
    Unmaking unmaking(folder);
    keys::create_key_file(folder.key_file().string());
    choose_store(folder, store);
    const EngineRoom room(folder, house_files({}), {});  // nothing is logged yet
    unmaking.keep();
}

TentativeDataFolder::TentativeDataFolder(
    DataFolder folder, const std::optional<files::StoreSettings>& store
)
    : folder_(std::move(folder)), root_was_there_(fs::exists(folder_.root)) {
    make_data_folder(folder_, store);
}

TentativeDataFolder::~TentativeDataFolder() {
    if (kept_) return;
    std::error_code ignored;
    if (root_was_there_) {
        take_away(folder_);
    } else {
        fs::remove_all(folder_.root, ignored);
    }
}

}  // namespace clarion::deploy
