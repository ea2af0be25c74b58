#include "adapters/keys/random.hpp"

#include <openssl/rand.h>

#include "engine/ports/failures.hpp"

namespace clarion::keys {

void fill_random(std::span<std::uint8_t> out) {
    if (RAND_priv_bytes(out.data(), static_cast<int>(out.size())) == 1) return;
    throw ports::KeyUnavailable("the system gives no random bytes");
}

}  // namespace clarion::keys
