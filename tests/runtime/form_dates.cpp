// A date in a form is held to the local day on which the form comes, by the engine's clock.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

TEST_CASE("form dates: what took place is not to come, by the day of the case's own place") {
    House house;
    house.forms.describe("any", "on", {{"type", "string"}, {"x-date", "past"}});
    house.restart();
    house.clock.set(at("2027-07-01T22:59:00Z"));  // 23:59 in London
    const std::string reference = house.submit();

    const auto refused =
        house.act(house.coordinator, reference, "seal_case", {{"on", "2027-07-02"}});

    REQUIRE(std::get<core::Refusal>(refused).errors.size() == 1);
    CHECK(std::get<core::Refusal>(refused).errors.front().field == "/on");
    CHECK(std::get<core::Refusal>(refused).errors.front().code == "past");
    house.clock.set(at("2027-07-01T23:00:00Z"));
    CHECK(describe(house.act(house.coordinator, reference, "seal_case", {{"on", "2027-07-02"}})
    ).starts_with("ok"));
}

}  // namespace clarion::test
