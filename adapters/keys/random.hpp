// Random bytes from OpenSSL's generator. Any thread.
//
// Failure: throws KeyUnavailable when the system gives no randomness.
#pragma once

#include <cstdint>
#include <span>

namespace clarion::keys {

void fill_random(std::span<std::uint8_t> out);

}  // namespace clarion::keys
