#include "adapters/identity/base64url.hpp"

namespace clarion::identity {

namespace {

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kBitsOfLetter = 6;
constexpr unsigned kBitsOfByte = 8;

}  // namespace

std::string encode_base64url(std::span<const std::uint8_t> bytes) {
    std::string text;
    unsigned held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << kBitsOfByte) | byte;
        bits += kBitsOfByte;
        while (bits >= kBitsOfLetter) {
            bits -= kBitsOfLetter;
            text += kLetters[(held >> bits) & 63U];
        }
        held &= (1U << bits) - 1;
    }
    if (bits > 0) text += kLetters[(held << (kBitsOfLetter - bits)) & 63U];
    return text;
}

std::optional<std::string> decode_base64url(std::string_view text) {
    std::string bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        const auto value = kLetters.find(letter);
        if (value == kLetters.npos) return std::nullopt;
        held = (held << kBitsOfLetter) | static_cast<unsigned>(value);
        bits += kBitsOfLetter;
        if (bits < kBitsOfByte) continue;
        bits -= kBitsOfByte;
        bytes += static_cast<char>((held >> bits) & 255U);
        held &= (1U << bits) - 1;
    }
    // A whole letter left over, or spare bits that say something, would be a second spelling.
    if (bits >= kBitsOfLetter || held != 0) return std::nullopt;
    return bytes;
}

}  // namespace clarion::identity
