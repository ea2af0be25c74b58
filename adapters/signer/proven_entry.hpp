// One entry of an exported log, with the proof that it is what was signed: what `clarion audit
// explain` shows. It reads as many files as the proof needs, and says nothing of the others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/signer/log_verify.hpp"

namespace clarion::signer {

struct ProvenEntry {
    std::string origin;
    std::string verifier_key;   // what the folder says, unless a trusted one was given
    std::uint64_t entries = 0;  // of the newest checkpoint
    std::vector<std::string> cosigned_by = {};  // the policy's witnesses, of that checkpoint
    std::optional<std::string> leaf;  // nothing: the log ends before it, or something is wrong
    std::optional<LogFault> fault;    // nothing: all is well
};

// Key, signature of the newest checkpoint, who `policy` says must have signed it too, the entry's
// place in its tree, and the rules of an entry (check_leaf), in this order; `fault` is the first
// that is wrong. Without `trusted_key` the folder vouches for itself.
//
// Threads: any. Failure: std::filesystem::filesystem_error when the machine cannot read.
[[nodiscard]] ProvenEntry read_proven_entry(
    const std::filesystem::path& folder,
    std::uint64_t seq,
    const std::optional<std::string>& trusted_key = std::nullopt,
    const std::optional<core::TrustPolicy>& policy = std::nullopt
);

}  // namespace clarion::signer
