// ServeSettings: command line over configuration over defaults, checked before anything is opened.
#pragma once

#include "adapters/files/configuration.hpp"
#include "adapters/http/server.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

struct ServeSettings {
    bool demo = false;
    files::Configuration configuration;
    files::Address public_address;
    files::Address staff_address;
    files::Address admin_address;
    DataFolder folder;
};

// Throws CommandFailed (usage) for what cannot be meant, such as a demonstration that others could
// reach.
[[nodiscard]] ServeSettings settle(const ServeOptions& options);

// Whether two people must have published what is served: a house that replaces the built-in one.
[[nodiscard]] bool needs_publishing(const ServeSettings& settings);

// The certificate and key that were configured. Refuses a key that others on this machine can read.
[[nodiscard]] http::TlsFiles configured_certificate(const files::Configuration& configuration);

}  // namespace clarion::deploy
