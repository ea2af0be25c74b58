// Tokens that are signed as they should be and say what they must not.
#include <doctest/doctest.h>

#include "tests/adapters/identity_door.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::test;
using namespace clarion::identity;

struct Saying {
    json::object claims;
    std::string_view fault;
};

}  // namespace

TEST_CASE("claims: each that must be there, missing or of another kind") {
    const Door door;
    const std::map<std::string, std::string> needed{
        {"iss", "issuer"},
        {"aud", "audience"},
        {"exp", "time"},
        {"iat", "time"},
        {"sub", "claims"},
        {"jti", "claims"},
        {"client_id", "claims"}};
    std::size_t count = 0;
    for (const auto& [name, fault] : needed) {
        const std::vector<json::value> wrong{
            nullptr,
            true,
            "",
            "x y",
            -1,
            1e300,
            json::array{},
            json::array{1},
            json::array{json::array{}},
            json::object{}};
        for (const json::value& value : wrong) {
            const bool any_text = name == "jti" || name == "client_id" || name == "sub";
            if (any_text && value == json::value("x y")) continue;
            INFO(name << " " << json::serialize(value));
            CHECK(door.verdict(door.token({{name, value}})) == fault);
            ++count;
        }
    }
    CHECK(count >= 65);
}

TEST_CASE("claims: a name is the whole name, to the letter") {
    const Door door;
    for (const char* issuer :
         {"https://sign-in.force.example/",
          "https://Sign-In.force.example",
          "http://sign-in.force.example",
          "https://sign-in.force.example.attacker.example",
          "https://sign-in.force.exampl",
          "https://sign-in.force.example#",
          "https://sign-in.force.example:443",
          " https://sign-in.force.example",
          "https://attacker.example",
          "sign-in.force.example",
          "https://sign-in.force.example/../",
          "HTTPS://sign-in.force.example",
          "https://login.probation.example"}) {
        INFO(issuer);
        CHECK(door.verdict(door.token({{"iss", issuer}})) == "issuer");
    }
    // An issuer that we know speaks for its own people alone.
    CHECK(door.verdict(door.token({{"iss", kAgencyUrl}})) == "signature");
    for (const char* audience :
         {"https://clarion.force.example",
          "https://clarion.force.example/api/",
          "https://clarion.force.example/API",
          "clarion",
          "*",
          "https://clarion.force.example/api https://other.example",
          "https://other.example",
          "https://clarion.force.example/api#"}) {
        INFO(audience);
        CHECK(door.verdict(door.token({{"aud", audience}})) == "audience");
        CHECK(door.verdict(door.token({{"aud", json::array{audience}}})) == "audience");
    }
    const json::value mixed = json::array{kAudience, 7};
    CHECK(door.verdict(door.token({{"aud", mixed}})) == "audience");
    for (const char* subject : {"ann\n", "an\tn", "ann\x7F", "\xC3\xA1nn", "ann\x01"})
        CHECK(door.verdict(door.token({{"sub", subject}})) == "claims");
    CHECK(door.verdict(door.token({{"sub", std::string(256, 's')}})) == "claims");
    CHECK(door.verdict(door.token({{"sub", std::string(255, 's')}})) == "good");
}

TEST_CASE("claims: a token lives in its time, and no longer than a token may") {
    const Door door;
    const auto now = door.claims().at("iat").as_int64() + 5;
    const std::vector<json::object> wrong{
        {{"exp", now - 60}, {"iat", now - 600}},
        {{"exp", now - 3600}, {"iat", now - 7200}},
        {{"exp", 0}, {"iat", 0}},
        {{"exp", now + 600}, {"iat", now + 61}},
        {{"exp", now + 600}, {"iat", now + 600}},
        {{"exp", now - 10}, {"iat", now - 5}},
        {{"nbf", now + 61}},
        {{"nbf", "now"}},
        {{"nbf", -1}},
        {{"nbf", json::array{}}},
        {{"nbf", json::object{}}},
        {{"nbf", true}},
        {{"exp", now + 90 * 60 - 4}},
        {{"exp", now + 86400}},
        {{"exp", 9999999999999}},
        {{"exp", 18446744073709551615U}},
        {{"exp", "9999999999"}},
        {{"exp", now * 1000}},
        {{"iat", now * 1000}},
        {{"iat", std::to_string(now)}},
        {{"iat", -1}},
    };
    for (const json::object& changes : wrong) {
        INFO(json::serialize(changes));
        CHECK(door.verdict(door.token(changes)) == "time");
    }
    CHECK(door.verdict(door.token({{"exp", now + 90 * 60 - 5}})) == "good");
}

