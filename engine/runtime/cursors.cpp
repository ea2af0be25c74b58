#include "engine/runtime/cursors.hpp"

#include <algorithm>
#include <span>

#include "engine/core/audit/base64.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

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

core::Digest signature_of(ports::KeyVault& keys, std::string_view list, std::string_view place) {
    std::string signed_text(list);
    signed_text += '\n';
    signed_text += place;
    return keys.token("cursor", signed_text);
}

// Covers and uncovers: what is laid over the place follows from the keys and its signature.
void cover(ports::KeyVault& keys, ports::ByteView signature, std::span<std::uint8_t> place) {
    const std::string name = ports::text_of(signature);
    core::Digest pad{};
    for (std::size_t at = 0; at < place.size(); ++at) {
        const std::size_t inside = at % pad.size();
        if (inside == 0) pad = keys.token("cursor cover", name + std::to_string(at / pad.size()));
        place[at] ^= pad[inside];
    }
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
    std::string text = json::serialize(place);
    text.resize((text.size() / kPlaceStep + 1) * kPlaceStep, ' ');
    const core::Digest signature = signature_of(keys, list, text);
    ports::Bytes bytes(signature.size() + text.size());
    const auto behind = std::copy(signature.begin(), signature.end(), bytes.begin());
    std::copy(text.begin(), text.end(), behind);
    cover(keys, signature, std::span(bytes).subspan(signature.size()));
    return for_address(core::to_base64(bytes));
}

std::optional<json::object> read_cursor(
    ports::KeyVault& keys, std::string_view list, std::string_view cursor
) {
    if (cursor.size() > kCursorBytesMax) return std::nullopt;
    auto bytes = core::parse_base64(from_address(cursor));
    constexpr std::size_t kSignature = std::tuple_size_v<core::Digest>;
    if (!bytes || bytes->size() < kSignature) return std::nullopt;
    cover(keys, ports::ByteView(*bytes).first(kSignature), std::span(*bytes).subspan(kSignature));
    const std::string place = ports::text_of(ports::ByteView(*bytes).subspan(kSignature));
    const core::Digest signature = signature_of(keys, list, place);
    if (!is_same(signature, *bytes)) return std::nullopt;
    boost::system::error_code error;
    json::value value = json::parse(place, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

}  // namespace clarion::runtime
