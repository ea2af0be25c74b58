// The clock the service goes by, and what is said when the wall clock is not believed.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

struct SteadyHouse : House {
    SteadyHouse() {
        goes_by_steady = true;
        restart();
    }
    // Somebody sets the clock; no time passes.
    void jump(std::chrono::milliseconds by) { clock.set(clock.now() + by); }
};

}  // namespace

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_CASE("steady clock: a wall clock that jumps ahead makes nothing early") {
    SteadyHouse house;
    const std::string reference = house.submit();
    const auto began = house.clock.now();
    house.jump(hours(24 * 3650));

    CHECK_FALSE(house.fire_timers());

    CHECK(house.row_of(reference).version == 1);
    CHECK(house.steady->now() == began);
    house.clock.advance(hours(1));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("steady clock: one that is set back makes nothing late") {
    SteadyHouse house;
    const std::string reference = house.submit();
    house.jump(-hours(24));
    house.clock.advance(hours(1));

    CHECK_FALSE(house.fire_timers());

    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("steady clock: each jump is told once, and so is its end") {
    SteadyHouse house;
    const std::size_t logged = house.logged();
    house.jump(minutes(2));
    CHECK_FALSE(house.fire_timers());
    CHECK_FALSE(house.fire_timers());
    CHECK(house.log_after(logged) == "clock_jumped/error");
    CHECK(house.metrics.values["clarion_alarms_total{clock_jumped}"] == 1);
    CHECK(house.metrics.values["clarion_clock_drift_seconds"] == 120);

    house.jump(-minutes(2));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.log_after(logged) == "clock_jumped/error, clock_agrees/ok");
    CHECK(house.metrics.values["clarion_clock_drift_seconds"] == 0);
}

TEST_CASE("steady clock: what a time service sets right is told to nobody") {
    SteadyHouse house;
    const std::size_t logged = house.logged();
    house.jump(-seconds(4));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.steady->now() == house.clock.now());
    house.jump(seconds(8));
    CHECK_FALSE(house.fire_timers());
    CHECK(house.steady->now() == house.clock.now() - seconds(4));
    CHECK(house.logged() == logged);
}

TEST_CASE("steady clock: a restart in the same boot goes on from the log's last entry") {
    SteadyHouse house;
    (void)house.submit();
    const auto began = house.clock.now();
    house.jump(hours(24 * 365));
    house.clock.advance(hours(3));
    house.restart();
    CHECK(house.steady->now() == began + hours(3));
}

TEST_CASE("steady clock: after a boot no time before the log's last entry is believed") {
    SteadyHouse house;
    (void)house.submit();
    const auto last = house.clock.now();
    house.jump(-hours(24 * 365));
    house.clock.reboot();
    const std::size_t logged = house.logged();
    house.restart();
    CHECK(house.steady->now() == last);
    CHECK(house.log_after(logged) == "machine_started/ok");
}

}  // namespace clarion::test
