// The JSON API: every row of it, for the public, staff and admin listeners.
//
// Each handler turns a request into one piece of engine work and the answer into JSON; the rules
// are the engine's. schemas/openapi.yaml says all of it, and tests hold these rows against it.
//
// Ownership: borrows the queue, which must outlive the router.
// Threads:   handlers run on io threads and never wait; answers are written there as well.
// To add an endpoint: a row in one of the *_routes functions, its path in schemas/openapi.yaml.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/http/router.hpp"
#include "engine/core/sha256.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

struct Readiness {
    bool ready = false;
    std::string why;  // one line for an operator, without personal data
};

struct ApiSettings {
    core::Sha256 sha256;
    std::string cursor_key;  // 32 random bytes; a new key makes old cursors invalid, no more
    std::function<std::string(std::string)> render_dot;  // DOT to SVG, on an io thread
    std::string openapi_json;
    std::string protected_resource;  // RFC 9728, as JSON; empty: nobody signs in by token
    std::function<Readiness()> readiness;
    std::function<std::string()> metrics;  // Prometheus text format
};

// All rows below, together.
[[nodiscard]] std::vector<Route> api_routes(runtime::WorkQueue& queue, ApiSettings settings);

}  // namespace clarion::http
