// RootToken: a session, logged in, with the PKCS#11 token that holds the root key. The private key
// never leaves the token: it takes wraps off, and that is all.
//
// Ownership: the module is loaded when this is made and let go of when it goes.
// Threads:   one at a time; one at a time in a program.
// Limits:    PKCS#11 has no deadlines: a module that waits is waited for.
// Failure:   throws KeyUnavailable with module, token and what to do; never the PIN. A PIN that the
//            token refused is never sent again (the marker below), and none when it has one try
//            left: tokens lock for good.
#pragma once

#include <memory>
#include <string>

#include "adapters/keys/root_place.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::keys {

class RootToken {
public:
    // `marker`: a file that keeps a slow, salted hash of a PIN that the token refused; gone when
    // one is taken.
    RootToken(const RootPlace& place, const std::string& marker);
    ~RootToken();
    RootToken(const RootToken&) = delete;
    RootToken& operator=(const RootToken&) = delete;

    // SubjectPublicKeyInfo in DER.
    [[nodiscard]] ports::Bytes public_key();
    // Refuses a private key that the token would give away.
    void check_kept_inside();
    [[nodiscard]] SecretBytes take_wrap_off(ports::ByteView wrapped);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::keys
