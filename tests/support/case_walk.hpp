// CaseWalk: one case walked through the core's rules by hand, act by act and timer by timer. After
// every step the events kept so far, replayed, give the same case.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"

namespace clarion::test {

class CaseWalk {
public:
    // Opens the case. The process must outlive it.
    CaseWalk(const core::Process& process, core::Instant opened) : now(opened), process_(process) {
        keep(core::open_case(
            process_,
            new_case(),
            {.action = {},
             .timer = {},
             .form = {{"n", 1}},
             .principal = core::public_applicant(),
             .origin = core::Origin::person},
            now
        ));
    }

    void act(
        const std::string& name,
        const std::string& role,
        const std::string& action,
        core::json::object form = {}
    ) {
        const core::Command command{
            .action = action,
            .timer = {},
            .form = std::move(form),
            .principal = person(name, {role}, now),
            .origin = core::Origin::person};
        keep(core::decide(process_, snapshot, command, now));
    }

    // The armed timer whose name ends so; null: there is none.
    [[nodiscard]] const core::statechart::Timer* timer(std::string_view ending) const {
        for (const auto& armed : snapshot.machine.timers) {
            if (armed.id.ends_with(ending)) return &armed;
        }
        return nullptr;
    }

    // Fires it when it is due; how many effects that had.
    std::size_t fire(std::string_view ending) {
        const auto* armed = timer(ending);
        REQUIRE(armed != nullptr);
        now = armed->due;
        const core::Command command{
            .action = {},
            .timer = armed->id,
            .form = {},
            .principal = core::system_principal(),
            .origin = core::Origin::system};
        return keep(core::decide(process_, snapshot, command, now));
    }

    core::Instant now;
    core::CaseSnapshot snapshot;
    std::vector<core::CaseEvent> events;

private:
    std::size_t keep(core::Decision decision) {
        REQUIRE_MESSAGE(decision.has_value(), describe(decision));
        const auto stored = core::read_event(core::serialise(decision->event));
        REQUIRE(stored.has_value());
        events.push_back(*stored);
        snapshot = std::move(decision->after);
        CHECK(
            core::serialise(process_, core::replay(process_, new_case(), events)) ==
            core::serialise(process_, snapshot)
        );
        return decision->effects.size();
    }

    const core::Process& process_;
};

}  // namespace clarion::test
