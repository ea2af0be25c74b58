// A score is shown beside the judgement, and nothing in a workflow can rest on it.
#include <doctest/doctest.h>

#include "engine/core/cases/risk_score.hpp"

namespace {

namespace json = clarion::core::json;

clarion::core::Process with_instruments() {
    clarion::core::Process process;
    process.catalogue["instruments"] = json::parse(
        R"([{"id":"counted","score":{"counts":"yes","bands":[{"from":2,"band":"high"},
            {"from":1,"band":"medium"},{"from":0,"band":"standard"}]}},
            {"id":"judged","score":null}])"
    );
    return process;
}

std::string scores(const char* recorded) {
    return json::serialize(clarion::core::risk_scores(
        with_instruments(),
        clarion::core::statechart::Context({{"risk_instruments", json::parse(recorded)}})
    ));
}

}  // namespace

TEST_CASE("risk score: answers are counted and banded, beside the person's own judgement") {
    CHECK(
        scores(R"([{"instrument":"counted","at":"T","judgement":"standard",
                    "answers":{"q1":"yes","q2":"no","q3":"yes"}}])") ==
        R"([{"instrument":"counted","at":"T","judgement":"standard","score":2,"band":"high"}])"
    );
    CHECK(
        scores(R"([{"instrument":"counted","at":"T","judgement":"high","answers":{"q1":"no"}}])") ==
        R"([{"instrument":"counted","at":"T","judgement":"high","score":0,"band":"standard"}])"
    );
}

TEST_CASE("risk score: an instrument that counts nothing, or that nobody knows, has no score") {
    for (const char* name : {"judged", "unheard_of"}) {
        const std::string recorded = std::string(R"([{"instrument":")") + name +
                                     R"(","at":"T","judgement":"high","answers":{"q1":"yes"}}])";
        CHECK(scores(recorded.c_str()).find(R"("score":null,"band":null)") != std::string::npos);
    }
    CHECK(json::serialize(clarion::core::risk_scores(with_instruments(), {})) == "[]");
}
