// LogTurn: from one log to the next, when its year is over or it died. Two people sign a statement
// that names both; the server's side and the signer's each act on it by themselves, and each checks
// the signatures for itself.
//
//     clarion-log-turn/v1
//     closes <origin>
//     entries <number>
//     root <base64>
//     opens <origin>
//     reason planned | lost
//
// `planned`: all of the log is signed. `lost`: the store has less than was signed, because a backup
// was restored, or the signer and its key are gone.
//
// DIR/turns/<number of the closed log>/ keeps statement, proposal and approval.
#pragma once

#include <optional>
#include <string>

#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/two_people.hpp"
#include "engine/core/result.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::deploy {

struct TurnStatement {
    std::string closes;
    std::uint64_t entries = 0;
    core::Digest root{};
    std::string opens;
    std::string reason;
};

[[nodiscard]] std::string format_turn(const TurnStatement& turn);
[[nodiscard]] core::Result<TurnStatement, std::string> parse_turn(const std::string& text);

// Keeps what the two signed, for the signer and for auditors.
void keep_turn(const DataFolder& folder, std::uint64_t number, const StatementFiles& files);

// The signer's side: where its state is of a log that two people closed for `origin`, it is put
// aside, and the signer begins the next log. Keys: DIR/signer/administrators when that folder is
// there, else DIR/administrators. Throws CommandFailed (not_allowed) when a statement is there and
// not good; does nothing when there is none.
void follow_turn(const DataFolder& folder, const std::string& origin);

}  // namespace clarion::deploy
