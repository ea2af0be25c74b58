#include "adapters/keys/openssl_call.hpp"

#include <openssl/err.h>

#include <new>

#include "engine/core/ensure.hpp"

namespace clarion::keys {

void require_known(bool good, const char* claim) {
    if (good) return;
    // Without memory OpenSSL may not even note an error. Of several, the one that says so need not
    // be the first.
    bool no_memory = ERR_peek_error() == 0;
    while (const unsigned long error = ERR_get_error())
        no_memory = no_memory || ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
    if (no_memory) throw std::bad_alloc();
    core::ensure(good, claim);
}

void require_done(bool good) {
    if (!good) throw std::bad_alloc();
}

}  // namespace clarion::keys
