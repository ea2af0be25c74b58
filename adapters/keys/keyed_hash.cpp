#include "adapters/keys/keyed_hash.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>

#include "adapters/keys/openssl_call.hpp"

namespace clarion::keys {

KeyedHash::KeyedHash(ports::ByteView key) {
    EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    require_known(hmac != nullptr, "OpenSSL knows HMAC");
    context_.reset(EVP_MAC_CTX_new(hmac));
    EVP_MAC_free(hmac);
    std::string digest = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    const bool good = context_ != nullptr &&
                      EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) == 1;
    require_done(good);
}

core::Digest KeyedHash::of(std::initializer_list<ports::ByteView> parts) {
    // Without a key it begins anew under the one it has.
    bool good = EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
    for (const ports::ByteView part : parts) {
        good = good && EVP_MAC_update(context_.get(), part.data(), part.size()) == 1;
    }
    core::Digest result{};
    std::size_t size = 0;
    good = good && EVP_MAC_final(context_.get(), result.data(), &size, result.size()) == 1;
    require_done(good && size == result.size());
    return result;
}

}  // namespace clarion::keys
