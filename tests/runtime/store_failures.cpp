// A store that cannot be written: said once with the reason, and found out by itself when it is
// over.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

std::ptrdiff_t lines(const House& house, std::string_view event) {
    return std::count_if(house.log.lines.begin(), house.log.lines.end(), [&](const auto& line) {
        return line.find(event) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("store failures: the reason is told once, and the end of it without anybody asking") {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();
    CHECK(house.store_told.empty());

    for (int time = 0; time < 3; ++time) {
        house.world.disk.fault = Fault::commit_fails;
        CHECK(describe(house.ask(house.officer, runtime::OpenCase{reference})) == "unavailable");
    }
    REQUIRE(house.store_told.size() == 1);
    CHECK_FALSE(house.store_told.front().empty());
    CHECK(lines(house, "store_unavailable") == 1);

    SUBCASE("not before it can be written") {
        house.clock.advance(std::chrono::seconds(2));
        house.world.disk.fault = Fault::commit_fails;
        CHECK_FALSE(house.fire_timers());
        CHECK(house.store_told.size() == 1);
        CHECK(lines(house, "store_unavailable") == 1);
    }
    house.clock.advance(std::chrono::seconds(2));
    CHECK_FALSE(house.fire_timers());

    REQUIRE(house.store_told.size() == 2);
    CHECK(house.store_told.back().empty());
    CHECK(lines(house, "store_available") == 1);
    CHECK(house.log_after(logged) == "store_recovered/ok");
    house.clock.advance(std::chrono::minutes(1));
    (void)house.fire_timers();
    CHECK(house.log_after(logged) == "store_recovered/ok");
}

}  // namespace clarion::test
