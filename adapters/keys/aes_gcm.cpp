#include "adapters/keys/aes_gcm.hpp"

#include <openssl/rand.h>

#include <algorithm>

#include "adapters/keys/openssl_call.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

using core::ensure;

constexpr std::uint8_t kSealVersion = 1;
constexpr std::size_t kVersionBytes = 1;
constexpr std::size_t kTagBytes = 16;

const std::uint8_t* data_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

AesGcm::AesGcm()
    : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)),
      sealing_(EVP_CIPHER_CTX_new()),
      opening_(EVP_CIPHER_CTX_new()),
      nonces_used_(nonces_.size()) {
    require_known(cipher_ && sealing_ && opening_, "OpenSSL knows AES-256-GCM");
}

std::size_t AesGcm::plain_size(ports::ByteView sealed) {
    constexpr std::size_t kAround = kVersionBytes + kNonceBytes + kTagBytes;
    if (sealed.size() < kAround || sealed.front() != kSealVersion) {
        throw ports::IntegrityBroken("sealed bytes are not in our format");
    }
    return sealed.size() - kAround;
}

void AesGcm::draw_nonce(std::span<std::uint8_t> out) {
    if (nonces_used_ == nonces_.size()) {
        if (RAND_bytes(nonces_.data(), static_cast<int>(nonces_.size())) != 1) {
            throw ports::KeyUnavailable("the system gives no random bytes");
        }
        nonces_used_ = 0;
    }
    std::copy_n(nonces_.data() + nonces_used_, kNonceBytes, out.data());
    nonces_used_ += kNonceBytes;
}

ports::Bytes AesGcm::seal(ports::ByteView key, std::string_view context, ports::ByteView plain) {
    ports::Bytes sealed(kVersionBytes + kNonceBytes + plain.size() + kTagBytes);
    sealed.front() = kSealVersion;
    const std::span<std::uint8_t> nonce(sealed.data() + kVersionBytes, kNonceBytes);
    std::uint8_t* text = nonce.data() + kNonceBytes;
    draw_nonce(nonce);
    int size = 0;
    EVP_CIPHER_CTX* gcm = sealing_.get();
    const bool good =
        EVP_EncryptInit_ex2(gcm, cipher_.get(), key.data(), nonce.data(), nullptr) == 1 &&
        EVP_EncryptUpdate(
            gcm, nullptr, &size, data_of(context), static_cast<int>(context.size())
        ) == 1 &&
        EVP_EncryptUpdate(gcm, text, &size, plain.data(), static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(gcm, text + plain.size(), &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_GET_TAG, kTagBytes, text + plain.size()) == 1;
    require_done(good);
    return sealed;
}

void AesGcm::open(
    ports::ByteView key,
    std::string_view context,
    ports::ByteView sealed,
    std::span<std::uint8_t> plain
) {
    ensure(plain.size() == plain_size(sealed), "the room fits the text");
    const ports::ByteView nonce = sealed.subspan(kVersionBytes, kNonceBytes);
    const ports::ByteView text = sealed.subspan(kVersionBytes + kNonceBytes, plain.size());
    std::array<std::uint8_t, kTagBytes> tag{};
    std::copy_n(text.data() + text.size(), kTagBytes, tag.data());
    int size = 0;
    EVP_CIPHER_CTX* gcm = opening_.get();
    const bool begun =
        EVP_DecryptInit_ex2(gcm, cipher_.get(), key.data(), nonce.data(), nullptr) == 1 &&
        EVP_DecryptUpdate(
            gcm, nullptr, &size, data_of(context), static_cast<int>(context.size())
        ) == 1 &&
        EVP_DecryptUpdate(gcm, plain.data(), &size, text.data(), static_cast<int>(text.size())) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1;
    require_done(begun);
    if (EVP_DecryptFinal_ex(gcm, plain.data() + plain.size(), &size) == 1) return;
    std::fill(plain.begin(), plain.end(), std::uint8_t{0});
    throw ports::IntegrityBroken("sealed bytes were changed, or belong elsewhere");
}

}  // namespace clarion::keys