TEST_CASE("claims: a token made for something else is no access token") {
    const Door door;

    CHECK(door.verdict(door.token({{"nonce", "n-1"}})) == "claims");
    CHECK(door.verdict(door.token({{"events", json::object{}}})) == "claims");
    CHECK(door.verdict(door.token({{"client_id", nullptr}, {"azp", "front"}})) == "claims");
}

TEST_CASE("claims: JSON that two programs would read in two ways") {
    const Door door;
    const std::string good = json::serialize(door.claims());
    const std::string inside = good.substr(1, good.size() - 2);
    std::vector<std::string> wrong{
        "",
        "null",
        "[]",
        "{",
        good + "x",
        good + good,
        "\xEF\xBB\xBF" + good,
        "[" + good + "]",
        "{" + inside + ",}",
        "{" + inside + ",\"a\":01}",
        "{" + inside + ",\"a\":+1}",
        "{" + inside + ",\"a\":1.}",
        "{" + inside + ",\"a\":Infinity}",
        "{" + inside + ",\"a\":'x'}",
        "{" + inside + ",a:1}",
        "{" + inside + ",\"a\":\"\xC3\"}",
        "{" + inside + ",\"a\":\"\n\"}",
        "{" + inside + ",\"a\":\"\\ud800\"}",
        "{" + inside + ",\"a\":[[[[[[[[[[1]]]]]]]]]]}",
        "{" + inside + ",\"a\":1e999}"};
    for (const char* name :
         {"iss", "aud", "sub", "exp", "iat", "nbf", "client_id", "jti", "roles", "cnf"}) {
        const std::string first = std::string("\"") + name + "\":null";
        wrong.push_back("{" + first + "," + first + "," + inside + "}");
        if (door.claims().contains(name)) {
            wrong.push_back("{" + first + "," + inside + "}");
            wrong.push_back("{" + inside + "," + first + "}");
        }
    }
    for (const std::string& text : wrong) {
        INFO(text);
        CHECK(door.verdict(signed_token(json::serialize(door.header()), text, door.es)) == "form");
    }
    CHECK(wrong.size() >= 45);
}

TEST_CASE("claims: a bound token is good on the connection of its certificate alone") {
    Door door;
    const json::object bound{{"cnf", json::object{{"x5t#S256", "the-certificate"}}}};

    CHECK(door.verdict(door.token(bound), "the-certificate") == "good");
    CHECK(door.verdict(door.token(bound), "another") == "binding");
    CHECK(door.verdict(door.token(bound), "") == "binding");
    const std::vector<json::value> wrong{
        json::object{},
        json::object{{"jkt", "x"}},
        "the-certificate",
        true,
        json::array{"the-certificate"},
        json::object{{"x5t#S256", ""}},
        json::object{{"x5t#S256", 7}},
        json::object{{"x5t#S256", nullptr}},
        json::object{{"x5t#S256", "the-certificate"}, {"jkt", "x"}},
        json::object{{"X5T#S256", "the-certificate"}}};
    for (const json::value& value : wrong) {
        INFO(json::serialize(value));
        CHECK(door.verdict(door.token({{"cnf", value}}), "the-certificate") == "binding");
        CHECK(door.verdict(door.token({{"cnf", value}})) == "binding");
    }
    door.force->issuer.certificate_bound = true;
    CHECK(door.verdict(door.token(), "the-certificate") == "binding");
    CHECK(door.verdict(door.token(bound), "the-certificate") == "good");
}

TEST_CASE("claims: whoever signed out is out, with what was made before") {
    Door door;
    const std::string before = door.token();

    door.sign_outs->add({std::string(kForceUrl), "ann"}, door.clock.now());

    CHECK(door.verdict(before) == "time");
    CHECK(door.verdict(door.token({{"sub", "bob"}})) == "good");
    door.clock.advance(std::chrono::seconds(10));
    CHECK(door.verdict(door.token()) == "good");
}

TEST_CASE(
    "claims: without the issuer's keys nobody can tell, and an unknown key asks for newer ones"
) {
    Door door;
    json::object header = door.header();
    header["kid"] = "of-tomorrow";
    const std::string tomorrow =
        signed_token(json::serialize(header), json::serialize(door.claims()), door.es);

    CHECK_FALSE(door.force->keys.newer_wanted());
    CHECK(door.verdict(tomorrow) == "key");
    CHECK(door.force->keys.newer_wanted());
    door.force->keys.replace({});
    CHECK(door.verdict(door.token()) == "key");

    const auto fresh = std::make_shared<KnownIssuer>();
    fresh->issuer = door.force->issuer;
    const TokenDoor closed({fresh}, {}, door.sign_outs, door.clock, {});
    const auto who = closed.by_authorization("Bearer " + door.token(), "");
    REQUIRE_FALSE(who);
    CHECK(who.error() == DoorAnswer::cannot_tell);
}
