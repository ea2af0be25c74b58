#include "adapters/system/system_id_source.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "engine/core/reference.hpp"

namespace clarion::system {

namespace {

std::string to_uuid_text(const std::array<std::uint8_t, 16>& bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
        text += kHex[bytes[at] >> 4];
        text += kHex[bytes[at] & 0x0F];
    }
    return text;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    std::uint32_t held = 0;
    int held_bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8) | byte;
        for (held_bits += 8; held_bits >= 6; held_bits -= 6) {
            text += kAlphabet[(held >> (held_bits - 6)) & 0x3F];
        }
    }
    if (held_bits > 0) text += kAlphabet[(held << (6 - held_bits)) & 0x3F];
    return text;
}

}  // namespace

void SystemIdSource::fill_random(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const ssize_t filled = ::getrandom(out.data(), out.size(), 0);
        if (filled < 0 && errno == EINTR) continue;
        if (filled <= 0) {
            throw std::system_error(
                errno, std::generic_category(), "no randomness from the kernel"
            );
        }
        out = out.subspan(static_cast<std::size_t>(filled));
    }
}

// RFC 9562 section 5.7: 48 bits of Unix milliseconds, then random bits around version and variant.
core::CaseId SystemIdSource::new_case_id() {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    const auto now = static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
    for (std::size_t at = 0; at < 6; ++at) {
        bytes[at] = static_cast<std::uint8_t>(now >> (8 * (5 - at)));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    return {to_uuid_text(bytes)};
}

core::Reference SystemIdSource::new_reference() {
    constexpr std::size_t kLetters = core::kReferenceAlphabet.size();
    // Bytes from here on would make the first letters likelier than the last.
    constexpr std::size_t kFairBytes = 256 / kLetters * kLetters;
    std::string text;
    while (text.size() < core::kReferenceBodyLength) {
        std::array<std::uint8_t, 2 * core::kReferenceBodyLength> bytes{};
        fill_random(bytes);
        for (const std::uint8_t byte : bytes) {
            if (byte >= kFairBytes || text.size() == core::kReferenceBodyLength) continue;
            text += core::kReferenceAlphabet[byte % kLetters];
        }
    }
    return core::make_reference(text);
}

std::string SystemIdSource::new_token() {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    return to_base64url(bytes);
}

}  // namespace clarion::system
