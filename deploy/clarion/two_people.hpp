// TwoPeople: acts that a machine must not decide and one person must not decide alone. The program
// writes a statement; two people sign its bytes; the program acts on exactly that statement.
//
// Failure: throws CommandFailed: conflict when the statement says something else than is true now,
//          not_allowed when the signatures do not do.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "deploy/clarion/plan_signatures.hpp"

namespace clarion::deploy {

struct StatementFiles {
    std::filesystem::path statement;
    std::filesystem::path proposal;
    std::filesystem::path approval;
};

// Without signatures it writes `text` to the statement's file, says how to sign it, and gives
// nothing. With them: who signed it, when the file says `text` and both signatures are good.
[[nodiscard]] std::optional<TwoPeople> two_people_for(
    const std::string& text,
    const StatementFiles& files,
    const std::filesystem::path& administrators
);

}  // namespace clarion::deploy
