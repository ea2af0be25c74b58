// a_case(): a snapshot in the middle of a workflow, without walking there.
//
//     const CaseSnapshot before = a_case(process).in("review.deciding").taken("research", "ann");
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/core/cases/decide.hpp"
#include "tests/support/people.hpp"

namespace clarion::test {

inline core::NewCase new_case() {
    return {
        .id = core::CaseId{"01990000-0000-7000-8000-000000000001"},
        .reference = core::Reference{"7K3M2QXTC"},
        .channel = "online",
        .language = "en",
    };
}

class CaseBuilder {
public:
    CaseBuilder(const core::Process& process, core::Instant received_at) : process_(process) {
        const core::Command request{
            .action = {},
            .timer = {},
            .form = {{"reason", "worried"}},
            .principal = core::public_applicant(),
            .origin = core::Origin::person};
        auto opened = core::open_case(process, new_case(), request, received_at);
        if (!opened) throw std::logic_error("the workflow cannot open a case");
        snapshot_ = std::move(opened->after);
    }

    // Moves one region: what is active below the part that both places share gives way. `place`
    // is the state's id without the machine's.
    CaseBuilder& in(std::string_view place) {
        const auto& definition = process_.definition;
        const auto found = definition.by_id.find(definition.root().id + "." + std::string(place));
        if (found == definition.by_id.end()) throw std::invalid_argument(std::string(place));
        auto& active = snapshot_.machine.active;
        core::statechart::StateIndex region = found->second;
        while (definition.at(region).parent != 0)
            region = definition.at(region).parent;
        std::erase_if(active, [&](auto state) {
            return state == region || definition.is_descendant(state, region);
        });
        for (auto state = found->second; state != 0; state = definition.at(state).parent) {
            active.push_back(state);
        }
        for (auto state = found->second; !definition.at(state).initial.empty();) {
            state = definition.at(state).initial.front();
            active.push_back(state);
        }
        std::sort(active.begin(), active.end());
        return *this;
    }

    CaseBuilder& taken(const std::string& action, const std::string& person) {
        snapshot_.taken_by[action].push_back(core::PersonId{person});
        return *this;
    }

    CaseBuilder& with(std::string_view key, core::json::value value) {
        snapshot_.machine.context.set(key, std::move(value));
        return *this;
    }

    operator core::CaseSnapshot() const { return snapshot_; }  // NOLINT: reads as the case itself

private:
    const core::Process& process_;
    core::CaseSnapshot snapshot_;
};

inline CaseBuilder a_case(
    const core::Process& process, core::Instant received_at = at("2026-11-02T10:00:00Z")
) {
    return {process, received_at};
}

}  // namespace clarion::test
