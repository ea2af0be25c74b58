// The PIN that a token refused, remembered by a slow, salted hash: a service that is started again
// and again must not use up the tries after which a token locks. Frozen format, one line: salt and
// hash in hexadecimal digits.
//
// Failure: what cannot be read counts as nothing remembered; what cannot be written throws
//          KeyUnavailable.
#pragma once

#include <string>

#include "adapters/keys/secret_bytes.hpp"

namespace clarion::keys {

[[nodiscard]] bool was_refused(const std::string& marker, const SecretBytes& pin);
void remember_refused(const std::string& marker, const SecretBytes& pin);
void forget_refused(const std::string& marker);

}  // namespace clarion::keys
