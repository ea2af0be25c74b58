#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

TEST_CASE("reader: keeps document order and gives ids as XState does") {
    const Definition read = definition_of(R"({'id':'m','initial':'b','states':{
        'b':{'initial':'x','states':{'x':{},'w':{'id':'own'}}},'a':{'type':'final'}}})");

    std::string ids;
    for (const auto& state : read.states)
        ids += state.id + " ";
    CHECK(ids == "m m.b m.b.x own m.a ");
    CHECK(read.at(1).last_descendant == 3);
    CHECK(read.is_descendant(3, 1));
    CHECK(!read.is_descendant(4, 1));
}

TEST_CASE("reader: tells everything that is wrong at once, each with its pointer") {
    const std::string problems = problems_of(R"({'id':'m','initial':'nowhere','invoke':{},'states':{
        '1':{},'a':{'on':{'go':{'target':'#no','gaurd':'x'}},'type':'odd'},'b':{'states':{'c':{}}}}})"
    );

    CHECK(problems.find("/invoke: \"invoke\" starts other machines") != std::string::npos);
    CHECK(problems.find("/states/1: a state's key cannot be a whole number") != std::string::npos);
    CHECK(
        problems.find("/states/a/on/go/target: no state is meant by \"#no\"") != std::string::npos
    );
    CHECK(
        problems.find("/states/a/on/go/gaurd: \"gaurd\" is not a known key") != std::string::npos
    );
    CHECK(problems.find("/states/a/type: \"type\" is") != std::string::npos);
    CHECK(problems.find("/states/b: \"initial\" is missing") != std::string::npos);
    CHECK(problems.find("/initial: no state inside has the key \"nowhere\"") != std::string::npos);
}

TEST_CASE("reader: refuses what each part may not hold") {
    struct Row {
        std::string text;
        std::string expected;
    };
    const Row rows[] = {
        {"[]", ": a definition is a JSON object"},
        {"{'states':[]}", "/states: \"states\" must be an object"},
        {"{'context':{'now':1}}", "/context/now: expressions keep"},
        {"{'initial':'a','states':{'a':{'id':'x'},'b':{'id':'x'}}}",
         "/states/b: the id \"x\" is taken"},
        {"{'initial':'a','states':{'a':{'type':'history','history':'long'}}}",
         "/states/a/history: \"history\" is"},
        {"{'initial':'h','states':{'h':{'type':'history'}}}",
         "/initial: a history state without a target"},
        {"{'initial':'a','states':{'a':{'type':'final','on':{}}}}",
         "/states/a/on: \"on\" is not a known key"},
        {"{'on':{'a.*.b':{}}}", "/on/a.*.b: an event is"},
        {"{'on':{'e':7}}", "/on/e: a transition is"},
        {"{'on':{'e':'x'}}", "/on/e: the machine itself has no siblings"},
        {"{'on':{'e':{'reenter':1}}}", "/on/e/reenter: \"reenter\" is true or false"},
        {"{'on':{'e':{'guard':5}}}", "/on/e/guard: a guard is a name"},
        {"{'on':{'e':{'guard':{'type':'logic','params':{'exec':1}}}}}",
         "JsonLogic has no operation \"exec\""},
        {"{'on':{'e':{'guard':{'type':'xstate.stateIn','params':{'state':'#q'}}}}}",
         "xstate.stateIn asks for"},
        {"{'on':{'e':{'actions':[{'type':'xstate.spawnChild'}]}}}", "not among XState's actions"},
        {"{'on':{'e':{'actions':{'type':'xstate.raise','params':{}}}}}",
         "/on/e/actions/params/event: an event is"},
        {"{'on':{'e':{'actions':{'type':'xstate.assign','params':{'event':1}}}}}",
         "no action can assign to event"},
        {"{'on':{'e':{'actions':{'type':'record','params':{'as':'a..b'}}}}}", "\"as\" is a path"},
        {"{'on':{'e':{'actions':{'type':'record','params':{'as':'now.b'}}}}}", "\"as\" is a path"},
        {"{'on':{'e':{'guard':{'type':'quorum','params':{'answers':'a'}}}}}",
         "quorum needs the path"},
        {"{'after':{'-1':{}}}", "/after/-1: a delay is"},
        {"{'onDone':{}}", "/onDone: only a state with states inside"},
        {"{'type':'parallel','initial':'a','states':{'a':{}}}",
         "/initial: only a state that is in one"},
        {"{'type':'parallel'}", ": a parallel state needs states"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const std::string problems = problems_of(row.text);
        CHECK_MESSAGE(problems.find(row.expected) != std::string::npos, problems);
    }
}

TEST_CASE("reader: targets that cannot be active together are refused") {
    const std::string machine = R"({'type':'parallel','on':{'e':{'target':[%]}},'states':{
        'p':{'initial':'a','states':{'a':{'id':'a'},'b':{'id':'b'}}},'q':{'initial':'c','states':{'c':{'id':'c'}}}}})";
    const auto with = [&](const std::string& targets) {
        std::string text = machine;
        return problems_of(text.replace(text.find('%'), 1, targets));
    };

    CHECK(with("'#a','#c'").empty());
    CHECK(with("'#a','#b'").find("cannot be active together") != std::string::npos);
    CHECK(with("'#a','#a'").find("cannot be active together") != std::string::npos);
}

TEST_CASE("reader: dialects differ in delays and named guards alone") {
    const std::string named_delay = "{'after':{'case_limit':{}}}";
    const std::string named_guard = "{'on':{'e':{'guard':'yes'}}}";
    const std::string other_guard = "{'on':{'e':{'guard':'mine'}}}";

    CHECK(problems_of(named_delay, Dialect::published).empty());
    CHECK(
        problems_of(named_delay, Dialect::case_file).find("a delay is a number") !=
        std::string::npos
    );
    CHECK(problems_of(named_guard, Dialect::case_file).empty());
    CHECK(problems_of(other_guard, Dialect::published).empty());
    CHECK(
        problems_of(other_guard, Dialect::case_file).find("there is no guard \"mine\"") !=
        std::string::npos
    );
}

TEST_CASE("reader: a target finds its state as XState writes it") {
    const Definition read = definition_of(R"({'id':'m','initial':'a','states':{
        'a':{'initial':'x','states':{'x':{},'y':{}},
            'on':{'child':'.y','self':'a','path':'a.y','id':'#m.b','list':['b']}},
        'b':{}}})");

    std::string targets;
    for (const auto& transition : read.at(1).on)
        targets += read.at(transition.targets.front()).id + " ";
    CHECK(targets == "m.a.y m.a m.a.y m.b m.b ");
}

TEST_CASE("reader: states nested beyond the limit are refused") {
    std::string text = "{}";
    for (int depth = 0; depth < 66; ++depth)
        text = "{'initial':'s','states':{'s':" + text + "}}";
    boost::json::parse_options deep;
    deep.max_depth = 400;
    for (char& character : text)
        character = character == '\'' ? '"' : character;

    const auto read = read_definition(boost::json::parse(text, {}, deep), Dialect::published);

    REQUIRE(!read);
    CHECK(read.error().front().reason == "states are nested too deeply");
}
