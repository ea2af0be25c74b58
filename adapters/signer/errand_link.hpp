// ErrandLink: what an operator on this machine asks of a service that runs: pieces of a copy of the
// store, pieces of a turn of keys. The store belongs to the service alone.
//
// An errand and its answer are one JSON object each; what is in them is between the two ends.
// Threads: serve() blocks one thread of the caller's; one operator at a time.
// Failure: as Visitors. The asking side throws PeerGone when the service stops under it.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "adapters/signer/wire.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/world.hpp"

namespace clarion::signer {

using Errand = std::function<core::json::object(const core::json::object&)>;

class ErrandLink {
public:
    // `welcome` is called for each operator; what it gives is called for each errand, and goes
    // with the operator.
    ErrandLink(std::filesystem::path socket_path, std::function<Errand()> welcome, ports::Log& log)
        : socket_path_(std::move(socket_path)), welcome_(std::move(welcome)), log_(log) {}

    // Until a stop is asked for.
    void serve(const std::stop_token& stop);

private:
    std::filesystem::path socket_path_;
    std::function<Errand()> welcome_;
    ports::Log& log_;
};

// The asking side.
class RemoteService {
public:
    // Empty when no service listens there.
    [[nodiscard]] static std::optional<RemoteService> connect(
        const std::filesystem::path& socket_path
    );
    // The first is answered when the operators who came before are done.
    [[nodiscard]] core::json::object ask(const core::json::object& errand);

private:
    explicit RemoteService(Connection connection) : connection_(std::move(connection)) {}

    Connection connection_;
    WakeSignal never_;
    bool is_heard_ = false;
};

}  // namespace clarion::signer
