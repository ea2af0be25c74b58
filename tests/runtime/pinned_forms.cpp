// A case is held to the forms it was opened with, whatever the newest version asks.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// The trial workflow as version 2, whose triage asks for one thing more.
std::string stricter_bundle() {
    json::value bundle = json::parse(trial_bundle());
    bundle.at("version") = "2";
    bundle.at("forms").as_object()["triage"] = {{"required", {"grade", "reason"}}};
    return json::serialize(bundle);
}

}  // namespace

TEST_CASE("pinned forms: an older case is not refused for what its own forms never asked") {
    House house;
    const std::string older = house.submit();
    house.restart({trial_bundle(), stricter_bundle()});
    const std::string newer = house.submit();

    CHECK(
        describe(house.act(house.intake, newer, "triage", {{"grade", "high"}})) ==
        "refused invalid_form"
    );
    house.done(house.intake, older, "triage", {{"grade", "high"}});
    house.done(house.intake, newer, "triage", {{"grade", "high"}, {"reason", "seen"}});
}

TEST_CASE("pinned forms: the older version is no longer offered, and its cases go on") {
    House house;
    const std::string older = house.submit();
    house.restart({stricter_bundle()});

    house.done(house.intake, older, "triage", {{"grade", "high"}});
}

}  // namespace clarion::test
