// What is known of a guard before its event's fields are.
#include "engine/core/statechart/outlook.hpp"

#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

namespace {

// The outlook of `go` with this guard, in a machine with the state `b.on` active and n = 3.
std::string outlook_of(const std::string& guard) {
    const Walk walk(definition_of(
        "{'id':'m','type':'parallel','context':{'n':3},'states':{"
        "'a':{'initial':'one','states':{'one':{'on':{'go':{'target':'two','guard':" +
        guard +
        "}}},'two':{}}},"
        "'b':{'initial':'on','states':{'on':{},'off':{}}}}}"
    ));
    const auto ways = offered(walk.definition(), walk.state(), "go");
    REQUIRE(ways.size() == 1);
    switch (outlook(walk.definition(), walk.state(), *ways.front(), at(kMonday))) {
        case Outlook::closed:
            return "closed";
        case Outlook::open:
            return "open";
        case Outlook::depends:
            break;
    }
    return "depends";
}

const std::string kOn = "{'type':'xstate.stateIn','params':{'state':'#m.b.on'}}";
const std::string kOff = "{'type':'xstate.stateIn','params':{'state':'#m.b.off'}}";
const std::string kSaysYes = "{'type':'logic','params':{'==':[{'var':'event.x'},'yes']}}";

std::string joined(const std::string& how, const std::string& one, const std::string& two) {
    return "{'type':'xstate." + how + "','params':{'guards':[" + one + "," + two + "]}}";
}

std::string no(const std::string& guard) {
    return "{'type':'xstate.not','params':{'guard':" + guard + "}}";
}

std::string logic(const std::string& term) {
    return "{'type':'logic','params':" + term + "}";
}

}  // namespace

TEST_CASE("outlook: a guard that does not read the event is known already") {
    CHECK(outlook_of(kOn) == "open");
    CHECK(outlook_of(kOff) == "closed");
    CHECK(outlook_of(no(kOn)) == "closed");
    CHECK(outlook_of(logic("{'>':[{'var':'n'},2]}")) == "open");
    CHECK(outlook_of(logic("{'>':[{'var':'context.n'},3]}")) == "closed");
}

TEST_CASE("outlook: one that reads the event depends on it, unless the rest rules it out") {
    CHECK(outlook_of(kSaysYes) == "depends");
    CHECK(outlook_of(no(kSaysYes)) == "depends");
    CHECK(outlook_of(joined("and", kSaysYes, kOn)) == "depends");
    CHECK(outlook_of(joined("and", kSaysYes, kOff)) == "closed");
    CHECK(outlook_of(joined("and", kSaysYes, no(kOn))) == "closed");
    CHECK(outlook_of(joined("or", kSaysYes, kOff)) == "depends");
    CHECK(outlook_of(joined("or", kSaysYes, kOn)) == "open");
    CHECK(outlook_of(no(joined("or", kSaysYes, kOn))) == "closed");
}

TEST_CASE("outlook: within a term as well") {
    const std::string says = "{'==':[{'var':'event.x'},'yes']}";
    CHECK(outlook_of(logic("{'and':[" + says + ",{'>':[{'var':'n'},3]}]}")) == "closed");
    CHECK(outlook_of(logic("{'and':[" + says + ",{'>':[{'var':'n'},2]}]}")) == "depends");
    CHECK(outlook_of(logic("{'or':[" + says + ",{'>':[{'var':'n'},2]}]}")) == "open");
    CHECK(outlook_of(logic("{'or':[" + says + ",{'>':[{'var':'n'},3]}]}")) == "depends");
    CHECK(outlook_of(logic("{'!':[" + says + "]}")) == "depends");
}

TEST_CASE("outlook: a quorum of those whom the form names depends on it") {
    const std::string quorum = "{'type':'quorum','params':{'answers':'event.there','of':'core'}}";
    CHECK(outlook_of(quorum) == "depends");
    CHECK(outlook_of(joined("and", quorum, kOff)) == "closed");
    CHECK(outlook_of("{'type':'quorum','params':{'answers':'answers','of':'core'}}") == "closed");
}

TEST_CASE("demands: what stands in the way is told part by part, and what the event may say is not"
) {
    const Walk walk(definition_of(
        "{'id':'m','context':{'n':3},'initial':'one','states':{'one':{'on':{'go':{'target':'two',"
        "'guard':{'type':'xstate.and','params':{'guards':["
        "{'type':'logic','params':{'and':[{'>':[{'var':'n'},5]},{'==':[{'var':'event.x'},'yes']}]}}"
        ","
        "{'type':'xstate.stateIn','params':{'state':'#m.two'}},"
        "{'type':'xstate.stateIn','params':{'state':'#m.one'}}]}}}}},'two':{}}}"
    ));
    const auto ways = offered(walk.definition(), walk.state(), "go");
    REQUIRE(ways.size() == 1);
    const auto unmet = [&](const Event* event) {
        std::string text;
        for (const auto& part :
             unmet_demands(walk.definition(), walk.state(), *ways.front(), at(kMonday), event))
            text += clarion::core::json::serialize(part) + "\n";
        return text;
    };
    const std::string more = R"({">":[{"var":"n"},5]})"
                             "\n";
    const std::string there = R"({"type":"xstate.stateIn","params":{"state":"#m.two"}})"
                              "\n";
    CHECK(unmet(nullptr) == more + there);
    const Event says_no{"go", {{"x", "no"}}};
    CHECK(
        unmet(&says_no) == more +
                               R"({"==":[{"var":"event.x"},"yes"]})"
                               "\n" +
                               there
    );
}
