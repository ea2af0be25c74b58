// SimulatedRecords: a records system for trials and training. It takes a while and then answers
// from made-up records.
//
// Systems it does not know are checked by hand: a researcher records the result.
// Threads: delivery thread only.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>

#include "engine/ports/outside.hpp"
#include "engine/ports/world.hpp"

namespace clarion::checks {

class SimulatedRecords final : public ports::CheckSource {
public:
    // Answers for `systems`, `delay` after it was first asked.
    SimulatedRecords(
        std::set<std::string> systems, std::chrono::milliseconds delay, const ports::Clock& clock
    );

    [[nodiscard]] bool answers_for(std::string_view system) const override;
    [[nodiscard]] ports::Delivery ask(const ports::CheckQuestion& question) override;

private:
    std::set<std::string> systems_;
    std::chrono::milliseconds delay_;
    const ports::Clock& clock_;
    std::map<std::string, std::chrono::milliseconds> asked_;  // by key: asked again, searched once
};

}  // namespace clarion::checks
