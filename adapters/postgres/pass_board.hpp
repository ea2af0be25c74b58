// PassBoard: the emergency passes of a database, for all of its nodes: one text, changed whole.
//
// Threads: one at a time; by a session of its own, so that it waits for no batch.
// Failure: throws StoreUnavailable; the next call takes another session.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/postgres/settings.hpp"

namespace clarion::postgres {

class PassBoard {
public:
    virtual ~PassBoard() = default;

    struct Kept {
        std::string text;
        std::int64_t version = 0;
    };
    [[nodiscard]] virtual Kept read() = 0;
    // On the disk when it returns. False: another node changed it since `version`, and nothing was
    // written.
    [[nodiscard]] virtual bool write(const std::string& text, std::int64_t version) = 0;
};

// Connects when it is first asked. Requires: the tables are there.
[[nodiscard]] std::unique_ptr<PassBoard> make_pass_board(Settings settings);

}  // namespace clarion::postgres
