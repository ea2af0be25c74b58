// EngineRoom: store, keys and engine, wired; without threads or sockets. What every command that
// opens a store uses.
//
// Threads: built and used on one thread, or built on one and handed to the engine thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/keys/file_key_vault.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/system/json_log.hpp"
#include "adapters/system/prometheus_metrics.hpp"
#include "adapters/system/store_state.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_id_source.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/store_choice.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/steady_clock.hpp"

namespace clarion::deploy {

struct RoomUse {
    StoreUse store = StoreUse::alone;
    // Somebody looked, and the wall clock is right whatever the log's last entry says.
    bool believe_clock = false;
    std::chrono::milliseconds later_spread = {};  // see runtime::Services
};

class EngineRoom {
public:
    // Opens what `folder` holds, whose log has this name. Throws as its parts do.
    EngineRoom(
        const DataFolder& folder,
        const files::FileSet& house,
        std::string origin_of_log,
        RoomUse used = {}
    );

    // What works on the same store while the engine rests. Lives no longer than the room.
    [[nodiscard]] runtime::Services services();
    // What was erased is in no file of the data folder any more, but in a backup that is being
    // made.
    void scrub();

    std::filesystem::path root;
    RoomUse use;
    std::string log_origin;
    core::Sha256 sha256;
    system::SystemClock wall_clock;
    runtime::SteadyClock clock;
    system::SystemIdSource ids;
    system::SystemTimeZones zones;
    system::JsonLog log;
    system::PrometheusMetrics metrics;
    system::StoreState store_state;
    system::StoreState clock_state;   // of this node's clock, against the database's
    system::StoreState signer_state;  // why new entries of the log are not signed
    files::FormSchemas forms;
    std::unique_ptr<ports::KeyVault> keys;
    runtime::WatchSettings watch_settings;
    std::unique_ptr<sql::Store> store;
    runtime::Engine engine;

private:
    [[nodiscard]] runtime::Services services_in_time();
};

// The store alone, for commands that need no keys; no service may run on it.
[[nodiscard]] std::unique_ptr<sql::Store> open_store_at_rest(const DataFolder& folder);

}  // namespace clarion::deploy
