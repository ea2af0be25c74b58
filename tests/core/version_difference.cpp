// What changed between two versions is told whole, in words, and nothing else is.
#include <doctest/doctest.h>

#include "engine/core/statechart/reader.hpp"
#include "engine/core/statechart/words.hpp"
#include "engine/core/versions/difference.hpp"

using namespace clarion::core;

namespace {

constexpr std::string_view kBundle = R"({
  "definition": {"id": "m", "initial": "look", "states": {
    "look": {
      "meta": {"title": "Look", "task": {"roles": ["officer"], "due": "look"}},
      "after": {"look": {"actions": ["tell"]}},
      "on": {"decide": [
        {"target": "done", "guard": {"type": "logic", "params": {"==": [{"var": "event.code"}, "yes"]}},
         "meta": {"title": "Decide", "roles": ["officer"], "form": "decision"}},
        {"target": "look", "meta": {"title": "Decide", "roles": ["officer"], "form": "decision"}}]}},
    "done": {"type": "final"}}},
  "forms": {"decision": {"type": "object", "required": ["code"], "properties": {
    "code": {"enum": ["yes", "no"]}, "why": {"type": "string"}}}},
  "profile": {"zone": "Europe/London", "limits": {
    "look": {"value": 28, "unit": "calendar_days", "from": "received_at", "title": "Look"}}},
  "calendar": {"id": "c", "holidays": ["2027-01-01"]}
})";

json::object bundle() {
    return json::parse(kBundle).as_object();
}

std::string told(const json::object& older, const json::object& newer) {
    const auto definition = [](const json::object& bundle) {
        return statechart::read_definition(bundle.at("definition"), statechart::Dialect::published)
            .value();
    };
    const auto before = definition(older);
    const auto after = definition(newer);
    std::string all;
    for (const auto& change : differences({before, older}, {after, newer}))
        all += change.part + " " + std::string(to_string(change.kind)) + ": " + change.words + "\n";
    return all;
}

// The bundle with the member at `pointer` set.
json::object with(const std::string& pointer, std::string_view value) {
    json::value changed = bundle();
    const auto last = pointer.rfind('/');
    json::value& parent = changed.at_pointer(pointer.substr(0, last));
    parent.as_object()[pointer.substr(last + 1)] = json::parse(value);
    return changed.as_object();
}

const std::string kLook = "/definition/states/look";

}  // namespace

TEST_CASE("difference: a version is the same as itself, whatever it says of itself in passing") {
    CHECK(told(bundle(), bundle()).empty());
    CHECK(told(bundle(), with(kLook + "/description", "\"more words\"")).empty());
}

TEST_CASE("difference: states that come, go and change") {
    CHECK(
        told(bundle(), with("/definition/states/more", "{}")) ==
        "state added: State m.more is new\n"
    );
    CHECK(
        told(with("/definition/states/more", "{}"), bundle()) ==
        "state removed: State m.more is gone\n"
    );
    CHECK(
        told(bundle(), with(kLook + "/meta/title", "\"See\"")) ==
        "state changed: State m.look has as title See; it was Look\n"
    );
    CHECK(
        told(bundle(), with("/definition/initial", "\"done\"")) ==
        "state changed: State m begins in m.done; it was m.look\n"
    );
}

TEST_CASE("difference: who may do it, and who must be another") {
    CHECK(
        told(bundle(), with(kLook + "/meta/task/roles", "[\"supervisor\"]")) ==
        "people changed: State m.look gives its task to [\"supervisor\"]; it was [\"officer\"]\n"
    );
    CHECK(
        told(bundle(), with(kLook + "/on/decide/0/meta/roles", "[\"supervisor\"]")) ==
        "people changed: In m.look, decide may be taken by [\"supervisor\"]; it was [\"officer\"]\n"
    );
    CHECK(
        told(bundle(), with(kLook + "/on/decide/0/meta/differs_from", "[\"look\"]")) ==
        "people changed: In m.look, decide must be by somebody else than took [\"look\"]; it was "
        "nothing\n"
    );
    CHECK(
        told(bundle(), with(kLook + "/on/decide/0/meta/fresh_sign_in", "true")) ==
        "people changed: In m.look, decide asks for a fresh sign-in: true; it was nothing\n"
    );
}

