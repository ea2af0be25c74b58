// DemoClient: one person after another at the API, as their own programs would use it.
//
// Failure: throws CommandFailed with what was asked and what was answered instead.
#pragma once

#include <string>
#include <string_view>

#include "adapters/notify/https_client.hpp"
#include "deploy/clarion/child_server.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

class DemoClient {
public:
    explicit DemoClient(const ChildServer& server);

    // Brings a request in as a trusted front does. Returns its reference.
    [[nodiscard]] std::string submit(const core::json::object& request);
    // Takes an action with its form's own example, changed by `changes` (RFC 7396). Returns the
    // case's state.
    [[nodiscard]] core::json::object act(
        const std::string& persona,
        const std::string& reference,
        const std::string& action,
        const core::json::object& changes
    );
    // Answers the open agency request of this persona's agency.
    void answer_for_agency(const std::string& persona, const core::json::object& changes);
    [[nodiscard]] core::json::object read(const std::string& persona, const std::string& path);

private:
    [[nodiscard]] notify::HttpsResponse send(
        const std::string& persona,
        const std::string& url,
        std::string method,
        std::string body,
        std::vector<std::string> headers
    );
    [[nodiscard]] std::string next_key();

    std::string public_url_;
    std::string staff_url_;
    notify::HttpsClient client_;
    int keys_ = 0;
};

// The example a form schema carries, changed by `changes` (RFC 7396: null takes a member away).
[[nodiscard]] core::json::object example_with(
    const core::json::object& schema, const core::json::object& changes
);

}  // namespace clarion::deploy
