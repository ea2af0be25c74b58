// SignerFolder: what the signer keeps for itself, and nobody else may read: `key` (Ed25519, PEM)
// and `state` (the newest signature and where to read on).
//
// Ownership:  holds a lock on the folder while it lives; a second signer there is refused.
// Durability: keep() returns when the state survives loss of power.
// Failure:    SignerRefused says in one line why the signer cannot work with this folder.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "adapters/signer/durable_file.hpp"
#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/signed_tree.hpp"

namespace clarion::signer {

// The signer stops, and a person has to look.
struct SignerRefused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class SignerFolder {
public:
    // Makes folder and key when they are not there. `origin` names log and key.
    SignerFolder(std::filesystem::path folder, const std::string& origin);

    [[nodiscard]] const core::VerifierKey& verifier_key() const { return verifier_key_; }
    [[nodiscard]] core::Signature sign(std::string_view text) const { return key_.sign(text); }

    [[nodiscard]] SignedState load() const;
    void keep(const SignedState& state) const;

private:
    std::filesystem::path folder_;
    Descriptor lock_;
    SigningKey key_;
    core::VerifierKey verifier_key_;
};

}  // namespace clarion::signer
