// The log as a folder for auditors, laid out as C2SP tlog-tiles says:
//
//   checkpoint              the newest signed note         tile/entries/<N>[.p/<W>]  the entries
//   checkpoints/<size>      every signed note              tile/<L>/<N>[.p/<W>]      their hashes
//   log.vkey                the key that signed them
//
// and nothing else. Entries beyond the newest checkpoint are left out: nobody vouches for them yet.
//
// Failure: ExportRefused says in one line why there is no export; nothing is left behind then.
//          IntegrityBroken when the entries do not lead to the signed root; filesystem_error when
//          the folder cannot be written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/ports/audit_log.hpp"

namespace clarion::signer {

struct ExportRefused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Where the log comes from; made for AuditLog's functions.
struct LogSource {
    std::function<std::vector<ports::LoggedEntry>(std::uint64_t from, int limit)> entries;
    std::vector<std::pair<std::uint64_t, std::string>> checkpoints;  // size and signed note
    std::string verifier_key;                                        // one line
    // Told how many entries are written; for a bar on the terminal. May be empty.
    std::function<void(std::uint64_t written, std::uint64_t of)> progress;
};

struct ExportSummary {
    std::uint64_t entries = 0;
    std::size_t checkpoints = 0;
};

// `folder` must not exist, or be empty. It appears whole or not at all.
ExportSummary export_log(const LogSource& source, const std::filesystem::path& folder);

}  // namespace clarion::signer
