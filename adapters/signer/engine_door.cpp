#include "adapters/signer/engine_door.hpp"

#include <atomic>
#include <memory>

namespace clarion::signer {

runtime::Answer ask_engine(
    runtime::WorkQueue& queue, std::string_view caller, runtime::Asked asked
) {
    struct Slot {
        std::atomic<bool> is_there = false;
        runtime::Answer answer;
    };
    const auto slot = std::make_shared<Slot>();
    runtime::Work work{
        .caller = {core::system_principal(), std::string(caller)},
        .asked = std::move(asked),
        .answer = [slot](runtime::Answer answer) {
            slot->answer = std::move(answer);
            slot->is_there = true;
            slot->is_there.notify_one();
        }};
    if (!queue.offer(std::move(work))) return runtime::Unavailable{};
    slot->is_there.wait(false);
    return std::move(slot->answer);
}

}  // namespace clarion::signer
