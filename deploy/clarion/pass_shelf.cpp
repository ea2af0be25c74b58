#include "deploy/clarion/pass_shelf.hpp"

#include "adapters/keys/private_file.hpp"
#include "deploy/clarion/store_choice.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFileBytesMax = 64 * 1024;
constexpr int kTriesMax = 20;

struct LostRace {};

std::unique_ptr<postgres::PassBoard> board_of(const DataFolder& folder) {
    const files::StoreSettings store = store_of(folder);
    if (!store.is_postgres()) return nullptr;
    return postgres::make_pass_board(server_of(store, StoreUse::as_node));
}

// Passes are asked for once in months: the session of the last time may have gone meanwhile.
postgres::PassBoard::Kept read_with_patience(postgres::PassBoard& board) {
    try {
        return board.read();
    } catch (const ports::StoreUnavailable&) {
        return board.read();
    }
}

}  // namespace

PassShelf::PassShelf(core::Sha256 sha256, const DataFolder& folder)
    : sha256_(std::move(sha256)), file_(folder.emergency_passes()), board_(board_of(folder)) {}

identity::EmergencyPasses PassShelf::in_file() const {
    std::string text;
    if (fs::exists(file_)) {
        const auto read = keys::read_private_file(file_.string(), kFileBytesMax);
        text = ports::text_of(read.bytes().first(read.size() - 1));  // without the end it was given
    }
    return {sha256_, text, [file = file_](const std::string& changed) {
                keys::write_private_file(
                    file.string(),
                    ports::view_of(changed),
                    fs::exists(file) ? keys::WriteMode::replace : keys::WriteMode::make_new
                );
            }};
}

identity::EmergencyPasses PassShelf::on_board() const {
    const postgres::PassBoard::Kept kept = read_with_patience(*board_);
    return {sha256_, kept.text, [this, version = kept.version](const std::string& changed) {
                if (!board_->write(changed, version)) throw LostRace{};
            }};
}

identity::EmergencyPasses PassShelf::passes() const {
    return board_ ? on_board() : in_file();
}

void PassShelf::change(const std::function<void(identity::EmergencyPasses&)>& change) {
    for (int tried = 0; tried < kTriesMax; ++tried) {
        try {
            identity::EmergencyPasses now = passes();
            return change(now);
        } catch (const LostRace&) {
            continue;
        }
    }
    throw ports::StoreUnavailable("other nodes change the emergency passes all the time");
}

void PassShelf::bring_file() {
    if (!board_ || !fs::exists(file_)) return;
    const identity::EmergencyPasses before = in_file();
    change([&before](identity::EmergencyPasses& passes) { passes.take_over(before.all()); });
    fs::remove(file_);
}

}  // namespace clarion::deploy
