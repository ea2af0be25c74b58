#include "adapters/files/json_text.hpp"

#include <algorithm>

#include "adapters/files/file_set.hpp"

namespace clarion::files {

namespace json = core::json;

namespace {

std::string place_in(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto last_break = before.rfind('\n');
    const auto column = last_break == before.npos ? before.size() + 1 : before.size() - last_break;
    return std::to_string(line) + ":" + std::to_string(column);
}

}  // namespace

json::value parse_json(std::string_view file, std::string_view text) {
    json::parse_options options;
    options.max_depth = 400;  // machines nest
    json::stream_parser parser({}, options);
    json::error_code trouble;
    const std::size_t read = parser.write_some(text.data(), text.size(), trouble);
    if (!trouble && read < text.size()) {
        const auto rest = text.substr(read);
        if (rest.find_first_not_of(" \t\r\n") != rest.npos) trouble = json::error::extra_data;
    }
    if (!trouble) parser.finish(trouble);
    if (trouble) {
        throw FileProblem(
            std::string(file) + ":" + place_in(text, read) + ": not JSON: " + trouble.message()
        );
    }
    return parser.release();
}

json::object parse_json_object(std::string_view file, std::string_view text) {
    json::value value = parse_json(file, text);
    if (auto* object = value.if_object()) return std::move(*object);
    throw FileProblem(std::string(file) + ":1:1: must be a JSON object");
}

}  // namespace clarion::files
