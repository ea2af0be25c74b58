#include "engine/core/statechart/plot.hpp"

#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

TEST_CASE("plot: clusters, titles and classes") {
    const Definition definition =
        definition_of(R"({'id':'m','initial':'open','meta':{'title':'A \"route\"'},'states':{
        'open':{'initial':'first_look','states':{'first_look':{
            'on':{'go':{'target':'#m.done','meta':{'title':'Go on'}}}}}},
        'done':{'type':'final'}}})");

    const std::string dot =
        to_dot(definition, {.highlight = {"m.open.first_look"}, .visited = {"m.open"}});

    const auto has = [&](const std::string& part) { return dot.find(part) != std::string::npos; };
    CHECK(has("digraph \"m\" {\nlabel=\"A \\\"route\\\"\""));
    CHECK(has("subgraph cluster_s1 {\nlabel=\"Open\"; tooltip=\"Open\"; class=\"done\""));
    CHECK(
        has("s2 [label=\"First look\", tooltip=\"First look\", id=\"state-m.open.first_look\", "
            "class=\"current\"]")
    );
    CHECK(has("class=\"possible\", peripheries=2"));
    CHECK(has("s2 -> s3 [label=\"Go on\"]"));
    CHECK(dot == to_dot(definition, {.highlight = {"m.open.first_look"}, .visited = {"m.open"}}));
}

TEST_CASE("plot: how many cases are in a state stands beside its name") {
    const Definition definition =
        definition_of("{'id':'m','initial':'a','states':{'a':{},'b':{}}}");

    const std::string dot = to_dot(definition, {.counts = {{"m.a", 12}, {"elsewhere", 3}}});

    CHECK(dot.find("label=\"A: 12\"") != std::string::npos);
    CHECK(dot.find("label=\"B\"") != std::string::npos);
    CHECK(dot.find("elsewhere") == std::string::npos);
}

TEST_CASE("plot: guarded alternatives of one action are one label") {
    const Definition definition =
        definition_of(R"({'id':'m','initial':'a','states':{'a':{'on':{'go':[
        {'target':'b','guard':'one'},{'target':'b','guard':'two'}]}},'b':{}}})");

    const std::string dot = to_dot(definition, {});

    CHECK(dot.find("[label=\"Go [if]\"]") != std::string::npos);
}
