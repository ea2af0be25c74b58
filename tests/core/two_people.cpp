// Two people, where workflow systems have got it wrong: parallel branches, one person behind two
// accounts, sub-processes that are entered again, and more than one person before the second.
#include <doctest/doctest.h>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/london_zone.hpp"

using namespace clarion::core;
using clarion::test::a_case;
using clarion::test::at;
using clarion::test::describe;

namespace {

const Instant kMonday = at("2026-11-02T11:00:00Z");

// Two branches side by side, each with its own look at the same decision; a sub-process that is
// gone through again; a round that begins anew.
constexpr const char* kBundle = R"({
"id": "test/pairs", "version": "1", "calendar": {"id": "none", "holidays": []}, "forms": {"any": {}},
"profile": {"limits": {}},
"definition": {"id": "pairs", "version": "1", "type": "parallel", "states": {
  "process": {"initial": "review", "states": {
    "review": {"meta": {"title": "Review", "round": true}, "initial": "open",
      "on": {"anew": {"target": "review", "reenter": true,
        "meta": {"title": "Anew", "roles": ["officer"], "form": "any"}}},
      "states": {
        "open": {"initial": "drafting", "states": {
          "drafting": {"on": {"propose": {"target": "checking",
            "meta": {"title": "Propose", "roles": ["officer"], "form": "any"}}}},
          "checking": {"on": {
            "offer": {"meta": {"title": "Offer", "roles": ["officer"], "form": "any",
                "only_last": true}},
            "answer": {"meta": {"title": "Answer", "roles": ["officer"], "form": "any",
                "differs_from": ["offer"]}},
            "add_to": {"meta": {"title": "Add to", "roles": ["officer"], "form": "any"}},
            "give_back": {"target": "drafting",
              "meta": {"title": "Give back", "roles": ["officer"], "form": "any"}},
            "approve": {"target": "#pairs.process.review.done",
              "meta": {"title": "Approve", "roles": ["officer"], "form": "any",
                       "differs_from": ["propose", "add_to"]}}}}}},
        "done": {}}}}},
  "beside": {"initial": "waiting", "states": {
    "waiting": {"on": {
      "look": {"meta": {"title": "Look", "roles": ["officer"], "form": "any"}},
      "approve": {"target": "seen", "meta": {"title": "Approve", "roles": ["officer"],
        "form": "any", "differs_from": ["look"]}}}},
    "seen": {}}}}}})";

const Process& pairs() {
    static const Process kProcess = [] {
        auto compiled = compile_process(
            json::parse(kBundle).as_object(), BundleHash{"pairs"}, clarion::test::london()
        );
        REQUIRE(compiled.has_value());
        return std::move(compiled).value();
    }();
    return kProcess;
}

Command by(const std::string& name, const std::string& action) {
    return {
        .action = action,
        .timer = {},
        .form = {},
        .principal = clarion::test::person(name, {"officer"}, kMonday),
        .origin = Origin::person};
}

std::string try_it(const CaseSnapshot& before, const Command& command) {
    return describe(decide(pairs(), before, command, kMonday));
}

// Each step must be accepted: "ann propose".
CaseSnapshot after(std::initializer_list<std::pair<const char*, const char*>> steps) {
    CaseSnapshot now = a_case(pairs());
    for (const auto& [who, action] : steps) {
        auto decision = decide(pairs(), now, by(who, action), kMonday);
        REQUIRE_MESSAGE(decision.has_value(), describe(decision));
        now = std::move(decision->after);
    }
    return now;
}

}  // namespace

TEST_CASE("two people: in parallel branches the rule of each branch must be met") {
    const CaseSnapshot before = after({{"ann", "propose"}, {"bob", "look"}});

    CHECK(try_it(before, by("ann", "approve")) == "refused second_person_required: propose");
    CHECK(try_it(before, by("bob", "approve")) == "refused second_person_required: look");
    CHECK(try_it(before, by("cal", "approve")).starts_with("accepted approve"));
}

TEST_CASE("two people: one human being behind two accounts is one person") {
    const CaseSnapshot before = after({{"ann", "propose"}});
    Command other_account = by("ann", "approve");
    other_account.principal.issuer = "https://agency.example";
    other_account.principal.subject = "a.example";
    other_account.principal.display_name = "A. Example";
    other_account.principal.roles = {"supervisor", "officer"};

    CHECK(try_it(before, other_account) == "refused second_person_required: propose");
    // The same name at another provider is somebody else.
    other_account.principal.person = PersonId{"https://agency.example|ann"};
    CHECK(try_it(before, other_account).starts_with("accepted approve"));
}

TEST_CASE("two people: everybody who had a part in it is kept from the second look") {
    const CaseSnapshot before = after({{"ann", "propose"}, {"bob", "add_to"}, {"cal", "add_to"}});

    CHECK(try_it(before, by("ann", "approve")) == "refused second_person_required: propose");
    CHECK(try_it(before, by("bob", "approve")) == "refused second_person_required: add_to");
    CHECK(try_it(before, by("cal", "approve")) == "refused second_person_required: add_to");
    CHECK(try_it(before, by("dee", "approve")).starts_with("accepted approve"));
}

TEST_CASE("two people: a sub-process that is gone through again forgets nobody") {
    // Ann's draft was given back and Bob wrote the next one: Ann's part is in it all the same.
    const CaseSnapshot before =
        after({{"ann", "propose"}, {"bob", "give_back"}, {"bob", "propose"}});

    CHECK(try_it(before, by("ann", "approve")) == "refused second_person_required: propose");
    CHECK(try_it(before, by("bob", "approve")) == "refused second_person_required: propose");
    CHECK(try_it(before, by("cal", "approve")).starts_with("accepted approve"));
}

TEST_CASE("two people: where only the last counts, who took it before may take the second look") {
    const CaseSnapshot before = after({{"ann", "propose"}, {"ann", "offer"}, {"bob", "offer"}});

    CHECK(try_it(before, by("bob", "answer")) == "refused second_person_required: offer");
    CHECK(try_it(before, by("ann", "answer")).starts_with("accepted answer"));
}

TEST_CASE("two people: a new round begins with nobody's part in it") {
    const CaseSnapshot before = after({{"ann", "propose"}, {"bob", "anew"}, {"bob", "propose"}});

    CHECK(try_it(before, by("bob", "approve")) == "refused second_person_required: propose");
    CHECK(try_it(before, by("ann", "approve")).starts_with("accepted approve"));
}

TEST_CASE("two people: of two approvals only one finds something to approve") {
    const CaseSnapshot before = after({{"ann", "propose"}});
    auto first = decide(pairs(), before, by("bob", "approve"), kMonday);
    REQUIRE(first.has_value());

    CHECK(try_it(first->after, by("cal", "approve")) == "refused action_not_available: approve");
}
