#include "deploy/clarion/engine_room.hpp"

#include "adapters/files/bundle.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/draft_folder.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "deploy/clarion/watch_file.hpp"

namespace clarion::deploy {

namespace {

std::unique_ptr<sql::Store> open_store_with(
    ports::KeyVault& keys, std::unique_ptr<sql::Store> store, const std::string& origin
) {
    static_cast<void>(keys.use_token_key_of(store->key_fingerprint()));
    store->check_key_fingerprint(keys.fingerprint());
    const auto closed = store->audit().closed();
    if (!closed.empty() && closed.back().origin == origin) {
        throw CommandFailed(
            ExitCode::conflict,
            "the log " + origin +
                " is closed, and turning to the next was interrupted; run "
                "`clarion audit turn` again"
        );
    }
    return store;
}

}  // namespace

std::unique_ptr<sql::Store> open_store_at_rest(const DataFolder& folder) {
    require_initialised(folder);
    return open_store(folder, house_files({}), StoreUse::alone);
}

EngineRoom::EngineRoom(
    const DataFolder& folder, const files::FileSet& house, std::string origin_of_log, RoomUse used
)
    : root(folder.root),
      use(used),
      log_origin(std::move(origin_of_log)),
      sha256(keys::make_sha256()),
      clock(wall_clock),
      ids(clock),
      forms(sound(house)),
      keys(keys::open_key_vault(folder.key_file().string())),
      watch_settings(read_watch_file(folder.watch_file())),
      store(open_store_with(*keys, open_store(folder, house, use.store), log_origin)),
      engine(services_in_time(), files::make_bundles(house)) {
    signer::sweep_drafts(root);
}

void EngineRoom::scrub() {
    signer::sweep_drafts(root);
    store->scrub();
}

// Sets the clock before the engine, or any other thread, asks it.
runtime::Services EngineRoom::services_in_time() {
    const auto known = runtime::last_known_time(store->audit());
    if (known && !use.believe_clock) clock.continue_from(*known);
    return services();
}

runtime::Services EngineRoom::services() {
    return {
        .store = store->cases(),
        .audit = store->audit(),
        .outbox = store->outbox(),
        .keys = *keys,
        .forms = forms,
        .clock = clock,
        .ids = ids,
        .zones = zones,
        .sha256 = sha256,
        .log = log,
        .metrics = metrics,
        .log_origin = log_origin,
        .store_state = [this](std::string_view why) { store_state.tell(why); },
        .clock_state = [this](std::string_view why) { clock_state.tell(why); },
        .store_is_shared = store->is_shared() && use.store == StoreUse::as_node,
        .later_spread = use.later_spread,
        .erased = [this] { scrub(); },
        .watch = watch_settings,
    };
}

}  // namespace clarion::deploy
