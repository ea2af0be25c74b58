// Racing: a thousand people approve at once, and exactly one approval is made.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"
#include "tests/support/people.hpp"

namespace clarion::test {

namespace {

constexpr int kRacers = 1000;

std::string awaiting_decision(House& house) {
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", json::array()}});
    house.done(house.coordinator, reference, "conclude");
    return reference;
}

// Everybody saw the case as it is now, and sends a key of their own.
std::vector<std::pair<core::Principal, runtime::Asked>> approvals(
    House& house, const std::string& reference
) {
    std::vector<std::pair<core::Principal, runtime::Asked>> all;
    for (int number = 0; number < kRacers; ++number) {
        all.emplace_back(
            person("racer-" + std::to_string(number % 100), {"decision_maker"}, house.clock.now()),
            house.action(reference, "approve", {{"code", "disclosed"}})
        );
    }
    return all;
}

}  // namespace

TEST_CASE("racing: a thousand approvals give exactly one, in one batch or in many") {
    for (const std::size_t batch : {std::size_t{1000}, std::size_t{64}, std::size_t{7}}) {
        CAPTURE(batch);
        House house;
        const std::string reference = awaiting_decision(house);
        const std::uint64_t version = house.row_of(reference).version;
        const std::size_t logged = house.logged();
        auto all = approvals(house, reference);

        int made = 0;
        int stale = 0;
        for (std::size_t from = 0; from < all.size(); from += batch) {
            const auto to = std::min(from + batch, all.size());
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
            const auto end = all.begin() + static_cast<std::ptrdiff_t>(to);
            for (const auto& answer : house.ask_all({begin, end})) {
                made += std::holds_alternative<runtime::Answered>(answer) ? 1 : 0;
                stale += describe(answer) == "refused version_stale" ? 1 : 0;
            }
        }

        CHECK(made == 1);
        CHECK(stale == kRacers - 1);
        CHECK(house.row_of(reference).version == version + 1);
        CHECK(house.row_of(reference).closed);
        CHECK(house.world.disk.now.events.begin()->second.size() == version + 1);
        CHECK(house.logged() == logged + kRacers);
    }
}

}  // namespace clarion::test
