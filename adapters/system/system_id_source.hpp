// SystemIdSource: randomness of the kernel, and the identifiers made of it.
//
// Ownership: borrows the clock.
// Threads:   any.
// Failure:   throws std::system_error when the kernel gives no randomness.
#pragma once

#include "engine/ports/world.hpp"

namespace clarion::system {

class SystemIdSource final : public ports::IdSource {
public:
    explicit SystemIdSource(const ports::Clock& clock) : clock_(clock) {}
    void fill_random(std::span<std::uint8_t> out) override;
    [[nodiscard]] core::CaseId new_case_id() override;
    [[nodiscard]] core::Reference new_reference() override;
    [[nodiscard]] std::string new_token() override;

private:
    const ports::Clock& clock_;
};

}  // namespace clarion::system
