#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;
namespace json = clarion::core::json;

namespace {

Walk with_action(const std::string& action, const std::string& context = "{}") {
    return Walk(definition_of(
        "{'id':'m','context':" + context + ",'on':{'go':{'actions':[" + action + "]}}}"
    ));
}

bool quorum(const std::string& params, const std::string& context) {
    const Definition definition = definition_of(
        "{'context':" + context + ",'on':{'go':{'guard':{'type':'quorum','params':" + params +
        "},'actions':['x']}}}"
    );
    const auto begun = start(definition, {}, at(kMonday));
    return !select(definition, begun->after, {.type = "go", .data = {}}, at(kMonday)).empty();
}

}  // namespace

TEST_CASE("record: keeps the form with who and when, and no field passes for either") {
    Walk walk = with_action("{'type':'record','params':{'as':'decision.approval'}}");

    walk.send("go", "{'disclose':true,'by':'somebody else'}");

    CHECK(
        walk.context() ==
        R"({"decision":{"approval":{"disclose":true,"by":"ann","at":"2026-11-23T00:00:00.000Z"}}})"
    );
}

TEST_CASE("record: append pushes to a list, fields keeps only those named") {
    Walk walk =
        with_action("{'type':'record','params':{'as':'notes','append':true,'fields':['text']}}");

    walk.send("go", "{'text':'one','other':1}").send("go", "{'text':'two'}");

    CHECK(
        walk.context() == R"({"notes":[{"text":"one","by":"ann","at":"2026-11-23T00:00:00.000Z"},)"
                          R"({"text":"two","by":"ann","at":"2026-11-23T00:00:00.000Z"}]})"
    );
}

TEST_CASE("record: a bounded list counts what says the same, and keeps the first and the newest") {
    Walk walk = with_action(
        "{'type':'record','params':{'as':'notes','append':true,'at_most':3,'fields':['text']}}"
    );

    for (const char* text : {"one", "two", "two", "three", "one", "four", "five"})
        walk.send("go", std::string("{'text':'") + text + "'}");

    const std::string rest = R"(,"by":"ann","at":"2026-11-23T00:00:00.000Z")";
    CHECK(
        walk.context() == R"({"notes":[{"text":"one")" + rest +
                              R"(,"times":2,"last_at":"2026-11-23T00:00:00.000Z","left_out":2},)"
                              R"({"text":"four")" +
                              rest + R"(},{"text":"five")" + rest + "}]}"
    );
}

TEST_CASE("assign: every term sees the context as it was before") {
    Walk walk = with_action(
        "{'type':'xstate.assign','params':{'a':{'var':'b'},'b':{'var':'a'}}}", "{'a':1,'b':2}"
    );

    CHECK(walk.send("go").context() == R"({"a":2,"b":1})");
}

TEST_CASE("assign: sees event, actor and now") {
    Walk walk = with_action(
        "{'type':'xstate.assign','params':{'t':{'var':'event.type'},'f':{'var':'event.f'},'a':{'"
        "var':'actor'},"
        "'n':{'var':'now'}}}"
    );

    CHECK(
        walk.send("go", "{'f':7}").context() ==
        R"({"t":"go","f":7,"a":"ann","n":"2026-11-23T00:00:00.000Z"})"
    );
}

TEST_CASE("if: the first branch that holds runs, one without logic always does") {
    Walk walk = with_action(
        "{'type':'if','params':{'branches':[{'logic':{'==':[{'var':'event.n'},1]},'actions':['one']"
        "},"
        "{'logic':{'==':[{'var':'event.n'},2]},'actions':['two',{'type':'shout','params':{'how':'"
        "loud'}}]},"
        "{'actions':['other']}]}}"
    );

    CHECK(walk.send("go", "{'n':1}").did() == "one");
    CHECK(walk.send("go", "{'n':2}").did() == "two shout");
    CHECK(boost::json::serialize(walk.last().actions[1].params) == R"({"how":"loud"})");
    CHECK(walk.send("go", "{'n':3}").did() == "other");
}

