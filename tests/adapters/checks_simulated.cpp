// The simulated records system: it takes its time, searches once, and answers in the form of a
// check.
#include <doctest/doctest.h>

#include "adapters/checks/simulated_records.hpp"
#include "tests/support/fake_machine.hpp"

namespace {

using clarion::checks::SimulatedRecords;
using clarion::ports::DeliveryOutcome;
using namespace std::chrono_literals;

clarion::ports::CheckQuestion about(const char* name) {
    return {"case:2:0", "person_records", {{"name", name}}};
}

}  // namespace

TEST_CASE("records: the answer comes later, and only for the systems it knows") {
    clarion::test::FakeClock clock;
    SimulatedRecords records({"person_records"}, 5s, clock);

    CHECK(records.answers_for("person_records"));
    CHECK_FALSE(records.answers_for("firearms_licensing"));
    CHECK(records.ask(about("Casey Marlowe")).outcome == DeliveryOutcome::later);
    clock.advance(6s);
    const auto answer = records.ask(about("Casey Marlowe"));

    REQUIRE(answer.outcome == DeliveryOutcome::done);
    CHECK(answer.answer.at("outcome").as_string() == "searched_found");
    CHECK(answer.answer.at("items_found").as_int64() == 3);
}

TEST_CASE("records: nothing held is an answer") {
    clarion::test::FakeClock clock;
    SimulatedRecords records({"person_records"}, 0s, clock);

    CHECK(records.ask(about("Sam Sample")).answer.at("outcome").as_string() == "searched_nothing");
}

TEST_CASE("records: the register of dangerous persons knows only those who are on it") {
    clarion::test::FakeClock clock;
    SimulatedRecords records({"dangerous_persons"}, 0s, clock);
    const auto outcome = [&](const char* name) {
        const auto question = clarion::ports::CheckQuestion{
            std::string("case:2:") + name, "dangerous_persons", {{"name", name}}};
        return std::string(records.ask(question).answer.at("outcome").as_string());
    };

    CHECK(outcome("Casey Marlowe") == "searched_nothing");
    CHECK(outcome("Ash Quill") == "searched_found");
}
