#include "adapters/identity/form_text.hpp"

#include <cstdint>

#include "adapters/identity/base64url.hpp"

namespace clarion::identity {

std::string form_text(std::string_view text) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string made;
    for (const char letter : text) {
        if (kPlain.find(letter) != kPlain.npos) {
            made += letter;
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(letter);
        made += '%';
        made += kHex[byte >> 4U];
        made += kHex[byte & 15U];
    }
    return made;
}

std::string form_of(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
    std::string made;
    for (const auto& [name, value] : fields) {
        if (!made.empty()) made += '&';
        made += form_text(name) + "=" + form_text(value);
    }
    return made;
}

std::string base64(std::string_view text) {
    std::string made =
        encode_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    for (char& letter : made)
        letter = letter == '-' ? '+' : letter == '_' ? '/' : letter;
    while (made.size() % 4 != 0)
        made += '=';
    return made;
}

}  // namespace clarion::identity
