// Whom to tell of a weakness, where machines look for it.
#include <doctest/doctest.h>

#include "adapters/http/intake/security_contact.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::intake {
namespace {

using test::PagesHouse;
using test::PlainBrowser;

Response asked(PagesHouse& house, const std::string& contact) {
    IntakeSettings settings = house.intake();
    settings.security_contact = contact;
    return PlainBrowser(intake_routes(house.engine, std::move(settings)))
        .get("/.well-known/security.txt");
}

}  // namespace

TEST_CASE("security.txt: says whom to tell, and until when that is good") {
    PagesHouse house;

    const Response shown = asked(house, "mailto:security@force.example");

    CHECK(shown.status == 200);
    const auto expires =
        std::chrono::floor<std::chrono::days>(house.clock.now()) + kSecurityContactGoodFor;
    CHECK(
        shown.body == "Contact: mailto:security@force.example\nExpires: " +
                          core::to_rfc3339(core::Instant(expires)) + "\nPreferred-Languages: en\n"
    );
    bool says_type = false;
    for (const auto& [name, value] : shown.headers)
        says_type = says_type || (name == "content-type" && value == "text/plain; charset=utf-8");
    CHECK(says_type);
    CHECK(house.engine.asked.empty());
}

TEST_CASE("security.txt: is not there where the profile names nobody") {
    PagesHouse house;
    CHECK(asked(house, "").status == 404);
}

TEST_CASE("security.txt: a contact is an address that machines can follow") {
    for (const char* good :
         {"mailto:security@force.example", "tel:+441632960001", "https://force.example/security"})
        CHECK(complaint_about_security_contact(good).empty());
    for (const char* bad :
         {"",
          "mailto:",
          "security@force.example",
          "http://force.example/",
          "mailto:a@force.example\nContact: mailto:b@force.example",
          "mailto:a b@force.example",
          "mailto:s\xc3\xa9@force.example"}) {
        CAPTURE(bad);
        CHECK_FALSE(complaint_about_security_contact(bad).empty());
    }
}

}  // namespace clarion::http::intake
