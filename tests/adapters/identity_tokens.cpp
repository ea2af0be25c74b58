// Bearer tokens: what is taken, and hundreds of ways in which one is not. Every bad one gives the
// one answer; the fault is for metrics and for this table alone.
#include <doctest/doctest.h>

#include "adapters/identity/base64url.hpp"
#include "tests/adapters/identity_door.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::test;
using namespace clarion::identity;

std::string text_of(const json::value& value) {
    return json::serialize(value);
}

}  // namespace

TEST_CASE("tokens: what an issuer made for us is taken, with its person and roles") {
    const Door door;

    const auto who = door.door->by_authorization("Bearer " + door.token(), "");

    REQUIRE(who);
    CHECK(who->person.text == std::string(kForceUrl) + " ann");
    CHECK(who->roles == std::vector<std::string>{"decision_maker"});
    CHECK(who->agency.empty());
    CHECK(who->method == clarion::core::SignInMethod::service);
    CHECK(who->authenticated_at == clarion::core::Instant{});
    CHECK(door.door->by_authorization("bEARER " + door.token(), "").has_value());
    CHECK(door.door->by_authorization("Basic YTpi", "").error() == DoorAnswer::no_token);
    CHECK(door.door->by_authorization("Bearer", "").error() == DoorAnswer::no_token);
}

TEST_CASE("tokens: each algorithm of the list, and nothing but that list for each issuer") {
    const Door door;
    for (const auto& [kid, key] : {std::pair{"es", &door.es}, {"ps", &door.ps}, {"ed", &door.ed}}) {
        INFO(kid);
        const std::string token =
            signed_token(text_of(door.header(kid)), text_of(door.claims()), *key);
        CHECK(door.verdict(token) == "good");
    }

    json::object claims = door.claims();
    claims["iss"] = kAgencyUrl;
    claims["roles"] = {"member"};
    const std::string agency =
        signed_token(text_of(door.header()), text_of(claims), door.agency_key);
    const auto who = door.door->by_authorization("Bearer " + agency, "");
    REQUIRE(who);
    CHECK(who->agency == "probation");
    CHECK(who->roles == std::vector<std::string>{"agency_member"});
    CHECK(
        door.verdict(signed_token(text_of(door.header("ed")), text_of(claims), door.ed)) ==
        "algorithm"
    );
}

TEST_CASE("tokens: what is allowed to differ") {
    const Door door;
    const std::string ours(kAudience);
    const auto now = door.claims().at("iat").as_int64() + 5;

    CHECK(
        door.verdict(door.token({{"aud", json::array{ours, "https://other.example"}}})) == "good"
    );
    CHECK(door.verdict(door.token({{"exp", now - 59}, {"iat", now - 600}})) == "good");
    CHECK(door.verdict(door.token({{"nbf", now + 60}, {"iat", now + 60}})) == "good");
    CHECK(door.verdict(door.token({{"exp", static_cast<double>(now) + 1.5}})) == "good");
    CHECK(door.verdict(door.token({{"roles", nullptr}})) == "good");
    for (const std::string type : {"application/at+jwt", "AT+JWT", "Application/At+Jwt"}) {
        json::object header = door.header();
        header["typ"] = type;
        CHECK(
            door.verdict(signed_token(text_of(header), text_of(door.claims()), door.es)) == "good"
        );
    }
    // Keys and addresses of keys in a token are not read.
    json::object header = door.header();
    header["jku"] = "https://attacker.example/keys";
    header["jwk"] = door.stranger.jwk("es");
    header["x5c"] = json::array{"AA=="};
    header["x5u"] = "file:///etc/passwd";
    CHECK(door.verdict(signed_token(text_of(header), text_of(door.claims()), door.es)) == "good");
    CHECK(
        door.verdict(signed_token(text_of(header), text_of(door.claims()), door.stranger)) ==
        "signature"
    );
}

