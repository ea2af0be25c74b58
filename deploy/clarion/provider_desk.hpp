// ProviderDesk: one issuer's provider, the thread that asks it, and the people who wait for its
// answer.
//
// Threads: errands are offered from any, and run on the desk's own.
// Limits:  kErrandsMax people wait at once; the next are told to come again.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "adapters/identity/provider.hpp"
#include "adapters/system/background_thread.hpp"
#include "adapters/system/bounded_queue.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/sign_in_room.hpp"

namespace clarion::deploy {

inline constexpr std::size_t kErrandsMax = 64;

struct SignInRoom::Desk {
    Desk(
        EngineRoom& room,
        std::shared_ptr<identity::KnownIssuer> issuer,
        const std::filesystem::path& trusted_certificates
    );

    identity::Provider provider;
    system::BoundedQueue<std::function<void()>> errands{kErrandsMax};
    std::unique_ptr<system::BackgroundThread> thread;
};

}  // namespace clarion::deploy
