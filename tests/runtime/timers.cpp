// Timers: none passes unseen, none fires twice, and one that cannot fire is loud and harms nobody.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

using std::chrono::hours;

TEST_CASE("timers: fire when due, with an entry, and how late is measured") {
    House house;
    const std::string reference = house.submit();
    CHECK(house.engine->next_wake() == house.clock.now() + hours(1));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.row_of(reference).version == 1);

    house.clock.advance(hours(1) + std::chrono::seconds(90));
    const std::size_t logged = house.logged();
    CHECK_FALSE(house.fire_timers());

    CHECK(house.row_of(reference).version == 2);
    CHECK(house.log_after(logged) == "timer_fired/ok");
    CHECK(house.metrics.values["clarion_timer_lateness_seconds"] == doctest::Approx(90));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("timers: all that fell due while nobody was there fire in order after a restart") {
    House house;
    const std::string reference = house.submit();
    house.clock.advance(hours(24 * 60));
    house.restart();

    while (house.fire_timers(1)) {
    }

    CHECK(house.states_of(reference) == "clock.overdue contact.allowed process.received");
}

TEST_CASE("timers: a batch takes no more than it is told, and says that there is more") {
    House house;
    for (int request = 0; request < 5; ++request)
        (void)house.submit();
    house.clock.advance(hours(2));

    CHECK(house.fire_timers(2));
    CHECK(house.fire_timers(2));
    CHECK_FALSE(house.fire_timers(2));

    for (const auto& [id, row] : house.world.disk.now.cases)
        CHECK(row.version == 2);
}

TEST_CASE("timers: one that cannot fire is alarmed and tried again later, and stops no other") {
    House house;
    const std::string stuck = house.submit();
    house.done(house.intake, stuck, "wind_up");
    const std::string other = house.submit();
    house.clock.advance(hours(1));

    while (house.fire_timers()) {
    }

    CHECK(house.row_of(stuck).version == 2);
    CHECK(house.row_of(other).version == 2);
    CHECK(house.metrics.values["clarion_alarms_total{timer_cannot_fire}"] == 1);
    CHECK(house.log_after(0).find("timer_fired/error") != std::string::npos);
    CHECK(house.world.cases.next_due() == house.clock.now() + hours(1));
}

TEST_CASE("timers: a clock set back while the store rests does not make the rest longer") {
    House house;
    const std::string reference = house.submit();
    house.clock.advance(hours(10));
    house.world.disk.fault = Fault::commit_fails;
    CHECK_FALSE(house.fire_timers());

    house.clock.set(house.clock.now() - hours(6));
    house.clock.advance(std::chrono::seconds(1));
    CHECK(house.engine->next_wake().value() <= house.clock.now());
    CHECK_FALSE(house.fire_timers());

    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("timers: what a failed store did not keep fires after a rest") {
    House house;
    const std::string reference = house.submit();
    house.clock.advance(hours(1));
    house.world.disk.fault = Fault::commit_fails;

    CHECK_FALSE(house.fire_timers());
    CHECK(house.row_of(reference).version == 1);
    CHECK(house.engine->next_wake().value() > house.clock.now());
    house.clock.advance(std::chrono::seconds(1));
    CHECK_FALSE(house.fire_timers());

    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("timers: a lost race leaves the timer due") {
    House house;
    const std::string reference = house.submit();
    house.clock.advance(hours(1));
    house.world.disk.fault = Fault::race_lost;

    (void)house.fire_timers();
    CHECK(house.row_of(reference).version == 1);
    (void)house.fire_timers();

    CHECK(house.row_of(reference).version == 2);
}

}  // namespace clarion::test