TEST_CASE("tokens: roles are those of the configuration's map; unknown ones are dropped") {
    const Door door;
    const auto roles = [&](const json::value& claim) {
        return door.door->by_authorization("Bearer " + door.token({{"roles", claim}}), "")->roles;
    };

    CHECK(
        roles({"dvds-decisions", "administrator", 7, "dvds-decisions"}) ==
        std::vector<std::string>{"decision_maker"}
    );
    CHECK(roles("openid intake:write  supervisor") == std::vector<std::string>{"intake_service"});
    CHECK(roles("decision_maker").empty());
    CHECK(roles(json::object{{"dvds-decisions", true}}).empty());
}

TEST_CASE("tokens: a name that cannot be kept, or looks like another's, is not theirs") {
    const Door door;
    const auto name = [&](const std::string& claim) {
        return door.door->by_authorization("Bearer " + door.token({{"name", claim}}), "")
            ->display_name;
    };
    const std::string subject(door.claims().at("sub").as_string());

    for (const std::string good : {"Ann Example", "Zo\xC3\xAB O'\xE2\x80\x99Neill", "\xC2\xA0x"})
        CHECK(name(good) == good);
    for (const std::string bad :
         {"",
          "Ann\nExample",
          "Ann\x7F",
          "\xE2\x80\xAEnnA",
          "Ann\xE2\x80\x8F",
          "\xE2\x81\xA6nnA",
          "Ann\xE2\x80\xA8",
          "Ann\xC2\x85"}) {
        CHECK(name(bad) == subject);
    }
    CHECK(name(std::string("Ann\0Example", 11)) == subject);
    CHECK(name(std::string(201, 'a')) == subject);
}

TEST_CASE("tokens: two accounts of one person are one person") {
    const Door door;

    const auto plain = door.door->by_authorization("Bearer " + door.token(), "");
    const auto other =
        door.door->by_authorization("Bearer " + door.token({{"sub", "ann-admin"}}), "");

    REQUIRE(other);
    CHECK(plain->person == other->person);
    CHECK(other->subject == "ann-admin");
}

TEST_CASE("tokens: what is not three parts of one spelling is refused") {
    const Door door;
    const std::string good = door.token();
    const auto second = good.rfind('.');
    Table table{
        {"nothing", "", "form"},
        {"dots", "..", "form"},
        {"no signature", good.substr(0, second), "form"},
        {"empty signature", good.substr(0, second + 1), "signature"},
        {"four parts", good + ".AAAA", "form"},
        {"five parts", good + ".AAAA.AAAA", "form"},
        {"JSON form", R"({"payload":"e30","signatures":[]})", "form"},
        {"two tokens", good + " " + good, "form"},
        {"quoted", "\"" + good + "\"", "form"},
        {"space before", " " + good, "form"},
        {"space after", good + " ", "form"},
        {"line feed after", good + "\n", "form"},
        {"tab inside", good.substr(0, 9) + "\t" + good.substr(9), "form"},
        {"zero byte", good + std::string(1, '\0'), "form"},
        {"padding", good + "=", "form"},
        {"two of padding", good + "==", "form"},
        {"too long", door.token({{"note", std::string(kTokenBytesMax, 'x')}}), "form"},
        {"bytes over 127", good + "\xC3\xA9", "form"},
        {"header twice", good.substr(0, good.find('.') + 1) + good, "form"},
    };
    for (const char letter : {'+', '/', '*', '%', '~', ':', ',', ';'})
        table.push_back(
            {std::string("letter ") + letter, good.substr(0, good.size() - 1) + letter, "form"}
        );
    for (std::size_t size = 0; size < good.size(); size += 9)
        table.push_back({"cut at " + std::to_string(size), good.substr(0, size), ""});
    for (std::size_t at = 0; at < good.size(); at += 5) {
        std::string changed = good;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        table.push_back({"changed at " + std::to_string(at), changed, ""});
    }
    // Spare bits of a last letter: other spellings of the same bytes.
    for (const char letter : std::string_view("BCDEFGHIJKLMNOP")) {
        const std::string header = "eyJhIjoxf" + std::string(1, letter);
        table.push_back({"spare bits " + header, header + ".e30.AAAA", "form"});
    }
    all_refused(door, table, 130);
}
