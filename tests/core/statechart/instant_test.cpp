#include "engine/core/time/instant.hpp"

#include <doctest/doctest.h>

using namespace clarion::core;

TEST_CASE("instant: written as RFC 3339 with milliseconds and read back") {
    for (const char* text :
         {"2026-11-24T13:00:00.000Z", "1969-12-31T23:59:59.999Z", "2028-02-29T00:00:00.001Z"}) {
        const auto instant = parse_rfc3339(text);
        REQUIRE(instant);
        CHECK(to_rfc3339(*instant) == text);
    }
}

TEST_CASE("instant: accepts what RFC 3339 allows in UTC, and nothing else") {
    CHECK(parse_rfc3339("2026-11-24t13:00:00z") == parse_rfc3339("2026-11-24T13:00:00.000Z"));
    CHECK(parse_rfc3339("2026-11-24T13:00:00.1239Z") == parse_rfc3339("2026-11-24T13:00:00.123Z"));
    CHECK(parse_rfc3339("2026-12-31T23:59:60Z") == parse_rfc3339("2027-01-01T00:00:00Z"));

    for (const char* text :
         {"",
          "2026-11-24",
          "2026-11-24T13:00:00",
          "2026-11-24T13:00:00+01:00",
          "2026-02-29T00:00:00Z",
          "2026-13-01T00:00:00Z",
          "2026-11-24T24:00:00Z",
          "2026-11-24T13:60:00Z",
          "2026-11-24T13:00:60Z",
          "2026-11-24T13:00:00.Z",
          "2026-11-24T13:00:00Z ",
          "26-11-24T13:00:00Z",
          "2026-11-24 13:00:00Z"}) {
        CAPTURE(text);
        CHECK(!parse_rfc3339(text));
    }
}
