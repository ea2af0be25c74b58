#include "deploy/clarion/hash_text.hpp"

#include "engine/ports/bytes.hpp"

namespace clarion::deploy {

std::string hash_text(const core::Sha256& sha256, std::string_view bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : sha256({ports::view_of(bytes)})) {
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
    }
    return text;
}

}  // namespace clarion::deploy
