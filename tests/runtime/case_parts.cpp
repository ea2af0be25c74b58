// The parts of an opened case that are told beside its record.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

TEST_CASE("documents: an opened case shows which agencies were asked, and what each last said") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    house.done(
        house.coordinator,
        reference,
        "ask_agencies",
        {{"agencies", {"health", "probation"}}, {"question", "What do you hold?"}}
    );
    const auto agencies = [&] {
        const auto answer = house.ask(house.supervisor, runtime::OpenCase{reference});
        return json::serialize(document(answer).at("agencies"));
    };
    CHECK(
        agencies() ==
        R"([{"agency":"health","answer":null,"answered_at":null,"answers":0,"due_at":null,)"
        R"("handed_on":[]},)"
        R"({"agency":"probation","answer":null,"answered_at":null,"answers":0,"due_at":null,)"
        R"("handed_on":[]}])"
    );

    runtime::AnswerAgencyRequest said;
    const auto requests = house.ask(house.health, runtime::ListAgencyRequests{});
    said.task_id = text(document(requests).at("items").at(0).at("id"));
    said.form = json::value(json::object{{"agency", "health"}, {"answer", "nothing_held"}});
    said.idempotency = house.fresh_key();
    CHECK(describe(house.ask(house.health, said)).starts_with("ok"));

    CHECK(agencies().find(R"("agency":"health","answer":"nothing_held")") != std::string::npos);
    CHECK(agencies().find(R"("answers":1)") != std::string::npos);
}

}  // namespace clarion::test
