#include "tests/adapters/identity_forge.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdexcept>
#include <vector>

#include "adapters/identity/base64url.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::test {

namespace json = core::json;

namespace {

void need(bool good) {
    if (!good) throw std::runtime_error("OpenSSL would not");
}

std::string number_of(const EVP_PKEY* key, const char* name, int width) {
    BIGNUM* number = nullptr;
    need(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    std::vector<std::uint8_t> bytes(
        static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(number))
    );
    BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size()));
    BN_free(number);
    return identity::encode_base64url(bytes);
}

// r and s at full width, as JOSE wants them.
std::string raw_signature(const std::string& der, int width) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    need(both != nullptr);
    std::string raw(static_cast<std::size_t>(2 * width), '\0');
    auto* into = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both), into, width);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), into + width, width);
    ECDSA_SIG_free(both);
    return raw;
}

}  // namespace

struct SigningKey::Parts {
    explicit Parts(EVP_PKEY* made) : key(made) { need(made != nullptr); }
    ~Parts() { EVP_PKEY_free(key); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    EVP_PKEY* key;
};

SigningKey SigningKey::ec(const std::string& curve) {
    return SigningKey(std::make_shared<Parts>(EVP_EC_gen(curve.c_str())));
}

SigningKey SigningKey::rsa(int bits, unsigned exponent) {
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr);
    BIGNUM* number = BN_new();
    EVP_PKEY* made = nullptr;
    need(BN_set_word(number, exponent) == 1 && EVP_PKEY_keygen_init(context) == 1);
    need(EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1);
    need(EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number) == 1);
    need(EVP_PKEY_keygen(context, &made) == 1);
    BN_free(number);
    EVP_PKEY_CTX_free(context);
    return SigningKey(std::make_shared<Parts>(made));
}

SigningKey SigningKey::ed25519() {
    return SigningKey(std::make_shared<Parts>(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

json::object SigningKey::jwk(std::string_view kid) const {
    const EVP_PKEY* key = parts_->key;
    json::object made{{"kid", kid}, {"use", "sig"}};
    if (EVP_PKEY_is_a(key, "RSA")) {
        made["kty"] = "RSA";
        made["alg"] = "PS256";
        made["n"] = number_of(key, OSSL_PKEY_PARAM_RSA_N, 0);
        made["e"] = number_of(key, OSSL_PKEY_PARAM_RSA_E, 0);
    } else if (EVP_PKEY_is_a(key, "EC")) {
        const int width = (EVP_PKEY_get_bits(key) + 7) / 8;
        made["kty"] = "EC";
        made["alg"] = width == 32 ? "ES256" : width == 48 ? "ES384" : "ES512";
        made["crv"] = "P-" + std::to_string(EVP_PKEY_get_bits(key));
        made["x"] = number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, width);
        made["y"] = number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, width);
    } else {
        std::vector<std::uint8_t> bytes(32);
        std::size_t size = bytes.size();
        need(EVP_PKEY_get_raw_public_key(key, bytes.data(), &size) == 1);
        made["kty"] = "OKP";
        made["alg"] = "EdDSA";
        made["crv"] = "Ed25519";
        made["x"] = identity::encode_base64url(bytes);
    }
    return made;
}

std::string SigningKey::sign(std::string_view input, Flaw flaw) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    const bool is_ed = EVP_PKEY_is_a(parts_->key, "ED25519") == 1;
    const EVP_MD* digest = is_ed ? nullptr : flaw == Flaw::sha384 ? EVP_sha384() : EVP_sha256();
    need(EVP_DigestSignInit(context, &options, digest, nullptr, parts_->key) == 1);
    if (EVP_PKEY_is_a(parts_->key, "RSA") && flaw != Flaw::pkcs1) {
        need(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
        const int salt = flaw == Flaw::short_salt ? 0 : RSA_PSS_SALTLEN_DIGEST;
        need(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt) == 1);
    }
    std::string made(1024, '\0');
    std::size_t size = made.size();
    need(
        EVP_DigestSign(
            context,
            reinterpret_cast<unsigned char*>(made.data()),
            &size,
            reinterpret_cast<const unsigned char*>(input.data()),
            input.size()
        ) == 1
    );
    EVP_MD_CTX_free(context);
    made.resize(size);
    if (!EVP_PKEY_is_a(parts_->key, "EC") || flaw == Flaw::der) return made;
    return raw_signature(made, (EVP_PKEY_get_bits(parts_->key) + 7) / 8);
}

std::string SigningKey::public_pem() const {
    BIO* into = BIO_new(BIO_s_mem());
    need(PEM_write_bio_PUBKEY(into, parts_->key) == 1);
    char* start = nullptr;
    const long size = BIO_get_mem_data(into, &start);
    std::string text(start, static_cast<std::size_t>(size));
    BIO_free(into);
    return text;
}

std::string part_of(std::string_view text) {
    return identity::encode_base64url(ports::view_of(text));
}

std::string hmac_sha256(std::string_view secret, std::string_view input) {
    std::string made(32, '\0');
    unsigned size = 0;
    need(
        HMAC(
            EVP_sha256(),
            secret.data(),
            static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(input.data()),
            input.size(),
            reinterpret_cast<unsigned char*>(made.data()),
            &size
        ) != nullptr
    );
    return made;
}

std::string signed_token(
    std::string_view header, std::string_view claims, const SigningKey& key, Flaw flaw
) {
    const std::string input = part_of(header) + "." + part_of(claims);
    return input + "." + part_of(key.sign(input, flaw));
}

}  // namespace clarion::test
