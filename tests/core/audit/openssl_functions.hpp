// The cryptography that the core is handed from outside, for its tests.
#pragma once

#include <openssl/evp.h>

#include <cstring>
#include <memory>

#include "engine/core/audit/note.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::test {

inline core::Sha256 openssl_sha256() {
    return [](std::initializer_list<std::span<const std::uint8_t>> parts) {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
        for (const auto part : parts)
            EVP_DigestUpdate(context.get(), part.data(), part.size());
        core::Digest digest{};
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
        return digest;
    };
}

inline core::VerifyBytes openssl_verify() {
    return [](const core::PublicKey& key,
              std::string_view message,
              std::span<const std::uint8_t> signature) {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> public_key(
            EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
            EVP_PKEY_free
        );
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get());
        const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
        return EVP_DigestVerify(
                   context.get(), signature.data(), signature.size(), bytes, message.size()
               ) == 1;
    };
}

inline core::SignBytes openssl_sign(const std::array<std::uint8_t, 32>& seed) {
    return [seed](std::string_view message) {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()),
            EVP_PKEY_free
        );
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
            EVP_MD_CTX_new(), EVP_MD_CTX_free
        );
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
        core::Signature signature{};
        std::size_t length = signature.size();
        const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
        EVP_DigestSign(context.get(), signature.data(), &length, bytes, message.size());
        return signature;
    };
}

inline std::array<std::uint8_t, 32> openssl_public_key(const std::array<std::uint8_t, 32>& seed) {
    EVP_PKEY* key =
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size());
    std::array<std::uint8_t, 32> bytes{};
    std::size_t size = bytes.size();
    EVP_PKEY_get_raw_public_key(key, bytes.data(), &size);
    EVP_PKEY_free(key);
    return bytes;
}

inline std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

inline std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
    }
    return bytes;
}

}  // namespace clarion::test
