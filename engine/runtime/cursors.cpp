#include "engine/runtime/cursors.hpp"

#include <algorithm>

#include "engine/core/audit/base64.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::size_t kCursorBytesMax = 1024;

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

core::Digest signature_of(ports::KeyVault& keys, std::string_view list, std::string_view place) {
    std::string signed_text(list);
    signed_text += '\n';
    signed_text += place;
    return keys.token("cursor", signed_text);
}

// In the same time wherever they differ. Requires: `bytes` is no shorter.
bool is_same(const core::Digest& signature, const ports::Bytes& bytes) {
    unsigned difference = 0;
    for (std::size_t at = 0; at < signature.size(); ++at)
        difference |= static_cast<unsigned>(signature[at] ^ bytes[at]);
    return difference == 0;
}

}  // namespace

std::string make_cursor(ports::KeyVault& keys, std::string_view list, const json::object& place) {
    const std::string text = json::serialize(place);
    const core::Digest signature = signature_of(keys, list, text);
    ports::Bytes bytes(signature.begin(), signature.end());
    bytes.insert(bytes.end(), text.begin(), text.end());
    return for_address(core::to_base64(bytes));
}

std::optional<json::object> read_cursor(
    ports::KeyVault& keys, std::string_view list, std::string_view cursor
) {
    if (cursor.size() > kCursorBytesMax) return std::nullopt;
    const auto bytes = core::parse_base64(from_address(cursor));
    constexpr std::size_t kSignature = std::tuple_size_v<core::Digest>;
    if (!bytes || bytes->size() < kSignature) return std::nullopt;
    const std::string place = ports::text_of(ports::ByteView(*bytes).subspan(kSignature));
    const core::Digest signature = signature_of(keys, list, place);
    if (!is_same(signature, *bytes)) return std::nullopt;
    boost::system::error_code error;
    json::value value = json::parse(place, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace clarion::runtime
