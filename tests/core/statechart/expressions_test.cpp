#include "engine/core/statechart/expressions.hpp"

#include "engine/core/statechart/javascript.hpp"
#include "tests/core/statechart/chart.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core::statechart;

namespace {

std::string answer(const std::string& term, const std::string& data = "null") {
    const auto result = evaluate_over(quick(term), quick(data));
    return result ? boost::json::serialize(*result) : "no answer";
}

}  // namespace

TEST_CASE("expressions: truthiness is JsonLogic's") {
    CHECK(answer("{'!!':[[]]}") == "false");
    CHECK(answer("{'!!':['0']}") == "true");
    CHECK(answer("{'!!':['']}") == "false");
    CHECK(answer("{'!!':[0]}") == "false");
    CHECK(answer("{'!':[null]}") == "true");
    CHECK(answer("{'!!':{'var':''}}", "{}") == "true");
}

TEST_CASE("expressions: equality and order are JavaScript's") {
    CHECK(answer("{'==':[1,'1']}") == "true");
    CHECK(answer("{'===':[1,'1']}") == "false");
    CHECK(answer("{'==':[null,0]}") == "false");
    CHECK(answer("{'==':[true,'1']}") == "true");
    CHECK(answer("{'<':['b','a']}") == "false");
    CHECK(answer("{'<':['10','9']}") == "true");
    CHECK(answer("{'<':[10,'9']}") == "false");
    CHECK(answer("{'<':[1,2,3]}") == "true");
    CHECK(answer("{'<=':[1,3,2]}") == "false");
    CHECK(answer("{'>':[null,-1]}") == "true");
    CHECK(answer("{'<':[{'var':'s'},5]}", "{'s':'five'}") == "false");
}

TEST_CASE("expressions: numbers") {
    CHECK(answer("{'+':['3.5px',1]}") == "4.5E0");
    CHECK(answer("{'+':[]}") == "0");
    CHECK(answer("{'-':[5]}") == "-5");
    CHECK(answer("{'*':[]}") == "null");
    CHECK(answer("{'/':[1,0]}") == "null");
    CHECK(answer("{'%':[-7,3]}") == "-1");
    CHECK(answer("{'max':[1,'3',2]}") == "3");
    CHECK(answer("{'min':[]}") == "null");
}

TEST_CASE("expressions: text counts in UTF-16 units and is never broken UTF-8") {
    CHECK(answer("{'substr':['jsonlogic',-5,-2]}") == R"("log")");
    CHECK(answer("{'var':'s.length'}", "{'s':'é😀'}") == "3");
    CHECK(answer("{'substr':['😀x',0,1]}") == "\"\xEF\xBF\xBD\"");
    CHECK(answer("{'cat':['a',null,1.5,[1,null,2],true]}") == R"("a1.51,,2true")");
    CHECK(answer("{'in':['pp','apple']}") == "true");
    CHECK(answer("{'in':[2,[1,2]]}") == "true");
}

TEST_CASE("expressions: var reads paths, defaults, list places and lengths") {
    const std::string data = "{'a':{'b':[{'c':7}]},'n':null,'z':0}";
    CHECK(answer("{'var':'a.b.0.c'}", data) == "7");
    CHECK(answer("{'var':['a.x.y','none']}", data) == R"("none")");
    CHECK(answer("{'var':['n','none']}", data) == "null");
    CHECK(answer("{'var':['z','none']}", data) == "0");
    CHECK(answer("{'var':'a.b.length'}", data) == "1");
    CHECK(answer("{'var':1}", "[5,6]") == "6");
    CHECK(answer("{'missing':['a','n','q']}", data) == R"(["n","q"])");
    CHECK(answer("{'missing_some':[1,['a','q']]}", data) == "[]");
    CHECK(answer("{'missing_some':[2,['a','q']]}", data) == R"(["q"])");
}

TEST_CASE("expressions: lists") {
    CHECK(answer("{'map':[[1,2],{'*':[{'var':''},2]}]}") == "[2,4]");
    CHECK(answer("{'filter':[[1,2,3],{'%':[{'var':''},2]}]}") == "[1,3]");
    CHECK(answer("{'reduce':[[1,2,3],{'+':[{'var':'current'},{'var':'accumulator'}]},0]}") == "6");
    CHECK(answer("{'all':[[],true]}") == "false");
    CHECK(answer("{'none':[[],true]}") == "true");
    CHECK(answer("{'some':[[1],{'==':[{'var':''},1]}]}") == "true");
    CHECK(answer("{'merge':[1,[2,3]]}") == "[1,2,3]");
    CHECK(answer("{'reduce':[{'map':[[1,2],[{'var':''}]]},{'var':'current'},null]}") == "[2]");
}

TEST_CASE("expressions: branches are lazy") {
    CHECK(answer("{'if':[false,1,true,2,3]}") == "2");
    CHECK(answer("{'?:':[false,1]}") == "null");
    CHECK(answer("{'and':[1,'',2]}") == R"("")");
    CHECK(answer("{'or':[0,'x',2]}") == R"("x")");
    CHECK(answer("{'log':'x'}") == R"("x")");
}

TEST_CASE("expressions: an object that is no operation stands for itself") {
    CHECK(answer("{'a':1,'b':{'+':[1,1]}}") == R"({"a":1,"b":{"+":[1,1]}})");
    CHECK(answer("{}") == "{}");
}

