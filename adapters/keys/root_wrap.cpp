// OpenSSL 3.0 takes OAEP off a bare block by this call alone; 3.0 only advises against it.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "adapters/keys/root_wrap.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "adapters/keys/openssl_call.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

struct Free {
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIGNUM> number_of(ports::ByteView bytes) {
    Owned<BIGNUM> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    require_done(number != nullptr);
    return number;
}

Owned<EVP_PKEY> key_in(ports::ByteView public_key) {
    const unsigned char* at = public_key.data();
    Owned<EVP_PKEY> key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key.size())));
    if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        throw ports::KeyUnavailable("the root's public key is no RSA key");
    return key;
}

}  // namespace

ports::Bytes public_key_of(ports::ByteView modulus, ports::ByteView exponent) {
    const auto n = number_of(modulus);
    const auto e = number_of(exponent);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    require_done(
        builder != nullptr &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1
    );
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Owned<EVP_PKEY_CTX> maker(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    require_done(parameters != nullptr && maker != nullptr);
    EVP_PKEY* made = nullptr;
    const bool good =
        EVP_PKEY_fromdata_init(maker.get()) == 1 &&
        EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    const Owned<EVP_PKEY> key(made);
    if (!good) throw ports::KeyUnavailable("what the token gives is no RSA key");
    if (EVP_PKEY_get_bits(key.get()) < kRootBitsMin) {
        throw ports::KeyUnavailable(
            "the root key has " + std::to_string(EVP_PKEY_get_bits(key.get())) +
            " bits: make one of at least " + std::to_string(kRootBitsMin)
        );
    }
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    require_done(size > 0);
    ports::Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

ports::Bytes wrap_for_root(ports::ByteView public_key, ports::ByteView key) {
    const auto root = key_in(public_key);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(root.get(), nullptr));
    ports::Bytes wrapped(static_cast<std::size_t>(EVP_PKEY_get_size(root.get())));
    std::size_t size = wrapped.size();
    require_done(
        context != nullptr && EVP_PKEY_encrypt_init(context.get()) == 1 &&
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
        EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1 &&
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1 &&
        EVP_PKEY_encrypt(context.get(), wrapped.data(), &size, key.data(), key.size()) == 1 &&
        size == wrapped.size()
    );
    return wrapped;
}

SecretBytes take_padding_off(ports::ByteView block) {
    SecretBytes text(block.size());
    const int size = block.empty() ? -1
                                   : RSA_padding_check_PKCS1_OAEP_mgf1(
                                         text.bytes().data(),
                                         static_cast<int>(text.size()),
                                         block.data(),
                                         static_cast<int>(block.size()),
                                         static_cast<int>(block.size()),
                                         nullptr,
                                         0,
                                         EVP_sha256(),
                                         EVP_sha256()
                                     );
    if (size < 0) throw ports::KeyUnavailable("it is no key that was wrapped for this root");
    SecretBytes key(static_cast<std::size_t>(size));
    std::copy_n(text.bytes().begin(), key.size(), key.bytes().begin());
    return key;
}

}  // namespace clarion::keys
