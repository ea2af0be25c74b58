// keys rotate, retire: from one key-encryption key to the next, while the service runs.
#include <iostream>

#include "adapters/keys/key_file.hpp"
#include "adapters/signer/errand_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/errand_desk.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/progress.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

// The engine of a service that rests, asked as the one of a service that runs.
class RestingQueue final : public runtime::WorkQueue {
public:
    explicit RestingQueue(runtime::Engine& engine) : engine_(engine) {}
    bool offer(runtime::Work work) override {
        engine_.run_batch({&work, 1});
        return true;
    }

private:
    runtime::Engine& engine_;
};

// Whoever does the errands: the service, or this program where none runs.
class ErrandsOf {
public:
    explicit ErrandsOf(const DataFolder& folder)
        : service_(signer::RemoteService::connect(folder.errand_socket())) {
        if (service_) return;
        room_ = std::make_unique<EngineRoom>(folder, house_files({}), log_origin_of(folder, {}));
        queue_.emplace(room_->engine);
        desk_.emplace(*room_->store, *queue_);
        errand_ = desk_->welcome();
    }

    json::object ask(const json::object& errand) {
        json::object answer = service_ ? service_->ask(errand) : errand_(errand);
        const auto* why = answer.if_contains("failed");
        if (why == nullptr) return answer;
        throw CommandFailed(ExitCode::unavailable, std::string(why->as_string()));
    }

private:
    std::optional<signer::RemoteService> service_;
    std::unique_ptr<EngineRoom> room_;
    std::optional<RestingQueue> queue_;
    std::optional<ErrandDesk> desk_;
    signer::Errand errand_;
};

struct Turned {
    std::uint64_t cases = 0;
    std::uint64_t rewrapped = 0;
};

// From the first case to the last.
Turned turn_all(ErrandsOf& errands, const Progress& progress) {
    Turned turned;
    json::object errand{{"errand", "turn_keys"}};
    for (;;) {
        const json::object answer = errands.ask(errand);
        turned.cases += answer.at("looked_at").to_number<std::uint64_t>();
        turned.rewrapped += answer.at("rewrapped").to_number<std::uint64_t>();
        if (progress) progress(turned.cases, answer.at("cases").to_number<std::uint64_t>());
        if (answer.at("next").is_null()) break;
        errand["after"] = answer.at("next");
    }
    errands.ask({{"errand", "scrub"}});
    return turned;
}

std::string today() {
    return core::to_rfc3339(system::SystemClock().now()).substr(0, 10);
}

// The id of the key that the rotation goes to; made unless it is there.
std::string newest_key_of(const DataFolder& folder, const KeyOptions& options) {
    const std::string path = folder.key_file().string();
    const std::string newest = keys::read_key_file(path).encryption_keys.back().id;
    const std::string wanted = options.id.empty() ? today() : options.id;
    if (options.resume || newest == wanted) return newest;
    keys::add_encryption_key(path, wanted);
    return wanted;
}

void tell(const KeyOptions& options, const std::string& id, const Turned& turned) {
    if (options.as_json) {
        std::cout << json::serialize(json::object{
                         {"key", id}, {"cases", turned.cases}, {"rewrapped", turned.rewrapped}})
                  << std::endl;
        return;
    }
    std::cout << "all " << turned.cases << " cases are under the key " << id << ", "
              << turned.rewrapped << " of them since now\n"
              << "back the keys up: `clarion backup keys`" << std::endl;
}

ExitCode guarded_by_peer(const std::function<ExitCode()>& act) {
    try {
        return act();
    } catch (const signer::PeerGone& gone) {
        throw CommandFailed(
            ExitCode::unavailable,
            std::string("the service stopped answering (") + gone.what() +
                "); what was done is kept, run it again"
        );
    }
}

}  // namespace

ExitCode rotate_keys(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        const std::string id = newest_key_of(folder, options);
        ErrandsOf errands(folder);
        tell(options, id, turn_all(errands, progress_of("rewrapped", options.as_json)));
        return ExitCode::good;
    });
}

ExitCode retire_key(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        ErrandsOf errands(folder);
        const Progress progress = progress_of("looked at", options.as_json);
        // First all cases leave it, then it goes, then all are seen to do without it.
        turn_all(errands, progress);
        keys::retire_encryption_key(folder.key_file().string(), options.id);
        const Turned turned = turn_all(errands, progress);
        std::cout << (options.as_json ? json::serialize(json::object{
                                            {"retired", options.id}, {"cases", turned.cases}})
                                      : "the key " + options.id +
                                            " is destroyed here; backups of the keys "
                                            "that still have it open old backups of the store")
                  << std::endl;
        return ExitCode::good;
    });
}

}  // namespace clarion::deploy
