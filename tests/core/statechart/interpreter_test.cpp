#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

TEST_CASE("interpreter: a transition to its own source without reenter stays inside it") {
    Walk walk(definition_of(R"({'id':'m','initial':'a','states':{'a':{'entry':['in'],'exit':['out'],
        'on':{'stay':{'target':'a','actions':['t']},'again':{'target':'a','reenter':true}}}}})"));

    CHECK(walk.send("stay").did() == "t");
    CHECK(walk.send("again").did() == "out in");
}

TEST_CASE("interpreter: a parallel state may be the common ancestor and is then not left") {
    Walk walk(definition_of(
        R"({'id':'m','initial':'p','states':{'p':{'type':'parallel','exit':['-p'],'states':{
        'l':{'id':'l','entry':['+l'],'on':{'go':'#r'}},'r':{'id':'r','entry':['+r'],'exit':['-r']}}}}})"
    ));

    CHECK(walk.send("go").did() == "-r +l +r");
}

TEST_CASE("interpreter: an ancestor takes an event only when no region below it does") {
    Walk walk(definition_of(
        R"({'id':'m','type':'parallel','on':{'e':{'actions':['root']},'f':{'actions':['root']}},
        'states':{'a':{'on':{'e':{'actions':['a']}}},'b':{}}})"
    ));

    CHECK(walk.send("e").did() == "a");
    CHECK(walk.send("f").did() == "root");
}

TEST_CASE("interpreter: the most specific descriptor is asked first, and {} forbids") {
    Walk walk(definition_of(
        R"({'id':'m','initial':'s','on':{'x.y':{'actions':['outer']}},'states':{'s':{'on':{
        '*':{'actions':['any']},'x.*':{'actions':['some']},'x.y.z':{'actions':['exact']},'x.y':{}}}}})"
    ));

    CHECK(walk.send("x.y.z").did() == "exact");
    CHECK(walk.send("x").did() == "some");
    CHECK(walk.send("q").did() == "any");
    CHECK(walk.send("x.y").did().empty());
    CHECK(walk.last().selected.empty());
}

TEST_CASE("interpreter: eventless selection stops after a step that changed nothing") {
    Walk walk(
        definition_of(R"({'id':'m','initial':'s','states':{'s':{'always':{'actions':['ping']}}}})")
    );

    CHECK(walk.did() == "ping");
}

TEST_CASE("interpreter: history brings back what was active, shallow or deep") {
    const std::string machine = R"({'id':'m','initial':'a','states':{
        'a':{'initial':'b','states':{'b':{'initial':'c','states':{'c':{'on':{'next':'d'}},'d':{}}},
            'h':{'type':'history','history':'%'}},'on':{'out':'o'}},
        'o':{'on':{'back':'#m.a.h'}}}})";
    const auto with = [&](const std::string& kind) {
        std::string text = machine;
        return Walk(definition_of(text.replace(text.find('%'), 1, kind)));
    };

    CHECK(with("deep").send("next").send("out").send("back").where() == "m.a.b.d");
    CHECK(with("shallow").send("next").send("out").send("back").where() == "m.a.b.c");
}

TEST_CASE("interpreter: a finished region tells its parent, and the top level ends the machine") {
    Walk walk(definition_of(R"({'id':'m','initial':'p','states':{
        'p':{'type':'parallel','states':{
            'a':{'initial':'x','states':{'x':{'on':{'a':'y'}},'y':{'type':'final'}}},
            'b':{'initial':'x','states':{'x':{'on':{'b':'y'}},'y':{'type':'final'}}}},
            'onDone':'end'},
        'end':{'type':'final','exit':['bye']}}})"));

    CHECK(walk.send("a").where() == "m.p.a.y m.p.b.x");
    CHECK(walk.send("b").where() == "m.end");
    CHECK(walk.did() == "bye");
    CHECK(walk.state().done);
    CHECK(walk.send("a").last().all_taken.empty());
}

TEST_CASE("interpreter: an `after` is armed on entry, disarmed on exit, and fires once") {
    Walk walk(definition_of(R"({'id':'m','initial':'a','states':{
        'a':{'after':{'1000':{'target':'late','actions':['ring']}},'on':{'go':'b'}},
        'b':{'on':{'back':'a'}},'late':{}}})"));

    REQUIRE(walk.state().timers.size() == 1);
    CHECK(walk.state().timers[0].id == "xstate.after.1000.m.a");
    CHECK(walk.state().timers[0].due == kMonday + std::chrono::seconds(1));
    CHECK(walk.send("go").state().timers.empty());
    CHECK(walk.send("back").fire("xstate.after.1000.m.a").where() == "m.late");
    CHECK(walk.state().timers.empty());
}

TEST_CASE("interpreter: a delay by name asks the environment, also after more than 24.8 days") {
    const Definition definition = definition_of(
        "{'id':'m','initial':'a','context':{'from':1},'states':{'a':{'after':{'statutory':'b'}},'b'"
        ":{}}}"
    );
    Environment environment = at(kMonday);
    environment.due_of = [](std::string_view name, const auto& context, clarion::core::Instant now
                         ) {
        CHECK(name == "statutory");
        CHECK(context.contains("from"));
        return now + std::chrono::days(28);
    };

    const auto begun = start(definition, {}, environment);

    REQUIRE(begun);
    CHECK(begun->after.timers.front().due == kMonday + std::chrono::days(28));
}