TEST_CASE("difference: transitions and their guards") {
    CHECK(
        told(bundle(), with(kLook + "/on/decide/0/guard/params", R"({">": [{"var": "n"}, 2]})")) ==
        "guard changed: In m.look, decide asks for n is above 2; it was event.code is \"yes\"\n"
    );
    CHECK(
        told(bundle(), with(kLook + "/on/stop", "{\"target\": \"done\"}")) ==
        "transition added: In m.look, stop can now lead to m.done\n"
    );
    json::object swapped = bundle();
    auto& both = swapped.at("definition").at_pointer("/states/look/on/decide").as_array();
    std::swap(both[0], both[1]);
    CHECK(
        told(bundle(), swapped) ==
        "transition changed: In m.look, decide asks its conditions in another order\n"
    );
    json::object fewer = bundle();
    fewer.at("definition").at_pointer("/states/look/on/decide").as_array().pop_back();
    CHECK(
        told(bundle(), fewer) == "transition removed: In m.look, decide no longer leads to m.look\n"
    );
}

TEST_CASE("difference: forms, limits, profile and calendar") {
    CHECK(
        told(bundle(), with("/forms/decision/required", "[\"code\",\"why\"]")) ==
        "form changed: Form decision: /why is now required\n"
    );
    CHECK(
        told(bundle(), with("/forms/decision/properties/when", "{\"type\":\"string\"}")) ==
        "form added: Form decision: /when is new\n"
    );
    CHECK(
        told(bundle(), with("/forms/decision/properties/code/enum", "[\"yes\"]")) ==
        "form changed: Form decision: /code takes other answers or is worded otherwise\n"
    );
    CHECK(
        told(bundle(), with("/profile/limits/look/value", "35")) ==
        "limit changed: Limit look is 35 calendar days from received_at; it was 28 calendar days "
        "from received_at\n"
    );
    CHECK(
        told(bundle(), with("/profile/limits/look/title", "\"See\"")) ==
        "limit changed: Limit look keeps its length; its title, source or verification changed\n"
    );
    CHECK(
        told(bundle(), with("/profile/zone", "\"Europe/Dublin\"")) ==
        "profile changed: Profile zone is Europe/Dublin; it was Europe/London\n"
    );
    CHECK(
        told(bundle(), with("/calendar/holidays", "[\"2027-01-02\"]")) ==
        "calendar removed: 2027-01-01 is a working day again\n"
        "calendar added: 2027-01-02 is a holiday\n"
    );
}

TEST_CASE("difference: guards in words") {
    const auto words = [](std::string_view text) {
        const auto parsed = json::parse(text);
        return statechart::guard_in_words(
            {.type = std::string(parsed.at("type").as_string()), .params = parsed.at("params")}
        );
    };
    CHECK(
        words(R"({"type":"logic","params":{"and":[{"in":[{"var":"event.code"},["a","b"]]},
        {"or":[{"!!":[{"var":"x"}]},{"!":{"var":"y"}}]}]}})") ==
        "event.code is one of [\"a\",\"b\"] and (there is x or not (y))"
    );
    CHECK(
        words(R"({"type":"xstate.and","params":{"guards":[{"type":"xstate.not","params":{"guard":
        {"type":"xstate.stateIn","params":{"state":"#m.a"}}}},"yes"]}})") ==
        "(not (in state #m.a)) and (yes)"
    );
    CHECK(
        words(R"({"type":"logic","params":{"some":[{"var":"l"},{"==":[{"var":""},1]}]}})") ==
        "some of l where the value itself is 1"
    );
    CHECK(words(R"({"type":"logic","params":{"+":[1,2]}})") == R"({"+":[1,2]})");
}
