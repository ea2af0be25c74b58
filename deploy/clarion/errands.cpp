#include "deploy/clarion/errands.hpp"

#include <chrono>
#include <optional>

#include "adapters/signer/errand_link.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/errand_desk.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

constexpr std::chrono::seconds kOneOperatorMax{5};

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

ExitCode code_of(const json::object& answer) {
    if (const auto* exit = answer.if_contains("exit"); exit != nullptr && exit->is_int64())
        return static_cast<ExitCode>(exit->get_int64());
    const auto* code = answer.if_contains("code");
    const auto* text = code == nullptr ? nullptr : code->if_string();
    if (text == nullptr) return ExitCode::unavailable;
    if (*text == "not_found" || *text == "log_retired") return ExitCode::not_found;
    return *text == "malformed_body" ? ExitCode::usage : ExitCode::not_allowed;
}

}  // namespace

struct Errands::Parts {
    explicit Parts(const DataFolder& folder)
        : service(signer::RemoteService::connect(folder.errand_socket())) {
        if (service) return;
        room = std::make_unique<EngineRoom>(folder, house_files({}), log_origin_of(folder, {}));
        queue.emplace(room->engine);
        desk.emplace(*room, folder, *queue);
        errand = desk->welcome();
    }

    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    std::optional<signer::RemoteService> service;
    std::unique_ptr<EngineRoom> room;
    std::optional<RestingQueue> queue;
    std::optional<ErrandDesk> desk;
    signer::Errand errand;
};

Errands::Errands(const DataFolder& folder)
    : folder_(folder), parts_(std::make_unique<Parts>(folder)) {}

Errands::~Errands() = default;

json::object Errands::ask(const json::object& errand) {
    json::object answer = parts_->service ? parts_->service->ask(errand) : parts_->errand(errand);
    const auto* why = answer.if_contains("failed");
    if (why == nullptr) return answer;
    throw CommandFailed(code_of(answer), std::string(why->as_string()));
}

bool Errands::is_alone() const {
    return !parts_->service;
}

bool Errands::give_way() {
    const auto spoken = std::chrono::steady_clock::now() - parts_->since;
    if (!parts_->service || spoken < kOneOperatorMax) return false;
    parts_.reset();
    parts_ = std::make_unique<Parts>(folder_);
    return true;
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

}  // namespace clarion::deploy
