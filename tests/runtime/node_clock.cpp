// A node whose clock is not the database's: told once, to everybody who must know.
#include <doctest/doctest.h>

#include "engine/runtime/node_clock.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

class SharedHouse : public House {
public:
    SharedHouse() {
        shared = true;
        restart();
    }
    // The database's clock is so far behind this node's.
    void look(std::chrono::milliseconds ahead) {
        clock.advance(runtime::kNodeClockLooks);
        world.disk.time = clock.now() - ahead;
        (void)fire_timers();
    }
};

}  // namespace

TEST_CASE(
    "node clock: a clock that is not the database's is told, to all who must know, and its end"
) {
    SharedHouse house;
    house.look(std::chrono::milliseconds(4900));
    const std::size_t logged = house.logged();
    CHECK(house.metrics.values["clarion_node_clock_drift_seconds"] == doctest::Approx(4.9));
    CHECK(house.clock_told.empty());

    house.look(std::chrono::seconds(7));
    house.look(std::chrono::seconds(8));

    CHECK(house.log_after(logged) == "node_clock_off/error, alert_raised/ok");
    CHECK(house.metrics.values["clarion_node_clock_drift_seconds"] == 8);
    CHECK(house.metrics.values["clarion_alarms_total{node_clock_off}"] == 1);
    REQUIRE(house.clock_told.size() == 1);
    CHECK(house.clock_told[0] == "ready, but the clock is 7000 ms ahead of the database's");
    const auto alerts = house.ask(house.supervisor, runtime::ListAlerts{});
    REQUIRE(document(alerts).at("items").as_array().size() == 1);
    CHECK(text(document(alerts).at("items").at(0).at("rule")) == "node_clock_off");
    CHECK(house.world.disk.now.outbox.size() == 2);

    house.look(-std::chrono::seconds(1));
    CHECK(house.clock_told.back().empty());
    CHECK(house.log_after(logged).find("node_clock_agrees/ok") != std::string::npos);

    // Behind it is as wrong; the alert of today is there already.
    house.look(-std::chrono::seconds(60));
    CHECK(house.clock_told.size() == 3);
    CHECK(house.metrics.values["clarion_alarms_total{node_clock_off}"] == 1);
}

TEST_CASE("node clock: a store of one machine is not asked") {
    House house;
    house.world.disk.time = house.clock.now() - std::chrono::hours(1);
    house.clock.advance(runtime::kNodeClockLooks);
    const std::size_t logged = house.logged();

    (void)house.fire_timers();

    CHECK(house.logged() == logged);
}

}  // namespace clarion::test
