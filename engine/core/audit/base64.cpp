#include "engine/core/audit/base64.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNotInAlphabet = 0xFF;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNotInAlphabet);
    for (std::size_t index = 0; index < kAlphabet.size(); ++index) {
        values[static_cast<unsigned char>(kAlphabet[index])] = static_cast<std::uint8_t>(index);
    }
    return values;
}();

std::optional<std::uint32_t> six_bits(char character) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(character)];
    if (value == kNotInAlphabet) return std::nullopt;
    return value;
}

}  // namespace

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    const auto put = [&text](std::uint32_t group, int shift) {
        text += kAlphabet[(group >> shift) & 0x3F];
    };
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t held = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = static_cast<std::uint32_t>(bytes[at]) << 16;
        if (held > 1) group |= static_cast<std::uint32_t>(bytes[at + 1]) << 8;
        if (held > 2) group |= bytes[at + 2];
        put(group, 18);
        put(group, 12);
        if (held > 1) put(group, 6);
        if (held > 2) put(group, 0);
        text.append(3 - held, '=');
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> parse_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t held = 0;
    int held_bits = 0;
    for (const char character : text) {
        const auto value = six_bits(character);
        if (!value) return std::nullopt;
        held = (held << 6) | *value;
        held_bits += 6;
        if (held_bits < 8) continue;
        held_bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(held >> held_bits));
        held &= (1U << held_bits) - 1;
    }
    // Left-over bits must be zero, or two texts would stand for the same bytes.
    if (held != 0) return std::nullopt;
    return bytes;
}

std::optional<Digest> parse_base64_digest(std::string_view text) {
    const auto bytes = parse_base64(text);
    Digest digest{};
    if (!bytes || bytes->size() != digest.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

}  // namespace clarion::core
