#include "adapters/http/json_body.hpp"

#include <string>

#include "engine/core/strict_json.hpp"

namespace clarion::http {

runtime::Body read_json_body(std::string_view text) {
    auto read =
        core::read_strict_json(text, {.depth_max = kJsonDepthMax, .bytes_max = text.size()});
    if (read) return std::move(read).value();
    const core::JsonFault& fault = read.error();
    return runtime::Unreadable{
        "line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) + ": " +
        fault.reason};
}

}  // namespace clarion::http
