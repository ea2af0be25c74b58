// Every byte where it may not stand, and every spelling of a body's length that another reader
// could take for one: delivered five ways, with an honest request behind (assurance F, row 26).
#include <doctest/doctest.h>

#include <set>

#include "tests/adapters/http_client.hpp"
#include "tests/adapters/http_delivery.hpp"
#include "tests/adapters/http_house.hpp"

namespace {

using namespace clarion::test;

const std::string kHonest = "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view kDelimiters = "\"(),/;<=>?@[\\]{}";

// Refused as malformed or as unknown, once, and then the end: nothing behind it is parsed.
void check_refused(House& house, const std::string& what, const std::string& bytes) {
    static const std::set<int> kRefusals{400, 501, 505};
    for (const Delivery delivery : kDeliveries) {
        CAPTURE(what);
        CAPTURE(describe(delivery));
        Client client(house.port);
        client.send_all(split(bytes + kHonest, delivery));

        const Answer answer = client.read_answer();

        CHECK(kRefusals.contains(answer.status));
        CHECK(answer.field("connection") == "close");
        CHECK(client.closes());
    }
}

// All but the two that end a line, and the one that may stand in a value.
std::string control_bytes() {
    std::string bytes;
    for (char byte = 0; byte < ' '; ++byte) {
        if (byte != '\t' && byte != '\n' && byte != '\r') bytes += byte;
    }
    return bytes + '\x7F';
}

std::string post(const std::string& fields, const std::string& body = "abc") {
    return "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

}  // namespace

TEST_CASE("bytes: a control byte stands nowhere in a head") {
    House house;
    for (const char byte : control_bytes()) {
        const std::string it(1, byte);
        const std::string what = std::to_string(static_cast<int>(byte));
        check_refused(house, what + " in the method", "G" + it + kHonest.substr(1));
        check_refused(
            house, what + " in the target", "GET /a" + it + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
        );
        check_refused(
            house, what + " in the version", "GET / HTTP/1.1" + it + "\r\nHost: localhost\r\n\r\n"
        );
        check_refused(
            house,
            what + " in a name",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX" + it + ": a\r\n\r\n"
        );
        check_refused(
            house,
            what + " in a value",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: a" + it + "\r\n\r\n"
        );
    }
    CHECK(house.visits.count() == 0);
}

TEST_CASE("bytes: a delimiter stands in no name and no method") {
    House house;
    for (const char byte : kDelimiters) {
        const std::string it(1, byte);
        check_refused(house, it + " in the method", "G" + it + kHonest.substr(1));
        check_refused(
            house, it + " in a name", "GET / HTTP/1.1\r\nHost: localhost\r\nX" + it + ": a\r\n\r\n"
        );
    }
    CHECK(house.visits.count() == 0);
}

TEST_CASE("bytes: a length and a coding have one spelling") {
    House house;
    for (const std::string value :
         {"3;",           "3,",       ",3",   "3.0", "3e0",  "0b11",  "1'0",  "\"3\"",
          "'3'",          "3-",       "--3",  "3+",  "NaN",  "3 abc", "3\t3", "0x",
          "x3",           "3_",       "3/1",  "3:3", "3=3",  "(3)",   "$3",   "3\xC2\xB2",
          "\xEF\xBC\x93", "\xD9\xA3", "3%20", "%33", "3\x80"})
        check_refused(house, "length " + value, post("Content-Length: " + value + "\r\n"));
    for (const std::string value :
         {"chunked;q=1",
          "chunked x",
          "chunked, gzip",
          "gzip",
          "trailers",
          "deflate",
          "chu nked",
          "chunke",
          "chunkedd",
          "identity, chunked",
          "chunked;",
          "chunked=1",
          "x-chunked",
          "\"chunked\"",
          "chunked, identity, chunked",
          "'chunked'",
          "(chunked)",
          "chunked/1",
          "chunked\xC2\xA0",
          "\302\240chunked",
          "ch\xC5\xABnked",
          "null",
          "*",
          "chunked,,chunked",
          "%63hunked"})
        check_refused(
            house, "coding " + value, post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n")
        );
    for (const std::string name :
         {"Transfer-Encoding ", "Transfer-Encoding\t", " Transfer-Encoding", "\tTransfer-Encoding"})
        check_refused(house, "name " + name, post(name + ": chunked\r\n", "0\r\n\r\n"));
    for (const std::string name : {"Content-Length ", "Content-Length\t", " Content-Length"})
        check_refused(house, "name " + name, post(name + ": 3\r\n"));
    CHECK(house.visits.count() == 0);
}
