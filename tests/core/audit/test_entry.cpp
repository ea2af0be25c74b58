#include <doctest/doctest.h>

#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/entry.hpp"
#include "tests/core/audit/openssl_functions.hpp"

namespace core = clarion::core;
namespace json = clarion::core::json;

namespace {

core::AuditEntry full_entry() {
    core::AuditEntry entry;
    entry.seq = 4711;
    entry.ts = *core::parse_rfc3339("2027-03-28T00:59:59.007Z");
    entry.mono_ms = 123456789;
    entry.boot = "b00t";
    entry.cls = core::AuditClass::disclosure;
    entry.type = "record_disclosure";
    entry.actor = {"s-7f3a"};
    entry.org = "example-force";
    entry.auth = "oidc";
    entry.subj = {"c-91bd"};
    entry.subj_n = 12;
    entry.fields = {"safety", "police"};
    entry.why = "assigned";
    entry.recipient = "r-55aa";
    entry.det = "ZGV0";
    entry.req = "q-1";
    return entry;
}

}  // namespace

TEST_CASE("entry: a full leaf has every member in canonical order") {
    CHECK(
        core::leaf_bytes(full_entry()) ==
        R"({"actor":"s-7f3a","auth":"oidc","boot":"b00t","cls":"disclosure","det":"ZGV0",)"
        R"("fields":["safety","police"],"mono":123456789,"org":"example-force","out":"ok",)"
        R"("recipient":"r-55aa","req":"q-1","seq":4711,"subj":"c-91bd","subj_n":12,)"
        R"("ts":"2027-03-28T00:59:59.007Z","type":"record_disclosure","v":1,"why":"assigned"})"
    );
}

TEST_CASE("entry: empty members are left out, and the counter goes with its case") {
    core::AuditEntry entry;
    entry.type = "log_opened";
    entry.subj_n = 3;

    CHECK(
        core::leaf_bytes(entry) ==
        R"({"cls":"system","mono":0,"out":"ok","seq":0,"ts":"1970-01-01T00:00:00.000Z",)"
        R"("type":"log_opened","v":1})"
    );
}

TEST_CASE("entry: leaf bytes are what canonical JSON makes of the same members") {
    auto entry = full_entry();
    entry.why = "quote \" slash \\ tab \t bell \x07";
    for (const auto cls :
         {core::AuditClass::collection, core::AuditClass::security, core::AuditClass::erasure}) {
        entry.cls = cls;
        const std::string leaf = core::leaf_bytes(entry);
        CHECK(core::canonical_json(json::parse(leaf)) == leaf);
    }
}

TEST_CASE("entry: a commitment is base 64 of SHA-256 over prefix, salt and detail") {
    core::Digest salt{};
    for (std::size_t at = 0; at < salt.size(); ++at)
        salt[at] = static_cast<std::uint8_t>(at);

    // Made with Python's hashlib.
    CHECK(
        core::commitment(clarion::test::openssl_sha256(), salt, R"({"name":"Example"})") ==
        "0boCXhSFoQBV3MVKyAHjORrvyxmoqz1qFfk12g0x5KU="
    );
}

TEST_CASE("canonical JSON: the examples of RFC 8785") {
    SUBCASE("3.2.2 and 3.2.4: literals, numbers, strings") {
        // The number is put in by hand: Boost.JSON 1.81 reads some of 17 digits one step off.
        auto value =
            json::parse(R"({"numbers": [0, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],)"
                        R"( "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",)"
                        R"( "literals": [null, true, false]})");
        value.at("numbers").as_array()[0] = 333333333.33333329;
        CHECK(
            core::canonical_json(value) ==
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
        );
    }
    SUBCASE("3.2.3: members sorted by UTF-16 code units") {
        const auto value =
            json::parse(R"({"\u20ac": "Euro Sign", "\r": "Carriage Return",)"
                        R"( "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",)"
                        R"( "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",)"
                        R"( "\u00f6": "Latin Small Letter O With Diaeresis"})");
        CHECK(
            core::canonical_json(value) ==
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
            "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\","
            "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
            "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
    }
    SUBCASE("appendix B: numbers at the edges") {
        const auto text_of = [](double number) {
            return core::canonical_json(json::value(number));
        };
        CHECK(text_of(0.0) == "0");
        CHECK(text_of(-0.0) == "0");
        CHECK(text_of(5e-324) == "5e-324");
        CHECK(text_of(-5e-324) == "-5e-324");
        CHECK(text_of(1.7976931348623157e308) == "1.7976931348623157e+308");
        CHECK(text_of(9007199254740992.0) == "9007199254740992");
        CHECK(text_of(295147905179352830000.0) == "295147905179352830000");
        CHECK(text_of(9.999999999999997e22) == "9.999999999999997e+22");
        CHECK(text_of(1e23) == "1e+23");
        CHECK(text_of(333333333.3333332) == "333333333.3333332");
        CHECK(text_of(1424953923781206.25) == "1424953923781206.2");
    }
    SUBCASE("integers are exact within 2^53 and doubles beyond") {
        CHECK(core::canonical_json(json::value(9007199254740991)) == "9007199254740991");
        CHECK(core::canonical_json(json::value(-9007199254740991)) == "-9007199254740991");
        CHECK(core::canonical_json(json::value(9007199254740993)) == "9007199254740992");
        CHECK(
            core::canonical_json(json::value(std::uint64_t{18446744073709551615U})) ==
            "18446744073709552000"
        );
    }
}

TEST_CASE("canonical JSON: every control character has its one escape") {
    std::string all;
    for (char code = 0; code < 0x20; ++code)
        all += code;
    all += "\x7F";

    CHECK(
        core::canonical_json(json::value(all)) ==
        R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f)"
        R"(\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b)"
        "\\u001c\\u001d\\u001e\\u001f\x7F\""
    );
}

TEST_CASE("base 64: the vectors of RFC 4648, and one text alone for each value") {
    const auto written = [](std::string_view text) {
        return core::to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    CHECK(written("") == "");
    CHECK(written("f") == "Zg==");
    CHECK(written("fo") == "Zm8=");
    CHECK(written("foo") == "Zm9v");
    CHECK(written("foob") == "Zm9vYg==");
    CHECK(written("fooba") == "Zm9vYmE=");
    CHECK(written("foobar") == "Zm9vYmFy");

    CHECK(core::parse_base64("Zm9vYg==") == std::vector<std::uint8_t>{'f', 'o', 'o', 'b'});
    for (const auto* wrong :
         {"Zg",
          "Zg=",
          "Zg===",
          "Zh==",
          "Zm9=",
          "Zm9v\n",
          "Zm 9",
          "====",
          "Z===",
          "Zg==Zg==",
          "Zm-_",
          "=Zg=",
          "="}) {
        CAPTURE(wrong);
        CHECK_FALSE(core::parse_base64(wrong).has_value());
    }
}
