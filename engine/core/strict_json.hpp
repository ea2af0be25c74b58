// StrictJson: JSON text read as RFC 8259 with everything that could be read in two ways refused:
// a member named twice, text after the value, a number that no double holds.
//
// Every text that comes from outside (files, bodies) is read here and nowhere else.
// Limits:  the depth and size the caller names.
// Failure: the first fault, with its place; never the text itself.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace clarion::core {

struct JsonLimits {
    std::size_t depth_max = 32;
    std::size_t bytes_max = std::size_t{16} * 1024 * 1024;
};

struct JsonFault {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string pointer;  // RFC 6901, of a member named twice; empty when the text is no JSON
    std::string reason;
};

[[nodiscard]] Result<json::value, JsonFault> read_strict_json(
    std::string_view text, JsonLimits limits
);

}  // namespace clarion::core