TEST_CASE("expressions: depth and work are bounded") {
    std::string deep = "1";
    for (int depth = 0; depth < 110; ++depth)
        deep = R"({"!":)" + deep + "}";
    boost::json::parse_options options;
    options.max_depth = 400;
    const auto term = boost::json::parse(deep, {}, options);

    CHECK(!evaluate_over(term, nullptr));
    CHECK(check_expression(term, "/x").size() == 1);

    std::string growing = "{'merge':[{'var':'accumulator'},{'var':'accumulator'}]}";
    CHECK(
        answer(
            "{'reduce':[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]," + growing + ",[1]]}"
        ) == "no answer"
    );
    growing = "{'cat':[{'var':'accumulator'},{'var':'accumulator'}]}";
    std::string many = "1";
    for (int index = 0; index < 60; ++index)
        many += ",1";
    CHECK(answer("{'reduce':[[" + many + "]," + growing + ",'aaaaaaaa']}") == "no answer");
}

TEST_CASE("expressions: unknown operations are found wherever they are evaluated") {
    const auto problems = check_expression(
        quick("{'if':[{'launch':1},[{'+':[{'method':2}]}],{'a':1,'b':{'x':1}}]}"), "/g"
    );

    REQUIRE(problems.size() == 2);
    CHECK(problems[0].pointer == "/g/0");
    CHECK(problems[1].pointer == "/g/1/0/0");
}

TEST_CASE("expressions: reserved names stand beside the context's keys") {
    const Context context(quick("{'n':4,'o':{'p':1}}").as_object());
    const auto fields = quick("{'type':'lie','f':2}").as_object();
    const boost::json::value actor = "ann";
    const Scope scope{context, "go", fields, actor, kMonday};

    CHECK(evaluate(quick("{'var':'n'}"), scope) == 4);
    CHECK(evaluate(quick("{'var':'context.o.p'}"), scope) == 1);
    CHECK(evaluate(quick("{'var':'event.type'}"), scope) == "go");
    CHECK(evaluate(quick("{'var':'event'}"), scope) == quick("{'type':'go','f':2}"));
    CHECK(evaluate(quick("{'var':'now'}"), scope) == "2026-11-23T00:00:00.000Z");
    CHECK(evaluate(quick("{'map':[[1],{'var':'n'}]}"), scope) == quick("[null]"));
}

TEST_CASE("expressions: working days since, by the calendar and the local days of the place") {
    const Context context(quick("{'begun':'2026-12-24T23:30:00Z'}").as_object());
    const boost::json::object fields;
    const boost::json::value actor;
    const clarion::core::Instant now = clarion::test::at("2027-01-04T09:00:00Z");
    const clarion::core::Calendar calendar{
        .id = "c",
        .holidays = {
            std::chrono::local_days(std::chrono::year(2026) / 12 / 25),
            std::chrono::local_days(std::chrono::year(2026) / 12 / 28),
            std::chrono::local_days(std::chrono::year(2027) / 1 / 1)}};
    Scope scope{context, "go", fields, actor, now};
    const auto counted = [&](const std::string& term) { return evaluate(quick(term), scope); };

    // Without a calendar: Monday to Friday.
    CHECK(counted("{'working_days_since':[{'var':'begun'}]}") == 7);
    scope.calendar = &calendar;
    scope.zone = &clarion::test::london();
    CHECK(counted("{'working_days_since':[{'var':'begun'}]}") == 4);
    CHECK(counted("{'working_days_since':['2026-12-31','2027-01-05']}") == 2);
    CHECK(counted("{'working_days_since':['2027-01-05','2026-12-31']}") == 0);
    CHECK(counted("{'map':[['2027-01-01'],{'working_days_since':[{'var':''}]}]}") == quick("[1]"));
    // 23:30 of the day before, by UTC, in summer.
    CHECK(counted("{'working_days_since':['2026-07-30T23:30:00Z','2026-07-31']}") == 0);
    CHECK(counted("{'working_days_since':['soon']}") == nullptr);
    CHECK(counted("{'working_days_since':[]}") == nullptr);
    CHECK(counted("{'working_days_since':[7,'2027-01-05']}") == nullptr);
    CHECK(evaluate_over(quick("{'working_days_since':['2027-01-01']}"), nullptr) == nullptr);
    CHECK(check_expression(quick("{'working_days_since':['2027-01-01']}"), "/g").empty());
}

TEST_CASE("expressions: a workflow sees its profile, a case file has the word for its own") {
    const Context context(quick("{'grade':'high','profile':{'high':'mine'}}").as_object());
    const auto profile = quick("{'high':'supervisor'}").as_object();
    const boost::json::object fields;
    const boost::json::value actor = "ann";
    const auto looked_up = quick("{'var':{'cat':['profile.',{'var':'grade'}]}}");

    const Scope published{context, "go", fields, actor, kMonday, &profile};
    const Scope case_file{context, "go", fields, actor, kMonday};

    CHECK(evaluate(looked_up, published) == "supervisor");
    CHECK(evaluate(quick("{'var':'profile'}"), published) == boost::json::value(profile));
    CHECK(evaluate(looked_up, case_file) == "mine");
}

TEST_CASE("javascript: numbers are written as JavaScript writes them") {
    using javascript::number_to_text;
    CHECK(number_to_text(1e21) == "1e+21");
    CHECK(number_to_text(123456789012345680000.0) == "123456789012345680000");
    CHECK(number_to_text(1e-7) == "1e-7");
    CHECK(number_to_text(0.000001) == "0.000001");
    CHECK(number_to_text(-1.25e-9) == "-1.25e-9");
    CHECK(number_to_text(100) == "100");
    CHECK(number_to_text(-0.0) == "0");
}
