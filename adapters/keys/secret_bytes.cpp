#include "adapters/keys/secret_bytes.hpp"

#include <openssl/crypto.h>

#include <bit>
#include <new>
#include <utility>

namespace clarion::keys {

namespace {

// Room for the yearly keys and several thousand data keys at once. Locked and left out of core
// dumps by OpenSSL; where the system refuses to lock that much, it still works, unlocked.
constexpr std::size_t kLockedBytes = 256 * 1024;
constexpr std::size_t kSmallestPiece = 32;

void prepare_locked_memory(std::size_t for_others) {
    // Once a program, by the first thread that gets here.
    static const int prepared =
        CRYPTO_secure_malloc_initialized() != 0
            ? 1
            : CRYPTO_secure_malloc_init(std::bit_ceil(kLockedBytes + for_others), kSmallestPiece);
    static_cast<void>(prepared);
}

}  // namespace

void share_locked_memory(std::size_t bytes) {
    prepare_locked_memory(bytes);
}

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
    prepare_locked_memory(0);
    void* memory = OPENSSL_secure_malloc(size);
    // When the locked memory is used up, ordinary memory that is wiped is the next best.
    if (memory == nullptr) memory = OPENSSL_malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    start_ = static_cast<std::uint8_t*>(memory);
}

SecretBytes::~SecretBytes() {
    if (start_ == nullptr) return;
    OPENSSL_secure_clear_free(start_, size_);  // knows which of the two it is
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    std::swap(start_, other.start_);
    std::swap(size_, other.size_);
    return *this;
}

}  // namespace clarion::keys
