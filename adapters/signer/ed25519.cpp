#include "adapters/signer/ed25519.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace clarion::signer {

namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using EvpKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

void require(bool claim, const char* what) {
    if (!claim) throw CryptographyFailed(what);
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Fetching an algorithm costs four times the hash of a short text, so it is done once.
const EVP_MD* fetched_sha256() {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

}  // namespace

// OpenSSL lays the private half of such keys into its locked memory, where there is some. A service
// that asked for more before keeps what it asked for.
void lock_private_keys() {
    constexpr std::size_t kLockedBytes = 16 * 1024;
    constexpr std::size_t kSmallestPiece = 32;
    static const int prepared = CRYPTO_secure_malloc_initialized() != 0
                                    ? 1
                                    : CRYPTO_secure_malloc_init(kLockedBytes, kSmallestPiece);
    static_cast<void>(prepared);
}

struct SigningKey::Key {
    EvpKey evp;
};

core::Sha256 openssl_sha256() {
    return [](std::initializer_list<std::span<const std::uint8_t>> parts) {
        thread_local const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        bool good = EVP_DigestInit_ex2(context.get(), fetched_sha256(), nullptr) == 1;
        for (const auto part : parts) {
            good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
        }
        core::Digest digest{};
        good = good && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
        require(good, "SHA-256 failed");
        return digest;
    };
}

bool verify_ed25519(
    const core::PublicKey& key, std::string_view message, std::span<const std::uint8_t> signature
) {
    const EvpKey evp(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
        EVP_PKEY_free
    );
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!evp || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, evp.get()) != 1) {
        return false;
    }
    return EVP_DigestVerify(
               context.get(), signature.data(), signature.size(), bytes_of(message), message.size()
           ) == 1;
}

SigningKey SigningKey::generate() {
    lock_private_keys();
    EvpKey evp(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    require(evp != nullptr, "cannot make an Ed25519 key");
    return SigningKey(std::make_shared<const Key>(Key{std::move(evp)}));
}

std::optional<SigningKey> SigningKey::parse_pem(std::string_view pem) {
    lock_private_keys();
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    // A key with a pass phrase is refused here rather than asked for on a terminal.
    const auto no_pass_phrase = [](char*, int, int, void*) { return -1; };
    EvpKey evp(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr), EVP_PKEY_free);
    if (!evp || EVP_PKEY_is_a(evp.get(), "ED25519") != 1) return std::nullopt;
    return SigningKey(std::make_shared<const Key>(Key{std::move(evp)}));
}

std::string SigningKey::to_pem() const {
    const Bio bio(BIO_new(BIO_s_secmem()), BIO_free);
    const int written = PEM_write_bio_PKCS8PrivateKey(
        bio.get(), key_->evp.get(), nullptr, nullptr, 0, nullptr, nullptr
    );
    require(written == 1, "cannot write the key as PEM");
    const char* text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

core::PublicKey SigningKey::public_key() const {
    core::PublicKey key{};
    std::size_t length = key.size();
    const int got = EVP_PKEY_get_raw_public_key(key_->evp.get(), key.data(), &length);
    require(got == 1 && length == key.size(), "cannot tell the public key");
    return key;
}

core::Signature SigningKey::sign(std::string_view message) const {
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    core::Signature signature{};
    std::size_t length = signature.size();
    const bool good =
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->evp.get()) == 1 &&
        EVP_DigestSign(
            context.get(), signature.data(), &length, bytes_of(message), message.size()
        ) == 1;
    require(good && length == signature.size(), "cannot sign");
    return signature;
}

}  // namespace clarion::signer
