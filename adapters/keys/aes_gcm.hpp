// AES-256-GCM with contexts that are made once. Sealed bytes, frozen: version 1, 12 bytes of nonce,
// ciphertext, 16 bytes of tag.
//
// Threads: one at a time. Never used on both sides of a fork: nonces are drawn ahead.
// Failure: open() throws IntegrityBroken when key, context or a single bit does not fit.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

#include "engine/ports/bytes.hpp"

namespace clarion::keys {

class AesGcm {
public:
    AesGcm();

    [[nodiscard]] ports::Bytes seal(
        ports::ByteView key, std::string_view context, ports::ByteView plain
    );
    // Writes to `plain`, whose size has to be plain_size(sealed).
    void open(
        ports::ByteView key,
        std::string_view context,
        ports::ByteView sealed,
        std::span<std::uint8_t> plain
    );
    [[nodiscard]] static std::size_t plain_size(ports::ByteView sealed);

private:
    static constexpr std::size_t kNonceBytes = 12;
    void draw_nonce(std::span<std::uint8_t> out);

    struct Free {
        void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
        void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    };
    std::unique_ptr<EVP_CIPHER, Free> cipher_;
    std::unique_ptr<EVP_CIPHER_CTX, Free> sealing_, opening_;
    // One draw of many nonces costs little more than a draw of one.
    std::array<std::uint8_t, 256 * kNonceBytes> nonces_{};
    std::size_t nonces_used_ = 0;
};

}  // namespace clarion::keys
