#include "adapters/http/api/cursor.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace clarion::http {
namespace {

constexpr std::size_t kSealBytes = 16;

std::string to_base64url(std::string_view bytes) {
    std::vector<unsigned char> text(4 * ((bytes.size() + 2) / 3) + 1);
    const int size = EVP_EncodeBlock(
        text.data(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    std::string encoded(text.begin(), text.begin() + size);
    for (char& c : encoded)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    while (encoded.ends_with('='))
        encoded.pop_back();
    return encoded;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string padded(text);
    for (char& c : padded)
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    const std::size_t padding = (4 - padded.size() % 4) % 4;
    padded.append(padding, '=');
    std::vector<unsigned char> bytes(padded.size() / 4 * 3 + 1);
    const int size = EVP_DecodeBlock(
        bytes.data(),
        reinterpret_cast<const unsigned char*>(padded.data()),
        static_cast<int>(padded.size())
    );
    if (size < static_cast<int>(padding)) return std::nullopt;
    std::string decoded(bytes.begin(), bytes.begin() + size - static_cast<int>(padding));
    if (to_base64url(decoded) != text) return std::nullopt;  // one spelling only
    return decoded;
}

// The parts are parted by a byte that none of them holds.
std::string seal_of(
    std::string_view key,
    const core::Principal& principal,
    std::string_view list,
    std::string_view cursor
) {
    std::string message = principal.person.text;
    for (const std::string_view part : {list, cursor}) {
        message += '\0';
        message += part;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> seal{};
    unsigned size = 0;
    const unsigned char* done = HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(message.data()),
        message.size(),
        seal.data(),
        &size
    );
    if (done == nullptr) throw std::runtime_error("HMAC failed");
    return {reinterpret_cast<const char*>(seal.data()), kSealBytes};
}

}  // namespace

std::string seal_cursor(
    std::string_view key,
    const core::Principal& principal,
    std::string_view list,
    std::string_view cursor
) {
    return to_base64url(seal_of(key, principal, list, cursor) + std::string(cursor));
}

std::optional<std::string> open_cursor(
    std::string_view key,
    const core::Principal& principal,
    std::string_view list,
    std::string_view sealed
) {
    const auto bytes = from_base64url(sealed);
    if (!bytes || bytes->size() < kSealBytes) return std::nullopt;
    const std::string cursor = bytes->substr(kSealBytes);
    const std::string seal = seal_of(key, principal, list, cursor);
    if (CRYPTO_memcmp(seal.data(), bytes->data(), kSealBytes) != 0) return std::nullopt;
    return cursor;
}

}  // namespace clarion::http
