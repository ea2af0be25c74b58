// The made-up people of the demonstration: who they are, and that their sessions cannot be forged
// or outlive the day.
#include <doctest/doctest.h>

#include "adapters/identity/demo_personas.hpp"
#include "adapters/keys/sha256.hpp"
#include "tests/support/fake_machine.hpp"

namespace {

using clarion::identity::DemoPersonas;

struct Door {
    clarion::test::FakeClock clock;
    clarion::test::FakeIds ids;
    DemoPersonas personas{ids, clock, clarion::keys::make_sha256()};
};

}  // namespace

TEST_CASE("personas: each is one person with one role") {
    Door door;

    const auto first = door.personas.by_authorization("Demo decision_maker");
    const auto second = door.personas.by_authorization("Demo second_decision_maker");

    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->roles == second->roles);
    CHECK(first->person != second->person);
    CHECK(door.personas.by_authorization("Demo agency_health")->agency == "health");
    CHECK_FALSE(door.personas.by_authorization("Demo root"));
    CHECK_FALSE(door.personas.by_authorization("Bearer decision_maker"));
    CHECK(door.personas.names().size() == 14);
}

TEST_CASE("personas: whoever proposed, approved and reviews a refusal can be three people") {
    Door door;
    int deciding = 0;
    int supervising = 0;
    for (const std::string& name : door.personas.names()) {
        const auto who = door.personas.by_authorization("Demo " + name);
        REQUIRE(who);
        deciding += who->has_role("decision_maker") ? 1 : 0;
        supervising += who->has_role("supervisor") ? 1 : 0;
    }
    CHECK(deciding == 3);
    CHECK(supervising == 2);
}

TEST_CASE("personas: a session is theirs alone, and ends") {
    Door door;
    const auto cookie = door.personas.sign_in("officer");
    REQUIRE(cookie);

    CHECK(door.personas.by_session(*cookie)->subject == "officer");
    CHECK_FALSE(door.personas.by_session("supervisor" + cookie->substr(cookie->find('.'))));
    CHECK_FALSE(door.personas.by_session(cookie->substr(0, cookie->size() - 1)));
    CHECK_FALSE(door.personas.by_session(""));
    CHECK_FALSE(door.personas.sign_in("root"));

    door.clock.advance(clarion::identity::kSessionMax + std::chrono::minutes(1));

    CHECK_FALSE(door.personas.by_session(*cookie));
}

TEST_CASE("personas: signing out ends a copied cookie too, and nobody else's") {
    Door door;
    const auto cookie = door.personas.sign_in("officer");
    const auto other = door.personas.sign_in("supervisor");
    REQUIRE(cookie);
    REQUIRE(other);

    door.personas.sign_out("officer.0.0.forged");
    REQUIRE(door.personas.by_session(*cookie));
    door.personas.sign_out(*cookie);

    CHECK_FALSE(door.personas.by_session(*cookie));
    CHECK(door.personas.by_session(*other)->subject == "supervisor");
    const auto again = door.personas.sign_in("officer");
    CHECK(door.personas.by_session(*again)->subject == "officer");
}
