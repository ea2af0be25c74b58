#include "adapters/identity/token_key.hpp"

#include <cjose/jwk.h>
#include <cjose/jws.h>
#include <openssl/evp.h>
#include <algorithm>
#include <exception>

#include "adapters/identity/base64url.hpp"
#include "engine/core/strict_json.hpp"

namespace clarion::identity {

namespace json = core::json;

namespace {

constexpr std::size_t kKidBytesMax = 255;
constexpr std::size_t kP256Bytes = 32;
constexpr std::size_t kEd25519Bytes = 32;
constexpr std::size_t kSignatureBytes = 64;  // of ES256 and EdDSA

template <auto release>
struct Releases {
    template <class T>
    void operator()(T* pointer) const {
        release(pointer);
    }
};
using Jwk = std::unique_ptr<cjose_jwk_t, Releases<cjose_jwk_release>>;
using Jws = std::unique_ptr<cjose_jws_t, Releases<cjose_jws_release>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Releases<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Releases<EVP_MD_CTX_free>>;

std::uint8_t* bytes_of(std::string& text) {
    return reinterpret_cast<std::uint8_t*>(text.data());
}
const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

// ES256 and PS256, by libcjose. It goes by the token's own `alg`; the caller has held that against
// the key's.
class JoseKey final : public TokenKey {
public:
    explicit JoseKey(Jwk jwk) : jwk_(std::move(jwk)) {}

    [[nodiscard]] bool has_signed(const CompactToken& token) const override {
        if (algorithm == Algorithm::es256 && token.signature.size() != kSignatureBytes)
            return false;
        cjose_err error{};
        const Jws jws(cjose_jws_import(token.text.data(), token.text.size(), &error));
        return jws && cjose_jws_verify(jws.get(), jwk_.get(), &error);
    }

private:
    Jwk jwk_;
};

// libcjose 0.6 does not know RFC 8037; the signature itself is one call of OpenSSL.
class EdKey final : public TokenKey {
public:
    explicit EdKey(PublicKey key) : key_(std::move(key)) {}

