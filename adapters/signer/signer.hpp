// The signer: a process of its own that reads the log over a Unix socket, recomputes the tree from
// the entries' bytes, and signs what continues the tree it signed last. It never opens the
// database.
//
// Threads:    blocks the calling thread.
// Durability: a signature is in the signer's folder before anybody sees it.
// Failure:    what it must not sign ends it with one clear line, and it stays down until a person
//             has looked. A server that is away is waited for, and so is room on a full disk.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

#include "engine/ports/world.hpp"

namespace clarion::signer {

struct SignerSettings {
    std::filesystem::path socket_path;
    std::filesystem::path folder;  // DIR/signer, 0700
    std::string origin;            // <host>/clarion/<year>
    // A signer that the server started as a child ends when the server hangs up, or did not come.
    bool ends_with_server = false;
    std::chrono::milliseconds server_comes_max = std::chrono::seconds(60);
    // Signs at most this often,
    std::chrono::milliseconds between_min = std::chrono::seconds(1);
    // and with unsigned entries at the latest after so long, or so many of them.
    std::chrono::milliseconds unsigned_max = std::chrono::seconds(60);
    std::uint64_t unsigned_entries_max = 256;
};

enum class SignerEnd { stopped, refused };

// Signs once more before it ends, when entries came that it has not signed.
[[nodiscard]] SignerEnd run_signer(
    const SignerSettings& settings, ports::Log& log, const std::stop_token& stop
);

}  // namespace clarion::signer
