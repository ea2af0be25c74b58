#include "engine/core/statechart/lint.hpp"

#include "tests/core/statechart/chart.hpp"

using namespace clarion::core::statechart;

namespace {

const LintCatalogue kHouse{
    .forms =
        {{"triage", {.fields = {"grade", "grade.level", "on"}}},
         {"second-look", {.needs = {"differs_from"}, .needs_once = {"shows"}}},
         {"request", {.fields = {"danger_now"}}}},
    .roles = {"officer"},
    .delays = {"case_limit"},
    .ladders = {"daily"},
    .effects = {"notify"},
    .meta_keys = {},
    .given = {"request", "days", "answer"},
    .profile = {{"policy", {{"forum", {{"meets", true}}}, {"agencies", {"probation"}}}}}};

std::string found(const std::string& text, Severity severity = Severity::error) {
    std::string all;
    for (const auto& problem : lint(definition_of(text), kHouse)) {
        if (problem.severity == severity) all += problem.pointer + ": " + problem.reason + "\n";
    }
    return all;
}

// Two states that lead to one another, with something more on the first.
std::string with(const std::string& more) {
    return "{'id':'m','initial':'a','states':{'a':{'on':{'go':'b'" + more +
           "}},'b':{'on':{'back':'a'}}}}";
}

bool tells(const std::string& all, const std::string& part) {
    return all.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lint: a sound definition is clean") {
    CHECK(found(with("")).empty());
}

TEST_CASE("lint: names that nobody knows") {
    CHECK(tells(
        found(with(",'x':{'guard':'mine'}")), "/states/a/on/x/guard: there is no guard \"mine\""
    ));
    CHECK(tells(
        found(with(",'x':{'guard':{'type':'xstate.not','params':{'guard':'mine'}}}")),
        "no guard \"mine\""
    ));
    CHECK(tells(found(with(",'x':{'actions':['shout']}")), "there is no action \"shout\""));
    CHECK(found(with(",'x':{'actions':['notify']}")).empty());
    CHECK(tells(
        found(with(",'x':{'actions':[{'type':'if','params':{'branches':[{'actions':['shout']}]}}]}")
        ),
        "there is no action \"shout\""
    ));
    CHECK(tells(found(with(",'x':{'meta':{'form':'odd'}}")), "there is no form \"odd\""));
    CHECK(tells(found(with(",'x':{'meta':{'roles':['king']}}")), "there is no role \"king\""));
    CHECK(tells(found(with(",'x':{'meta':{'differs_from':['goo']}}")), "there is no action \"goo\"")
    );
    CHECK(found(with(",'x':{'actions':[{'type':'record','params':{'as':'it'}}],'meta':{"
                     "'differs_from':['go'],'form':'triage','roles':['officer']}}"))
              .empty());
    CHECK(tells(
        found(with(",'x':{'meta':{'differs_form':['go']}}")), "\"differs_form\" is not a known key"
    ));
    CHECK(tells(found(with(",'x':{'meta':{'audit':'reading'}}")), "none of the six kinds"));
    CHECK(tells(
        found("{'initial':'a','states':{'a':{'after':{'soon':'b'}},'b':{'on':{'x':'a'}}}}"),
        "no delay \"soon\""
    ));
    CHECK(found("{'initial':'a','states':{'a':{'after':{'case_limit':'b'}},'b':{'on':{'x':'a'}}}}")
              .empty());
    CHECK(tells(
        found("{'initial':'a','states':{'a':{'meta':{'sla':'soon','terminal':true}}}}"),
        "no limit \"soon\""
    ));
}

TEST_CASE("lint: a limit that no timer of its own state counts") {
    const std::string after =
        "'after':{'case_limit':{'actions':['notify'],'meta':{'reminders':'daily'}}}";
    const std::string rests = "'meta':{'rests':true},";
    const auto with_meta =
        [&](const std::string& around, const std::string& meta, const std::string& on) {
            return found(
                "{'initial':'s','states':{'s':{" + around + rests +
                "'initial':'a','states':{'a':{'meta':{" + meta + "}" + on + "}}}}}"
            );
        };
    const std::string task = "'task':{'roles':['officer'],'due':'case_limit'}";
    const std::string refusal = "nobody is told when \"case_limit\" passes";
    const std::string place = "/states/s/states/a/meta/";

    CHECK(tells(with_meta("", task, ""), place + "task/due: " + refusal));
    CHECK(with_meta("", task, "," + after).empty());
    CHECK(tells(with_meta(after + ",", task, ""), place + "task/due: " + refusal));
    CHECK(tells(with_meta("", "'sla':'case_limit'", ""), place + "sla: " + refusal));
    CHECK(with_meta("", "'sla':'case_limit'", "," + after).empty());
    CHECK(tells(
        found(
            "{'type':'parallel','states':{'r':{" + rests + "'initial':'a','states':{'a':{'meta':{" +
            task + "}}}},'w':{" + rests + "'initial':'b','states':{'b':{" + after + "}}}}}"
        ),
        refusal
    ));
}

TEST_CASE("lint: a task's limit that is told once and then forgotten") {
    const auto watched_by = [](const std::string& telling) {
        return found(
            "{'initial':'a','states':{'a':{'meta':{'rests':true,'task':{'roles':['officer'],"
            "'due':'case_limit'}},'after':{'case_limit':" +
            telling + "}},'b':{'on':{'go':'a'}}}}"
        );
    };
    const std::string place = "/states/a/after/case_limit/meta";

    CHECK(tells(watched_by("{'actions':['notify']}"), place + ": told once and then forgotten"));
    CHECK(tells(
        watched_by("{'actions':['notify'],'meta':{'reminders':'hourly'}}"),
        place + "/reminders: there is no ladder of reminders \"hourly\""
    ));
    CHECK(tells(
        watched_by("{'target':'b','meta':{'reminders':'daily'}}"),
        "only an `after` that goes nowhere can be told again"
    ));
    CHECK_FALSE(tells(watched_by("'b'"), "forgotten"));
}

TEST_CASE("lint: unreachable states and dead ends") {
    CHECK(tells(
        found("{'initial':'a','states':{'a':{'on':{'x':'b'}},'b':{}}}"),
        "/states/b: nothing leads out"
    ));
    CHECK(found("{'initial':'a','states':{'a':{'on':{'x':'b'}},'b':{'meta':{'terminal':true}}}}")
              .empty());
    CHECK(found("{'initial':'a','states':{'a':{'on':{'x':'b'}},'b':{'type':'final'}}}").empty());
    CHECK(tells(
        found("{'initial':'a','states':{'a':{'meta':{'terminal':true}},'b':{'on':{'x':'a'}}}}"),
        "/states/b: nothing leads to"
    ));
    CHECK(found("{'type':'parallel','states':{'r':{'meta':{'rests':true},'initial':'a','states':{'"
                "a':{}}}}}")
              .empty());
    CHECK(tells(
        found("{'initial':'a','states':{'a':{'on':{'x':'a'}}}}"), "/states/a: nothing leads out"
    ));
}

TEST_CASE("lint: transitions of one action are alike, and none of the whole machine has a target") {
    const std::string differing =
        "{'initial':'a','states':{'a':{'on':{'go':{'target':'b','meta':{'title':'One'}}}},"
        "'b':{'on':{'go':{'target':'a','meta':{'title':'Two'}}}}}}";

    CHECK(tells(
        found(differing), "/states/b/on/go: every transition of \"go\" has the same \"title\""
    ));
    CHECK(tells(
        found("{'initial':'a','on':{'x':'.b'},'states':{'a':{},'b':{}}}"),
        "/on/x: a transition of the whole machine"
    ));
}

TEST_CASE("lint: notes where SCXML would differ, which refuse nothing") {
    const auto notes = [](const std::string& text) { return found(text, Severity::note); };

    CHECK(tells(notes(with(",'x':'a'")), "leave and enter its own source again"));
    CHECK(tells(
        notes(with(",'*':{'actions':['notify']},'x.y':{'actions':['notify']}")),
        "\"*\", written earlier"
    ));
    CHECK(tells(
        notes("{'initial':'p','states':{'p':{'type':'parallel','on':{'e':{'actions':['notify']}},'"
              "states':{"
              "'a':{'on':{'e':{'actions':['notify']},'f':'b'}},'b':{}}}}}"),
        "would run as well"
    ));
    CHECK(tells(
        notes("{'initial':'p','states':{'p':{'type':'parallel','states':{'a':{'on':{'f':'b'}},'b':{"
              "}}}}}"),
        "leave and enter the parallel state"
    ));
    CHECK(tells(
        notes("{'initial':'a','states':{'a':{'always':{'actions':['notify']}}}}"), "without end"
    ));
    CHECK(notes(with("")).empty());
}

TEST_CASE("lint: a disclosure says to whom, by a term that is one") {
    const std::string roles = "'title':'X','roles':['officer']";
    const auto disclosing = [&](const std::string& more) {
        return found(with(",'x':{'meta':{" + roles + ",'audit':'disclosure'" + more + "}}"));
    };

    CHECK(tells(disclosing(""), "/states/a/on/x/meta/recipient: no transition of x says whom"));
    CHECK(disclosing(",'recipient':'applicant'").empty());
    CHECK(disclosing(",'recipient':{'var':'event.to'}").empty());
    CHECK(tells(
        found(with(",'x':{'meta':{" + roles + ",'audit':'alteration','recipient':'applicant'}}")),
        "only a disclosure has a"
    ));
}

namespace {

std::string guarded(const std::string& guard) {
    return with(",'x':{'target':'b','guard':" + guard + "}");
}

std::string logic(const std::string& term) {
    return "{'type':'logic','params':" + term + "}";
}

}  // namespace

TEST_CASE("lint: guards that can never hold") {
    const std::string is_a = "{'==':[{'var':'event.answer'},'yes']}";
    const std::string is_b = "{'==':[{'var':'event.answer'},'no']}";
    CHECK(tells(
        found(guarded(logic("{'and':[" + is_a + "," + is_b + "]}"))),
        "/states/a/on/x/guard: this guard can never hold: event.answer is \"yes\", and "
        "event.answer "
        "is \"no\""
    ));
    CHECK(found(guarded(logic("{'or':[" + is_a + "," + is_b + "]}"))).empty());
    CHECK(tells(found(guarded(logic("{'and':[" + is_a + ",{'!':" + is_a + "}]}"))), "never hold"));
    CHECK(tells(
        found(guarded(logic("{'and':[{'>':[{'var':'days'},28]},{'<=':[{'var':'days'},28]}]}"))),
        "days is above 28, and days is at most 28"
    ));
    CHECK(found(guarded(logic("{'and':[{'>=':[{'var':'days'},28]},{'<=':[{'var':'days'},28]}]}")))
              .empty());
    CHECK(tells(
        found(guarded(
            logic("{'and':[{'in':[{'var':'answer'},['yes','no']]},{'!':{'var':'answer'}}]}")
        )),
        "answer is \"yes\", and not (answer is given)"
    ));
    CHECK(tells(
        found(guarded(
            "{'type':'xstate.and','params':{'guards':[" + logic(is_a) +
            ",{'type':'xstate.not','params':{'guard':" + logic(is_a) + "}}]}}"
        )),
        "never hold"
    ));
    CHECK(tells(found(guarded(logic("false"))), "never hold: nothing is left"));
}

TEST_CASE("lint: a guard that asks for a state which cannot be entered beside its own") {
    const auto in = [](const std::string& state) {
        return "{'type':'xstate.stateIn','params':{'state':'" + state + "'}}";
    };
    CHECK(tells(found(guarded(in("#m.b"))), "the case is in m.a, and the case is in m.b"));
    CHECK(found(guarded(in("#m.a"))).empty());
    CHECK(tells(
        found(guarded("{'type':'xstate.not','params':{'guard':" + in("#m.a") + "}}")),
        "not (the case is in m.a)"
    ));
    const std::string regions =
        "{'id':'m','type':'parallel','states':{'one':{'initial':'a','states':{'a':{'on':{'go':{"
        "'target':'b','guard':" +
        in("#m.two.d") +
        "}}},'b':{'on':{'back':'a'}}}},'two':{'initial':'c','states':{'c':{'on':{"
        "'x':'d'}},'d':{'on':{'y':'c'}}}}}}";
    CHECK(found(regions).empty());
}

TEST_CASE("lint: a transition that those before it leave nothing for") {
    const auto two = [](const std::string& first, const std::string& second) {
        return found(with(",'x':[" + first + "," + second + "]"));
    };
    const std::string is_a = "'guard':" + logic("{'==':[{'var':'answer'},'yes']}");
    const std::string not_a = "'guard':" + logic("{'!=':[{'var':'answer'},'yes']}");
    CHECK(tells(two("{'target':'b'}", "{'target':'a'," + is_a + "}"), "/on/x/1: never taken"));
    CHECK(two("{'target':'b'," + is_a + "}", "{'target':'a'}").empty());
    CHECK(tells(two("{'target':'b'," + is_a + "}", "{'target':'a'," + is_a + "}"), "never taken"));
    CHECK(two("{'target':'b'," + is_a + "}", "{'target':'a'," + not_a + "}").empty());
    CHECK(tells(
        found(with(",'x':[{'target':'b'," + is_a + "},{'target':'a'," + not_a + "},{'target':'b'}]")
        ),
        "/on/x/2: never taken"
    ));
}

TEST_CASE("lint: a form that nobody reads, and an action that nobody can take") {
    const std::string form = ",'x':{'target':'b','meta':{'roles':['officer'],'form':'triage'}";
    CHECK(tells(found(with(form + "}")), "/states/a/on/x/meta/form: nobody reads this form"));
    CHECK(found(with(form + ",'actions':[{'type':'record','params':{'as':'triage'}}]}")).empty());
    CHECK(found(with(form + ",'guard':" + logic("{'var':'event.grade'}") + "}")).empty());
    const std::string reading = ",'guard':" + logic("{'var':'event.grade'}") + "}";
    CHECK(tells(
        found(with(",'x':{'target':'b','meta':{'form':'triage'}" + reading)),
        "/states/a/on/x/meta: no role can take \"x\""
    ));
    CHECK(tells(found(with(",'x':{'target':'b','meta':{'roles':[]}}")), "no role can take"));
    CHECK(found(with(",'x':{'target':'b'}")).empty());
}

TEST_CASE("lint: names that nothing ever writes") {
    const auto reads = [](const std::string& path) {
        return found(with(
            ",'x':{'guard':" + logic("{'!!':[{'var':'" + path + "'}]}") +
            ",'actions':[{'type':'record','params':{'as':'found.it'}}],"
            "'meta':{'roles':['officer'],'form':'triage'}}"
        ));
    };
    CHECK(reads("days").empty());
    CHECK(reads("found.it.anything").empty());
    CHECK(reads("actor.person").empty());
    CHECK(reads("event.grade").empty());
    CHECK(reads("event.on.length").empty());
    CHECK(reads("request.danger_now").empty());
    CHECK(reads("profile.policy.forum.meets").empty());
    CHECK(reads("profile.policy.agencies.0").empty());
    CHECK(tells(reads("fuond.it"), "nothing ever writes \"fuond\" into the case"));
    CHECK(tells(reads("actor.name"), "nothing is known of an actor's \"name\""));
    CHECK(tells(reads("event.garde"), "its form has no field \"garde\""));
    CHECK(tells(reads("event.grade.levle"), "its form has no field \"grade.levle\""));
    CHECK(tells(reads("request.danger"), "the form \"request\" has no field \"danger\""));
    CHECK(tells(reads("profile.policy.forum.meats"), "the profile has no"));
    CHECK(tells(
        found(with(",'x':{'guard':{'type':'quorum','params':{'answers':'days','of':'dyas'}}}")),
        "/states/a/on/x/guard/params/of: nothing ever writes \"dyas\""
    ));
    // An element of a list is not the case.
    CHECK(found(with(
                    ",'x':{'guard':" +
                    logic("{'some':[{'var':'days'},{'==':[{'var':'colour'},'red']}]}") + "}"
                ))
              .empty());
}

TEST_CASE("lint: events that nobody hears, and ids that nothing is sent with") {
    const auto does = [](const std::string& action) {
        return found(with(",'x':{'actions':[" + action + "]}"));
    };
    CHECK(tells(
        does("{'type':'xstate.raise','params':{'event':{'type':'shout'}}}"),
        "/states/a/on/x/actions: nobody hears \"shout\""
    ));
    CHECK(does("{'type':'xstate.raise','params':{'event':{'type':'back'}}}").empty());
    CHECK(tells(
        does("{'type':'xstate.cancel','params':{'sendId':'bell'}}"),
        "nothing is ever sent with the id \"bell\""
    ));
    CHECK(does("{'type':'xstate.raise','params':{'event':'go','delay':5,'id':'bell'}},"
               "{'type':'xstate.cancel','params':{'sendId':'bell'}}")
              .empty());
}

TEST_CASE("lint: a form that wants a second person cannot be filled in by the first") {
    const auto meta = [](const std::string& more) {
        return found(with(
            ",'x':{'actions':[{'type':'record','params':{'as':'look'}}],"
            "'meta':{'roles':['officer'],'form':'second-look'" +
            more + "}}"
        ));
    };
    CHECK(meta(",'differs_from':['go'],'shows':['look']").empty());
    CHECK(tells(meta(",'shows':['look']"), "without \"differs_from\""));
    CHECK(tells(meta(",'differs_from':['go']"), "without \"shows\""));
}

TEST_CASE("lint: what the reader refuses hides no other mistake") {
    const auto problems =
        lint_document(quick(with(",'x':{'target':'nowhere','meta':{'roles':['king']}}")), kHouse);
    std::string all;
    for (const auto& problem : problems)
        all += problem.pointer + ": " + problem.reason + "\n";
    CHECK(tells(all, "nowhere"));
    CHECK(tells(all, "there is no role \"king\""));
}