    [[nodiscard]] bool has_signed(const CompactToken& token) const override {
        if (token.signature.size() != kSignatureBytes) return false;
        const Digest digest(EVP_MD_CTX_new());
        const std::string_view input = token.signed_part();
        return digest &&
               EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
               EVP_DigestVerify(
                   digest.get(),
                   bytes_of(std::string_view(token.signature)),
                   token.signature.size(),
                   bytes_of(input),
                   input.size()
               ) == 1;
    }

private:
    PublicKey key_;
};

std::string number_in(const json::object& jwk, std::string_view name) {
    return decode_base64url(text_member(jwk, name)).value_or("");
}

std::unique_ptr<TokenKey> ec_key(const json::object& jwk) {
    std::string x = number_in(jwk, "x");
    std::string y = number_in(jwk, "y");
    if (text_member(jwk, "crv") != "P-256" || x.size() != kP256Bytes || y.size() != kP256Bytes)
        return nullptr;
    cjose_jwk_ec_keyspec spec{};
    spec.crv = CJOSE_JWK_EC_P_256;
    spec.x = bytes_of(x);
    spec.xlen = x.size();
    spec.y = bytes_of(y);
    spec.ylen = y.size();
    cjose_err error{};
    Jwk made(cjose_jwk_create_EC_spec(&spec, &error));  // refuses a point that is not on the curve
    return made ? std::make_unique<JoseKey>(std::move(made)) : nullptr;
}

int bits_of(std::string_view number) {
    int bits = static_cast<int>(number.size()) * 8;
    for (unsigned mask = 128; mask > 0 && (bytes_of(number)[0] & mask) == 0; mask >>= 1U)
        --bits;
    return bits;
}

bool is_sound_rsa(std::string_view modulus, std::string_view exponent) {
    constexpr int kExponentBitsMin = 17;  // 65537
    constexpr int kExponentBitsMax = 32;
    if (modulus.empty() || exponent.empty() || modulus[0] == 0 || exponent[0] == 0) return false;
    const int bits = bits_of(modulus);
    const int exponent_bits = bits_of(exponent);
    const bool both_odd = (modulus.back() & 1) != 0 && (exponent.back() & 1) != 0;
    return both_odd && bits >= kRsaBitsMin && bits <= kRsaBitsMax &&
           exponent_bits >= kExponentBitsMin && exponent_bits <= kExponentBitsMax;
}

std::unique_ptr<TokenKey> rsa_key(const json::object& jwk) {
    std::string modulus = number_in(jwk, "n");
    std::string exponent = number_in(jwk, "e");
    if (!is_sound_rsa(modulus, exponent)) return nullptr;
    cjose_jwk_rsa_keyspec spec{};
    spec.n = bytes_of(modulus);
    spec.nlen = modulus.size();
    spec.e = bytes_of(exponent);
    spec.elen = exponent.size();
    cjose_err error{};
    Jwk made(cjose_jwk_create_RSA_spec(&spec, &error));
    return made ? std::make_unique<JoseKey>(std::move(made)) : nullptr;
}

std::unique_ptr<TokenKey> ed_key(const json::object& jwk) {
    const std::string x = number_in(jwk, "x");
    if (text_member(jwk, "crv") != "Ed25519" || x.size() != kEd25519Bytes) return nullptr;
    PublicKey made(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, bytes_of(std::string_view(x)), x.size()
    ));
    return made ? std::make_unique<EdKey>(std::move(made)) : nullptr;
}

std::optional<Algorithm> algorithm_of_type(std::string_view type) {
    if (type == "EC") return Algorithm::es256;
    if (type == "RSA") return Algorithm::ps256;
    if (type == "OKP") return Algorithm::eddsa;
    return std::nullopt;
}

bool may_verify(const json::object& jwk) {
    // Whoever publishes a private or shared key has no key any more.
    if (jwk.contains("d") || jwk.contains("k")) return false;
    if (jwk.contains("use") && text_member(jwk, "use") != "sig") return false;
    const auto* operations = jwk.if_contains("key_ops");
    if (operations == nullptr) return true;
    if (!operations->is_array()) return false;
    const auto& names = operations->get_array();
    return std::find(names.begin(), names.end(), json::value("verify")) != names.end();
}

// Null: of no use here.
std::shared_ptr<const TokenKey> key_in(
    const json::value& value, std::span<const Algorithm> allowed
) {
    const auto* jwk = value.if_object();
    if (jwk == nullptr || !may_verify(*jwk)) return nullptr;
    const std::string_view kid = text_member(*jwk, "kid");
    if (kid.empty() || kid.size() > kKidBytesMax) return nullptr;
    const auto algorithm = algorithm_of_type(text_member(*jwk, "kty"));
    if (!algorithm) return nullptr;
    if (std::find(allowed.begin(), allowed.end(), *algorithm) == allowed.end()) return nullptr;
    if (jwk->contains("alg") && text_member(*jwk, "alg") != to_string(*algorithm)) return nullptr;
    std::unique_ptr<TokenKey> made;
    switch (*algorithm) {
        case Algorithm::es256:
            made = ec_key(*jwk);
            break;
        case Algorithm::ps256:
            made = rsa_key(*jwk);
            break;
        case Algorithm::eddsa:
            made = ed_key(*jwk);
            break;
    }
    if (!made) return nullptr;
    made->kid = kid;
    made->algorithm = *algorithm;
    return made;
}

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
    for (const Algorithm each : {Algorithm::es256, Algorithm::ps256, Algorithm::eddsa}) {
        if (name == to_string(each)) return each;
    }
    return std::nullopt;
}

std::string_view to_string(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::es256:
            return "ES256";
        case Algorithm::ps256:
            return "PS256";
        case Algorithm::eddsa:
            return "EdDSA";
    }
    std::terminate();
}

core::Result<KeySet, std::string> read_key_set(
    std::string_view text, std::span<const Algorithm> allowed
) {
    const auto read =
        core::read_strict_json(text, {.depth_max = kTokenDepthMax, .bytes_max = kKeySetBytesMax});
    const auto* document = read ? read->if_object() : nullptr;
    const auto* keys = document != nullptr ? document->if_contains("keys") : nullptr;
    if (keys == nullptr || !keys->is_array()) {
        return core::failure(std::string("not a set of keys (RFC 7517, section 5)"));
    }
    if (keys->get_array().size() > kKeysMax) return core::failure(std::string("too many keys"));
    KeySet made;
    for (const json::value& value : keys->get_array()) {
        if (auto key = key_in(value, allowed)) made.push_back(std::move(key));
    }
    return made;
}

const TokenKey* find_key(const KeySet& keys, std::string_view kid, Algorithm algorithm) {
    const TokenKey* found = nullptr;
    for (const auto& key : keys) {
        if (key->kid != kid || key->algorithm != algorithm) continue;
        if (found != nullptr) return nullptr;
        found = key.get();
    }
    return found;
}

}  // namespace clarion::identity
