#include "engine/runtime/cursors.hpp"

#include <algorithm>

#include "engine/core/audit/base64.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kPurpose = "cursors";
constexpr std::size_t kCursorBytesMax = 1024;
constexpr std::size_t kPlaceStep = 192;  // longer than any place of today's lists

// Base 64 for addresses: without padding, `-` and `_` for `+` and `/`.
std::string for_address(std::string text) {
    while (!text.empty() && text.back() == '=')
        text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}
std::string from_address(std::string_view cursor) {
    std::string text(cursor);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    while (text.size() % 4 != 0)
        text += '=';
    return text;
}

}  // namespace

std::string make_cursor(ports::KeyVault& keys, std::string_view list, const json::object& place) {
    std::string text = json::serialize(place);
    text.resize((text.size() / kPlaceStep + 1) * kPlaceStep, ' ');
    const auto key = keys.key_for(kPurpose);
    return for_address(core::to_base64(keys.seal(key, list, ports::view_of(text))));
}

std::optional<json::object> read_cursor(
    ports::KeyVault& keys, std::string_view list, std::string_view cursor
) {
    if (cursor.size() > kCursorBytesMax) return std::nullopt;
    const auto sealed = core::parse_base64(from_address(cursor));
    if (!sealed) return std::nullopt;
    std::string place;
    try {
        place = ports::text_of(keys.open(keys.key_for(kPurpose), list, *sealed));
    } catch (const ports::IntegrityBroken&) {
        return std::nullopt;
    }
    boost::system::error_code error;
    json::value value = json::parse(place, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace clarion::runtime
