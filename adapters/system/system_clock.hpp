// SystemClock: the machine's own time.
//
// Threads: any.
// Failure: the constructor throws std::system_error when the machine does not say which boot this
// is.
#pragma once

#include "engine/ports/world.hpp"

namespace clarion::system {

class SystemClock final : public ports::Clock {
public:
    SystemClock();
    [[nodiscard]] core::Instant now() const override;
    [[nodiscard]] std::chrono::milliseconds since_boot() const override;
    [[nodiscard]] const std::string& boot_id() const override { return boot_id_; }

private:
    std::string boot_id_;
};

}  // namespace clarion::system
