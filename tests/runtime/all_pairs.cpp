// Wherever a case stands, an action that is not offered there is refused as such, and of all that
// is stored only the log grows.
#include <doctest/doctest.h>

#include <set>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

std::set<std::string> actions_of_trial() {
    const auto bundle = json::parse(trial_bundle()).as_object();
    auto process = core::compile_process(bundle, core::BundleHash{"trial"}, london());
    REQUIRE(process.has_value());
    std::set<std::string> names;
    for (const auto& [name, action] : process->actions)
        names.insert(name);
    return names;
}

// All that a refused action must leave alone, in a form that can be compared.
std::string stored(const House& house) {
    const FakeState& now = house.world.disk.now;
    std::string all = std::to_string(now.answers.size()) + " " + std::to_string(now.tasks.size()) +
                      " " + std::to_string(now.outbox.size());
    for (const auto& [id, row] : now.cases) {
        all += " " + id + " " + std::to_string(row.version) + " ";
        all.append(row.sealed_snapshot.begin(), row.sealed_snapshot.end());
        all += " " + std::to_string(now.events.at(id).size());
        const auto timers = now.timers.find(id);
        all += " " + std::to_string(timers == now.timers.end() ? 0 : timers->second.size());
    }
    return all;
}

}  // namespace

TEST_CASE("all pairs: what is not offered answers action_not_available and stores nothing") {
    House house;
    const std::string reference = house.submit();
    const auto names = actions_of_trial();
    int refused = 0;
    const auto try_all = [&] {
        for (const std::string& name : names) {
            const std::string before = stored(house);
            const std::size_t logged = house.logged();
            // Neither the empty form nor the role is what stops it: the place is looked at first.
            const auto asked = house.action(reference, name);
            const auto answer = describe(house.ask(house.decision_maker, asked));
            if (answer != "refused action_not_available") continue;
            CAPTURE(name);
            CHECK(stored(house) == before);
            CHECK(house.logged() == logged + 1);
            ++refused;
        }
    };

    try_all();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    try_all();

    CHECK(refused > static_cast<int>(names.size()));
}

}  // namespace clarion::test
