// Checks an exported log from its files alone: what `clarion audit verify` says.
//
// An auditor need not believe this program: tests/foreign does the same with Go's sumdb
// packages, which nobody here wrote.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/signer/signed_export.hpp"
#include "engine/core/audit/trust_policy.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::signer {

// A checkpoint from another day, or from a witness: what whoever rewrites a log with its own key
// cannot take back.
struct HeldCheckpoint {
    std::string name;  // of its file, for faults
    std::string note;  // signed, verbatim
};

struct LogReport {
    std::string origin;
    std::string verifier_key;  // what the folder says; compare it with what you were given
    std::uint64_t entries = 0;
    core::Digest root{};
    std::uint64_t checkpoints = 0;         // every one signed, and all on one history
    std::size_t held = 0;                  // of those that were held, each within this history
    std::vector<std::string> cosigned_by;  // the policy's witnesses, of the newest checkpoint
    std::uint64_t cases = 0;               // each with a gap-free count of its entries
    std::optional<LogFault> fault;         // nothing: all is well

    [[nodiscard]] bool is_good() const { return !fault.has_value(); }
};

struct VerifyOptions {
    // The log's key from another channel. Without it, the folder vouches for itself.
    std::optional<std::string> trusted_key = std::nullopt;
    // Who must have signed and cosigned the newest checkpoint.
    std::optional<core::TrustPolicy> policy = std::nullopt;
    // The log must have signed each, must go on from it, and may not be shorter.
    std::vector<HeldCheckpoint> held = {};
    // May be empty.
    std::function<void(std::uint64_t checked, std::uint64_t of)> progress = nullptr;
};

[[nodiscard]] LogReport verify_log(
    const std::filesystem::path& folder, const VerifyOptions& options = {}
);

}  // namespace clarion::signer
