// The hourly look at every obligation, while the service goes on.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// An hour passes, and then as many turns of the engine as a round takes.
void pass_a_round(House& house) {
    house.is_watchful = false;
    house.clock.advance(std::chrono::hours(1));
    for (int turn = 0; turn < 40; ++turn) {
        (void)house.fire_timers();
        house.clock.advance(std::chrono::milliseconds(200));
    }
}

}  // namespace

TEST_CASE("obligations: a round over good cases finds nothing, and says when it was") {
    House house;
    for (int made = 0; made < 30; ++made)
        (void)house.submit();

    pass_a_round(house);

    CHECK(house.metrics.values["clarion_obligations_broken"] == 0);
    CHECK(house.metrics.values["clarion_obligations_cases"] == 30);
    CHECK(house.metrics.values["clarion_obligations_checked_at"] > 0);
}

TEST_CASE("obligations: an engine that has nothing else to do does not sleep through a round") {
    House house;
    for (int made = 0; made < 150; ++made)
        (void)house.submit();
    const auto rest = [&] {
        while (!house.take_deliveries().empty()) {
        }
        return house.engine->next_wake().value() - house.clock.now();
    };
    const auto between = std::chrono::milliseconds(100);
    CHECK(rest() > between);

    (void)house.ask(house.administrator, runtime::LookNow{});
    (void)house.fire_timers();
    CHECK(rest() <= between);  // a slice was not all of it
    for (int turn = 0; turn < 10; ++turn) {
        house.clock.advance(between);
        (void)house.fire_timers();
    }

    CHECK(house.metrics.values["clarion_obligations_cases"] == 150);
    CHECK(rest() > between);
}

TEST_CASE("obligations: what was cleared behind the program's back is found within the hour") {
    House house;
    for (int made = 0; made < 20; ++made)
        (void)house.submit();
    const auto row = house.row_of(house.submit());
    pass_a_round(house);
    REQUIRE(house.metrics.values["clarion_obligations_broken"] == 0);

    SUBCASE("a timer") {
        house.world.disk.now.timers[row.id.text].clear();
    }
    SUBCASE("a task") {
        std::erase_if(house.world.disk.now.tasks, [&](const auto& task) {
            return task.case_id == row.id;
        });
    }
    SUBCASE("an event") {
        house.world.disk.now.events[row.id.text].front().sealed.back() ^= 1;
    }
    SUBCASE("an entry's bytes") {
        for (int more = 0; more < 300; ++more)
            (void)house.ask(house.officer, runtime::OpenCase{house.references_but({}).front()});
        house.world.disk.now.log.at(17).bytes += " ";
    }
    pass_a_round(house);

    CHECK(house.metrics.values["clarion_obligations_broken"] >= 1);
    const auto& lines = house.log.lines;
    CHECK(std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("obligation_broken fault=");
    }));
}

}  // namespace clarion::test
