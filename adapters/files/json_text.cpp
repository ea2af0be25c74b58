#include "adapters/files/json_text.hpp"

#include <utility>

#include "adapters/files/file_set.hpp"
#include "engine/core/strict_json.hpp"

namespace clarion::files {

namespace json = core::json;

namespace {

constexpr std::size_t kDepthMax = 400;  // machines nest

}  // namespace

json::value parse_json(std::string_view file, std::string_view text) {
    auto read = core::read_strict_json(text, {.depth_max = kDepthMax});
    if (read) return std::move(read).value();
    const core::JsonFault& fault = read.error();
    throw FileProblem(
        std::string(file) + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) +
        (fault.pointer.empty() ? ": not JSON: " : ": " + fault.pointer + ": ") + fault.reason
    );
}

json::object parse_json_object(std::string_view file, std::string_view text) {
    json::value value = parse_json(file, text);
    if (auto* object = value.if_object()) return std::move(*object);
    throw FileProblem(std::string(file) + ":1:1: must be a JSON object");
}

}  // namespace clarion::files
