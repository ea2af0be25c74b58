#include "engine/core/statechart/case_file.hpp"

#include <fstream>
#include <sstream>

#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

namespace {

boost::json::value example_file(int number) {
    const std::string path = std::string(CLARION_SOURCE_DIR) +
                             "/tests/core/statechart/examples/examples-" + std::to_string(number) +
                             ".json";
    std::ifstream file(path, std::ios::binary);
    REQUIRE_MESSAGE(file.good(), path);
    std::stringstream text;
    text << file.rdbuf();
    boost::json::parse_options deep;
    deep.max_depth = 400;
    return boost::json::parse(text.str(), {}, deep);
}

std::string text_of(const Definition& definition, const MachineState& state) {
    std::string text;
    append_state(text, definition, state);
    return text;
}

CaseVerdict verdict_of(const std::string& text) {
    return run_case(quick(text));
}

const std::string kMachine =
    "'machine':{'id':'m','initial':'a','context':{'n':0},'states':{"
    "'a':{'after':{'10':'b'}},'b':{'after':{'10':{'target':'pass','actions':['t']}}},'pass':{}}}";

}  // namespace

TEST_CASE("case files: XState's hundred examples come out as XState has them") {
    int cases = 0;
    for (int number = 1; number <= 4; ++number) {
        for (const auto& verdict : run_cases(example_file(number))) {
            ++cases;
            CHECK_MESSAGE(verdict.passed, verdict.name << ": " << verdict.difference);
        }
    }
    CHECK(cases == 100);
}

TEST_CASE("case files: time moves timer by timer, those armed meanwhile included") {
    CHECK(verdict_of(
              "{" + kMachine +
              ",'initial':['m.a'],'steps':[{'advance':19,'expect':['m.b'],'trace':[]},"
              "{'advance':1,'expect':['m.pass'],'trace':['t'],'context':{'n':0}}],'done':false}"
    )
              .passed);
}

TEST_CASE("case files: the first difference is told in words") {
    const auto verdict =
        verdict_of("{'name':'x'," + kMachine + ",'steps':[{'advance':5,'expect':['m.b']}]}");

    CHECK(!verdict.passed);
    CHECK(verdict.name == "x");
    CHECK(verdict.difference == R"(step 1, states: expected ["m.b"], got ["m.a"])");
    CHECK(!verdict_of("{" + kMachine + ",'steps':[],'done':true}").passed);
    CHECK(!verdict_of("{" + kMachine + ",'steps':[{'advance':20,'trace':['u']}]}").passed);
    CHECK(!verdict_of("{'machine':{'invoke':1},'steps':[]}").passed);
    CHECK(!verdict_of("[]").passed);
}

TEST_CASE("case files: a W3C case asks for the state pass at the end alone") {
    const std::string steps =
        ",'verdict':'w3c-pass-state','initial':['nowhere'],'steps':[{'advance':60000,'expect':['x']"
        "}]}";

    CHECK(verdict_of("{" + kMachine + steps).passed);
    CHECK(!verdict_of("{'machine':{'id':'m','initial':'fail','states':{'fail':{}}}" + steps).passed
    );
}

TEST_CASE("case files: initial states may be several and lie deep, as SCXML's may") {
    const std::string machine =
        R"({'id':'m','initial':['#x','#y'],'states':{'p':{'type':'parallel','states':{
        'l':{'initial':'a','states':{'a':{},'x':{'id':'x'}}},'r':{'initial':'b','states':{'b':{},'y':{'id':'y'}}}}}}})";

    CHECK(verdict_of("{'machine':" + machine + ",'initial':['x','y'],'steps':[]}").passed);
    CHECK(
        problems_of(machine).find("\"initial\" is the key of a state inside") != std::string::npos
    );
}

TEST_CASE("case files: a thousand microsteps pass, one more does not") {
    const auto counting_to = [](const std::string& limit) {
        return verdict_of(
            "{'machine':{'id':'m','context':{'n':0},'always':{'guard':{'type':'logic','params':{'<'"
            ":[{'var':'n'}," +
            limit +
            "]}},'actions':[{'type':'xstate.assign','params':{'n':{'+':[{'var':'n'},1]}}}]}},'"
            "steps':[]}"
        );
    };
    CHECK(counting_to("1000").passed);
    CHECK(counting_to("1001").difference == "more than 1000 microsteps");
}

TEST_CASE("machine state: stored and read back after every step, the examples continue alike") {
    int steps = 0;
    const auto examples = example_file(2);
    for (const auto& example : examples.as_array()) {
        const Definition definition =
            std::move(read_definition(example.at("machine"), Dialect::case_file)).value();
        Environment environment = at(kMonday);
        environment.microsteps_max = kCaseMicrostepsMax;
        environment.states_must_fit = false;
        auto live = start(definition, {}, environment);
        REQUIRE(live);
        for (const auto& written : example.at("steps").as_array()) {
            const std::string text = text_of(definition, live->after);
            auto read = machine_from_json(definition, boost::json::parse(text).as_object());
            REQUIRE_MESSAGE(read, read.error());
            CHECK(text_of(definition, *read) == text);

            const auto* event = written.as_object().if_contains("event");
            const std::string type(event == nullptr ? "d" : event->at("type").as_string());
            if (event == nullptr && !live->after.timers.empty()) {
                const std::string timer = live->after.timers.front().id;
                auto again = fire(definition, *read, timer, environment);
                live = fire(definition, std::move(live->after), timer, environment);
                REQUIRE(again);
                REQUIRE(live);
                CHECK(text_of(definition, again->after) == text_of(definition, live->after));
                continue;
            }
            auto again = step(definition, *read, {.type = type, .data = {}}, environment);
            live =
                step(definition, std::move(live->after), {.type = type, .data = {}}, environment);
            REQUIRE(again);
            REQUIRE(live);
            CHECK(names(*again) == names(*live));
            CHECK(text_of(definition, again->after) == text_of(definition, live->after));
            ++steps;
        }
    }
    CHECK(steps > 100);
}

TEST_CASE("machine state: what does not fit the definition is refused") {
    const Definition definition = definition_of(
        "{'id':'m','type':'parallel','states':{'p':{'initial':'a','states':{'a':{},'b':{}}},'q':{}}"
        "}"
    );
    const auto reason = [&](const std::string& active) {
        const auto stored = quick(
            "{'active':" + active +
            ",'history':{},'context':{},'timers':[],'timers_armed':0,'done':false}"
        );
        const auto read = machine_from_json(definition, stored.as_object());
        return read ? std::string("fine") : read.error();
    };
    CHECK(reason("['m.p.a','m.q']") == "fine");
    CHECK(reason("['m.p.a']") == "the active states do not fit together");
    CHECK(reason("['m.p.a','m.p.b','m.q']") == "the active states do not fit together");
    CHECK(reason("['m.p.z','m.q']") == "no state has the id \"m.p.z\"");
    CHECK(reason("['m.p','m.q']") == "\"m.p\" is not a leaf");
    CHECK(!machine_from_json(definition, {}));
}
