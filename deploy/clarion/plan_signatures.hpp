// PlanSignatures: who proposed and who approved an act (a migration's plan, a statement), by their
// Ed25519 signatures over its bytes as they lie in the file.
//
// Keys: DATA/administrators/NAME.pem, public keys as `openssl pkey -pubout` writes them.
// Failure: throws CommandFailed (not_allowed) when a signature is nobody's, or both are of one
// person.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace clarion::deploy {

struct TwoPeople {
    std::string proposed_by;
    std::string approved_by;
};

// A signature as it lies in its file. Throws CommandFailed when it is not there.
[[nodiscard]] std::string read_signature(const std::filesystem::path& path);

[[nodiscard]] TwoPeople check_signatures(
    const std::filesystem::path& administrators,
    std::string_view plan,
    const std::filesystem::path& proposal,
    const std::filesystem::path& approval
);

// The same, of signatures that somebody handed over.
[[nodiscard]] TwoPeople check_signature_bytes(
    const std::filesystem::path& administrators,
    std::string_view plan,
    std::string_view proposal,
    std::string_view approval
);

}  // namespace clarion::deploy
