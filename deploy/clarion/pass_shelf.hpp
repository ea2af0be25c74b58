// PassShelf: where emergency passes are kept: in a file of the data folder, or in the database that
// several nodes share.
//
// Threads: one.
// Failure: throws KeyUnavailable, StoreUnavailable and identity::PassesUnreadable.
#pragma once

#include <functional>
#include <memory>

#include "adapters/identity/emergency_passes.hpp"
#include "adapters/postgres/pass_board.hpp"
#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

class PassShelf {
public:
    PassShelf(core::Sha256 sha256, const DataFolder& folder);

    // As they are now; to look at.
    [[nodiscard]] identity::EmergencyPasses passes() const;
    // What `change` does is durable when this returns. It is begun anew where another node was
    // faster, with the passes as they are then.
    void change(const std::function<void(identity::EmergencyPasses&)>& change);
    // What the folder's file holds of before there was a database is brought there, once.
    void bring_file();

private:
    [[nodiscard]] identity::EmergencyPasses in_file() const;
    [[nodiscard]] identity::EmergencyPasses on_board() const;

    core::Sha256 sha256_;
    std::filesystem::path file_;
    std::unique_ptr<postgres::PassBoard> board_;  // null: the file
};

}  // namespace clarion::deploy
