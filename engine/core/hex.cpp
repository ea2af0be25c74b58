#include "engine/core/hex.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

bool read_hex(std::string_view digits, std::span<std::uint8_t> bytes) {
    if (digits.size() != 2 * bytes.size()) return false;
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        const auto high = kDigits.find(digits[2 * index]);
        const auto low = kDigits.find(digits[2 * index + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return false;
        bytes[index] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

}  // namespace clarion::core
