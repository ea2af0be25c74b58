// What an exported log is signed with: its key, and the checkpoints that verify with it.
//
// Threads: any.
// Failure: a LogFault; std::filesystem::filesystem_error when the machine cannot read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/trust_policy.hpp"
#include "engine/core/result.hpp"

namespace clarion::signer {

// The first thing that is wrong.
struct LogFault {
    std::string file;                  // within the folder; empty when it is about the whole
    std::optional<std::uint64_t> seq;  // of the first bad entry, where one can be named
    std::string what;                  // one sentence for an auditor
};

[[nodiscard]] LogFault fault_in(std::string file, std::string what);

struct ExportKey {
    std::string line;  // as `log.vkey` says it
    core::VerifierKey key;
};

// The folder must say `trusted`, where it is given.
[[nodiscard]] core::Result<ExportKey, LogFault> read_export_key(
    const std::filesystem::path& folder, const std::optional<std::string>& trusted
);

// A signed note of this log; `file` is for faults.
[[nodiscard]] core::Result<core::Checkpoint, LogFault> open_own_checkpoint(
    const std::string& file, std::string_view note, const core::VerifierKey& key
);

// The same of a file within the folder.
[[nodiscard]] core::Result<core::Checkpoint, LogFault> read_own_checkpoint(
    const std::filesystem::path& folder, const std::string& file, const core::VerifierKey& key
);

// Holds the newest checkpoint of an export against who must have signed and cosigned it: the labels
// of the witnesses that did.
[[nodiscard]] core::Result<std::vector<std::string>, LogFault> check_cosigned(
    const std::filesystem::path& folder,
    const core::TrustPolicy& policy,
    const core::VerifierKey& key
);

}  // namespace clarion::signer
