// JSON from outside: what could be read in two ways is refused, with its place.
#include "engine/core/strict_json.hpp"

#include <doctest/doctest.h>

using namespace clarion::core;

namespace {

std::string fault_of(std::string_view text, JsonLimits limits = {}) {
    const auto read = read_strict_json(text, limits);
    if (read) return "read";
    const JsonFault& fault = read.error();
    return std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.pointer +
           ": " + fault.reason;
}

}  // namespace

TEST_CASE("strict json: a member named twice is refused with its pointer, however deep") {
    CHECK(fault_of(R"({"a":1,"a":2})") == "1:8 /a: a member is named twice");
    CHECK(
        fault_of("{\"states\":{\"x\":{\"on\":{}},\n \"x\":{}}}") ==
        "2:2 /states/x: a member is named twice"
    );
    CHECK(
        fault_of(R"({"a":[{"b":1},["x",{"c":1,"c":2}]]})") ==
        "1:27 /a/1/1/c: a member is named twice"
    );
    CHECK(fault_of(R"([{"d":{"e":[]},"d":0}])") == "1:16 /0/d: a member is named twice");
}

TEST_CASE("strict json: the same name in two spellings is the same name") {
    CHECK(fault_of(R"({"a":1,"\u0061":2})") == "1:8 /a: a member is named twice");
    CHECK(fault_of(R"({"a/b~":1,"a\/b~":2})") == "1:11 /a~1b~0: a member is named twice");
}

TEST_CASE("strict json: colons and braces in texts, and one name in two objects, are no repeats") {
    CHECK(fault_of(R"({"a:{":"b\":\"[","c":{"a:{":"}"},"d":[{"c":1},{"c":1}]})") == "read");
    CHECK(fault_of(" [1, 2]\r\n\t ") == "read");
}

TEST_CASE("strict json: depth and size have an end") {
    const JsonLimits small{.depth_max = 3, .bytes_max = 12};

    CHECK(fault_of("[[[1]]]", small) == "read");
    CHECK(fault_of("[[[[1]]]]", small) == "1:4 : nested too deeply");
    CHECK(fault_of(R"("123456789")", small) == "read");
    CHECK(fault_of(R"("12345678901")", small) == "1:1 : the text is too large");
}

TEST_CASE("strict json: what is no JSON, or no number, is told with its place") {
    CHECK(fault_of("{\"a\":1,\n  \"b\" 2}") == "2:7 : not JSON in UTF-8");
    CHECK(fault_of("{} {}") == "1:4 : text after the value");
    CHECK(fault_of("{\"a\":") == "1:6 : the text ends too early");
    CHECK(fault_of("[NaN]") == "1:2 : not JSON in UTF-8");
    CHECK(fault_of("[1e999]") == "1:1 : a number is too large");
    CHECK(fault_of("[\"\xc3\x28\"]") == "1:3 : not JSON in UTF-8");
}