TEST_CASE("interpreter: a name armed again leaves the first timer running without its name") {
    Walk walk(definition_of(R"({'id':'m','on':{
        'arm':{'actions':[{'type':'xstate.raise','params':{'event':'ping','delay':5,'id':'t'}}]},
        'stop':{'actions':[{'type':'xstate.cancel','params':{'sendId':'t'}}]},'ping':{'actions':['pong']}}})"
    ));

    walk.send("arm").send("arm");
    REQUIRE(walk.state().timers.size() == 2);
    CHECK(walk.state().timers[0].id == "t~0");
    walk.send("stop");
    REQUIRE(walk.state().timers.size() == 1);
    CHECK(walk.fire("t~0").did() == "pong");
}

TEST_CASE("interpreter: raised events come before those sent to itself") {
    Walk walk(definition_of(R"({'id':'m','on':{'go':{'actions':[
        {'type':'xstate.sendSelf','params':{'event':'later'}},{'type':'xstate.raise','params':{'event':'soon'}}]},
        'soon':{'actions':['soon']},'later':{'actions':['later']}}})"));

    CHECK(walk.send("go").did() == "soon later");
}

TEST_CASE("interpreter: too many microsteps are a fault that changes nothing") {
    const Definition definition =
        definition_of(R"({'id':'m','on':{'go':{'actions':[{'type':'xstate.raise',
        'params':{'event':'go'}}]}}})");
    const auto begun = start(definition, {}, at(kMonday));
    REQUIRE(begun);

    const auto after = step(definition, begun->after, {.type = "go", .data = {}}, at(kMonday));

    REQUIRE(!after);
    CHECK(after.error().reason == "more than 100 microsteps");
}

TEST_CASE("interpreter: exactly as many microsteps as allowed pass") {
    const std::string machine = R"({'id':'m','context':{'n':0},'on':{'go':{'guard':{'type':'logic',
        'params':{'<':[{'var':'n'},100]}},'actions':[{'type':'xstate.assign','params':{'n':{'+':[{'var':'n'},1]}}},
        {'type':'xstate.raise','params':{'event':'go'}}]}}})";
    Walk walk(definition_of(machine));

    CHECK(walk.send("go").context() == R"({"n":100})");
}

TEST_CASE("interpreter: an expression beyond its limits is a fault, whatever `not` makes of it") {
    const Definition definition =
        definition_of(R"({'id':'m','context':{'l':[1,1,1,1,1,1,1,1,1,1]},'on':{'go':{'guard':
        {'type':'xstate.not','params':{'guard':{'type':'logic',
        'params':{'map':[{'var':'l'},{'var':''}]}}}},'actions':['x']},
        'slow':{'guard':{'type':'xstate.not','params':{'guard':{'type':'logic','params':{'reduce':[
        {'merge':[{'var':'l'},{'var':'l'},{'var':'l'},{'var':'l'}]},
        {'merge':[{'var':'accumulator'},{'var':'accumulator'}]},{'var':'l'}]}}}},'actions':['x']}}})"
        );
    const auto begun = start(definition, {}, at(kMonday));
    REQUIRE(begun);

    const Event slow{.type = "slow", .data = {}};
    CHECK(!step(definition, begun->after, slow, at(kMonday)));
    CHECK(select(definition, begun->after, slow, at(kMonday)).empty());
    CHECK(step(definition, begun->after, {.type = "go", .data = {}}, at(kMonday)));
}

TEST_CASE("interpreter: states that would not fit together are a fault in a workflow") {
    // The parallel state's own history has no target, and its default is the parallel state itself.
    const Definition definition =
        definition_of(R"({'id':'m','initial':'c','states':{'c':{'initial':'p','states':{
        'p':{'type':'parallel','states':{'a':{'on':{'e':'h'}},'b':{},'h':{'type':'history'}}}}}}})"
        );
    const auto begun = start(definition, {}, at(kMonday));
    REQUIRE(begun);

    const auto after = step(definition, begun->after, {.type = "e", .data = {}}, at(kMonday));

    REQUIRE(!after);
    CHECK(after.error().reason == "the states this leads to do not fit together");
}

TEST_CASE("interpreter: what is offered respects what is forbidden further inside") {
    const Definition definition =
        definition_of(R"({'id':'m','initial':'s','on':{'a':{'actions':['x']},'b':{'actions':['x']},
        'c':{'actions':['x']}},'states':{'s':{'on':{
        'a':{},'b':{'guard':'mine','actions':['y']},'*':{'guard':'mine'}}}}})");
    const auto begun = start(definition, {}, at(kMonday));
    REQUIRE(begun);

    CHECK(offered(definition, begun->after, "a").empty());
    CHECK(offered(definition, begun->after, "b").size() == 2);
    CHECK(offered(definition, begun->after, "c").size() == 1);
    CHECK(offered(definition, begun->after, "*").empty());
}

TEST_CASE("interpreter: the start overlays the definition's context") {
    const Definition definition = definition_of("{'context':{'a':1,'b':2}}");

    const auto begun = start(definition, quick("{'b':3,'c':4}").as_object(), at(kMonday));

    REQUIRE(begun);
    CHECK(boost::json::serialize(begun->after.context.as_object()) == R"({"a":1,"b":3,"c":4})");
}

TEST_CASE("interpreter: firing a timer that is not armed is a fault") {
    const Definition definition = definition_of("{}");
    const auto begun = start(definition, {}, at(kMonday));
    REQUIRE(begun);
    CHECK(!fire(definition, begun->after, "none", at(kMonday)));
}
