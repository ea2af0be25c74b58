// KeyedHash: HMAC-SHA-256 under one key, its context made once.
//
// Threads: one at a time.
#pragma once

#include <openssl/evp.h>

#include <initializer_list>
#include <memory>

#include "engine/core/sha256.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::keys {

class KeyedHash {
public:
    explicit KeyedHash(ports::ByteView key);

    // Of the parts one after another.
    [[nodiscard]] core::Digest of(std::initializer_list<ports::ByteView> parts);

private:
    struct Free {
        void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
    };
    std::unique_ptr<EVP_MAC_CTX, Free> context_;
};

}  // namespace clarion::keys
