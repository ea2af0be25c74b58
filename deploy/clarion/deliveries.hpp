// Deliveries: hands each effect to whoever can do it: the notifier, or the check source for that
// system.
//
// Threads: delivery thread only.
#pragma once

#include <memory>
#include <vector>

#include "engine/ports/outside.hpp"
#include "engine/runtime/engine.hpp"

namespace clarion::deploy {

class Deliveries {
public:
    Deliveries(
        std::vector<std::unique_ptr<ports::Notifier>> notifiers,
        std::vector<std::unique_ptr<ports::CheckSource>> sources
    );
    [[nodiscard]] ports::Delivery deliver(const runtime::DeliveryJob& job);

private:
    std::vector<std::unique_ptr<ports::Notifier>> notifiers_;
    std::vector<std::unique_ptr<ports::CheckSource>> sources_;
};

}  // namespace clarion::deploy
