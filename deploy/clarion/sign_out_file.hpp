// SignOutFile: a SignOutBoard of a service that has its store to itself. A word of signing out is
// on the disk before it counts as kept, so that tokens of before it are no good after a restart.
//
// Kept:    DATA/signed_out, its owner's alone: a line of JSON for each, until no token of before it
//          can be good any more.
// Threads: one at a time.
// Failure: the constructor throws IntegrityBroken for a file that it did not write; add() throws
//          StoreUnavailable, and then nothing changed.
#pragma once

#include <filesystem>

#include "adapters/postgres/sign_out_board.hpp"

namespace clarion::deploy {

class SignOutFile final : public postgres::SignOutBoard {
public:
    explicit SignOutFile(std::filesystem::path file);

    std::int64_t add(const postgres::SignedOut& word, core::Instant forgotten) override;
    [[nodiscard]] std::vector<Row> after(std::int64_t number) override;

private:
    std::filesystem::path file_;
    std::vector<Row> rows_;  // in the order of their numbers, which begin anew with each start
    std::int64_t last_ = 0;
};

}  // namespace clarion::deploy
