// ExportLink: the log for an export while the service runs. The store belongs to the server alone,
// so an exporting program asks it over a Unix socket; what it gets is what the store would have
// given.
//
// Ownership: the server's end borrows queue and log; both must outlive serve().
// Threads:   serve() blocks one thread of the caller's; one export at a time.
// Failure:   an export that goes away or asks nonsense is let go. The exporting side throws
//            PeerGone when the service stops under it.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "adapters/signer/wire.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::signer {

class ExportLink {
public:
    ExportLink(std::filesystem::path socket_path, runtime::WorkQueue& queue, ports::Log& log)
        : socket_path_(std::move(socket_path)), queue_(queue), log_(log) {}

    // Until a stop is asked for.
    void serve(const std::stop_token& stop);

private:
    [[nodiscard]] std::string answer_to(const Frame& frame);

    std::filesystem::path socket_path_;
    runtime::WorkQueue& queue_;
    ports::Log& log_;
};

// The exporting side.
class RemoteLog {
public:
    // Empty when no service listens there.
    [[nodiscard]] static std::optional<RemoteLog> connect(const std::filesystem::path& socket_path);

    [[nodiscard]] std::vector<ports::LoggedEntry> entries(std::uint64_t from, int limit);
    // Every signed note there is now, with its size.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, std::string>> checkpoints();

private:
    explicit RemoteLog(Connection connection) : connection_(std::move(connection)) {}
    [[nodiscard]] std::string ask(FrameKind kind, std::uint64_t number, FrameKind wanted);

    Connection connection_;
    WakeSignal never_;
};

}  // namespace clarion::signer
