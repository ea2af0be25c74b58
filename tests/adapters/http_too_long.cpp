// Whoever writes too much into a page's form is answered by a page; a program by a problem
// document.
#include <doctest/doctest.h>

#include "tests/adapters/http_client.hpp"
#include "tests/adapters/http_house.hpp"

namespace {

using namespace clarion;
using namespace clarion::test;

std::string head(std::string_view path, std::string_view framing) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
           std::string(framing) + "\r\n\r\n";
}

}  // namespace

TEST_CASE("too long: a page's form is answered by a page, however its length is told") {
    House house({.deadlines = {}, .kind = http::ListenerKind::public_form});
    const std::string too_long = std::to_string(http::kPublicBodyBytesMax + 1);

    for (const std::string& bytes :
         {head("/form", "Content-Length: " + too_long),
          head("/form", "Transfer-Encoding: chunked") + "ffffffff\r\n",
          head("/form?a=1", "Content-Length: " + too_long),
          head("/no/such/page", "Content-Length: " + too_long)}) {
        CAPTURE(bytes);
        const Answer answer = ask(house.port, bytes);
        CHECK(answer.status == 413);
        CHECK(answer.field("content-type") == "text/html; charset=utf-8");
        CHECK(answer.field("connection") == "close");
        CHECK_FALSE(answer.field("content-security-policy").empty());
        CHECK(answer.body.find("too long") != std::string::npos);
    }
    CHECK(house.visits.count() == 0);
}

TEST_CASE("too long: a program is answered by a problem document") {
    House house({.deadlines = {}, .kind = http::ListenerKind::public_form});
    const std::string framing = "Content-Length: " + std::to_string(http::kPublicBodyBytesMax + 1);

    CHECK(
        ask(house.port, head("/api/v1/keep", framing)).field("content-type") ==
        "application/problem+json"
    );
    CHECK(
        ask(house.port, head("/api/v1/none", framing)).field("content-type") ==
        "application/problem+json"
    );
    CHECK(ask(house.port, head("/%2e%2e/x", framing)).status == 413);
    const Answer malformed =
        ask(house.port, "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\n");
    CHECK(malformed.status == 400);
}
