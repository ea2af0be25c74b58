// TargetGate: what a request may ask for, and under which host name.
//
// A path is matched on segments decoded once; whatever could be read as another path by somebody in
// front of us is refused: //, dot segments, escaped slashes, NUL, bytes outside RFC 3986.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "adapters/http/head_gate.hpp"

namespace clarion::http {

struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};

[[nodiscard]] std::variant<Target, HeadFault> read_target(
    std::string_view raw, const GateRules& rules
);

// Empty: the name is one of ours.
[[nodiscard]] std::optional<HeadFault> check_host(std::string_view value, const GateRules& rules);

// `name` without port or brackets, in any case.
[[nodiscard]] bool is_our_host(std::string_view name, std::span<const std::string> our_hosts);

}  // namespace clarion::http
