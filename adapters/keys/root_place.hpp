// RootPlace: where this machine finds the root key, the RSA key pair in a PKCS#11 token (a hardware
// security module, a card) under which a key file is sealed. One file beside the key file, strictly
// read. Frozen format:
//
//     clarion-root 1
//     module /usr/lib/softhsm/libsofthsm2.so
//     token <the token's label>
//     object <the label of the private key in it>
//     pin-file /etc/clarion/root-pin
//     opens /var/lib/softhsm                   what the module opens besides; any number of them
//
// It is apart from the sealed key file because it differs from machine to machine, and whoever
// moves a token, renews a driver or recovers elsewhere writes it anew by hand. It holds no secret.
//
// Failure: throws KeyUnavailable and says which file and line, what is wrong and what to do.
#pragma once

#include <string>
#include <vector>

#include "adapters/keys/secret_bytes.hpp"

namespace clarion::keys {

struct RootPlace {
    std::string module;    // path of the PKCS#11 library
    std::string token;     // label
    std::string object;    // label of the private key
    std::string pin_file;  // holds the token's user PIN and nothing else
    std::vector<std::string> opens;
};

// Beside the key file.
[[nodiscard]] std::string root_file_of(const std::string& key_file);

[[nodiscard]] RootPlace read_root_place(const std::string& file);
// Replaced whole or not at all.
void write_root_place(const std::string& file, const RootPlace& place);

// The file that the PIN is read from: the service manager's credential `root-pin` where there is
// one (`LoadCredential=root-pin:...`), `place.pin_file` otherwise.
[[nodiscard]] std::string pin_file_of(const RootPlace& place);
// Without the end of its line.
[[nodiscard]] SecretBytes read_pin(const RootPlace& place);

}  // namespace clarion::keys
