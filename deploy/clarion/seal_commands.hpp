// keys seal, unseal: see command_keys_seal.cpp.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

struct SealOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path module;    // the PKCS#11 library of the token's maker
    std::string token;               // label
    std::string object;              // label of the private key in it
    std::filesystem::path pin_file;  // the PIN is never on the command line
    std::vector<std::filesystem::path> opens;
};
// The key file under a root key in a token; from then on every start asks it.
ExitCode seal_keys(const SealOptions& options);
// Plain again; the token is asked a last time.
ExitCode unseal_keys(const SealOptions& options);

}  // namespace clarion::deploy