TEST_CASE("quorum: counts distinct members among the answers") {
    const std::string all = "{'answers':'got','of':'context.asked','field':'agency'}";
    const std::string asked = "'asked':['police','health','probation']";

    CHECK(!quorum(all, "{'got':[{'agency':'police'},{'agency':'health'}]," + asked + "}"));
    CHECK(!quorum(
        all, "{'got':[{'agency':'police'},{'agency':'police'},{'agency':'stranger'}]," + asked + "}"
    ));
    CHECK(quorum(
        all,
        "{'got':[{'agency':'police'},{'agency':'health'},{'agency':'probation'}]," + asked + "}"
    ));
    CHECK(quorum(
        "{'answers':'got','of':'asked','at_least':2}",
        "{'got':{'police':1,'health':1}," + asked + "}"
    ));
    CHECK(!quorum(
        "{'answers':'got','of':'asked','at_least':3}",
        "{'got':{'police':1,'health':1}," + asked + "}"
    ));
}

TEST_CASE("quorum: nobody asked is nobody agreed") {
    CHECK(!quorum("{'answers':'got','of':'asked'}", "{'got':[],'asked':[]}"));
    CHECK(!quorum("{'answers':'got','of':'asked'}", "{}"));
}

TEST_CASE("quorum: only the answers that `where` wants count") {
    const std::string found =
        "{'answers':'got','of':'asked','field':'system','where':{'==':[{'var':'outcome'},'found']}"
        "}";

    CHECK(quorum(found, "{'asked':['a'],'got':[{'system':'a','outcome':'found'}]}"));
    CHECK(!quorum(found, "{'asked':['a'],'got':[{'system':'a','outcome':'down'}]}"));
}

TEST_CASE("quorum: an answer older than `within` counts no more, and one without a time never did"
) {
    const Definition definition = definition_of(
        "{'context':{'asked':['a']},'on':{'go':{'guard':{'type':'quorum','params':{'answers':'got',"
        "'of':'asked','field':'system','within':'day'}},'actions':['x']}}}"
    );
    Environment monday = at(kMonday);
    monday.due_of = [](std::string_view, const Context&, clarion::core::Instant from) {
        return from + std::chrono::hours(24);
    };
    const auto goes = [&](const json::object& answer) {
        json::object context;
        context["got"] = json::array{answer};
        const auto begun = start(definition, context, monday);
        return !select(definition, begun->after, {.type = "go", .data = {}}, monday).empty();
    };
    using clarion::core::to_rfc3339;

    CHECK(goes({{"system", "a"}, {"at", to_rfc3339(monday.now - std::chrono::hours(23))}}));
    CHECK(!goes({{"system", "a"}, {"at", to_rfc3339(monday.now - std::chrono::hours(24))}}));
    CHECK(!goes({{"system", "a"}}));
}

TEST_CASE("quorum: the answers may lie in the form") {
    const Definition definition = definition_of(
        "{'context':{'needed':['a']},'on':{'go':{'guard':{'type':'quorum','params':"
        "{'answers':'event.chosen','of':'needed'}},'actions':['x']}}}"
    );
    const auto begun = start(definition, {}, at(kMonday));
    const auto goes = [&](const json::object& form) {
        return !select(definition, begun->after, {.type = "go", .data = form}, at(kMonday)).empty();
    };

    CHECK(goes({{"chosen", json::array{"b", "a"}}}));
    CHECK(!goes({{"chosen", json::array{"b"}}}));
}

TEST_CASE("quorum: an answer given before `since` does not count; without an instant there all do"
) {
    const Definition definition = definition_of(
        "{'context':{'asked':['a']},'on':{'go':{'guard':{'type':'quorum','params':{'answers':'got',"
        "'of':'asked','field':'system','since':'began'}},'actions':['x']}}}"
    );
    const auto goes = [&](const json::value& began) {
        json::object context;
        context["got"] = json::array{json::object{{"system", "a"}, {"at", "2026-11-20T10:00:00Z"}}};
        context["began"] = began;
        const auto begun = start(definition, context, at(kMonday));
        return !select(definition, begun->after, {.type = "go", .data = {}}, at(kMonday)).empty();
    };

    CHECK(goes(nullptr));
    CHECK(goes("2026-11-20T10:00:00Z"));
    CHECK(!goes("2026-11-20T10:00:01Z"));
    CHECK(!goes("no instant"));
}
