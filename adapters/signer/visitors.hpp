// Visitors: programs of the server's own user on this machine, one at a time, over a Unix socket.
//
// Threads: serve_visitors() blocks one thread of the caller's.
// Failure: a visitor who goes away, is silent for ten seconds or sends nonsense is let go. Throws
//          std::system_error when the socket cannot be opened.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "adapters/signer/wire.hpp"
#include "engine/ports/world.hpp"

namespace clarion::signer {

// What one visitor's frames are answered with. Throws PeerGone to let the visitor go.
using FrameAnswer = std::function<Frame(const Frame&)>;

struct VisitorSettings {
    std::filesystem::path socket_path;
    std::string_view left;                 // what the log says when one goes
    std::function<FrameAnswer()> welcome;  // called for each visitor
};

// Until a stop is asked for.
void serve_visitors(const VisitorSettings& settings, ports::Log& log, const std::stop_token& stop);

}  // namespace clarion::signer
