#include "adapters/keys/sha256.hpp"

#include <openssl/evp.h>

#include <memory>

#include "adapters/keys/openssl_call.hpp"

namespace clarion::keys {

namespace {

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

core::Digest hash(std::initializer_list<std::span<const std::uint8_t>> parts) {
    // Fetching and making a context costs more than hashing a log entry: once a thread.
    static const std::unique_ptr<EVP_MD, FreeDigest> digest(EVP_MD_fetch(nullptr, "SHA256", nullptr)
    );
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
    bool good = EVP_DigestInit_ex2(context.get(), digest.get(), nullptr) == 1;
    for (const auto part : parts) {
        good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    }
    core::Digest result{};
    good = good && EVP_DigestFinal_ex(context.get(), result.data(), nullptr) == 1;
    require_done(good);
    return result;
}

}  // namespace

core::Sha256 make_sha256() {
    return hash;
}

}  // namespace clarion::keys
