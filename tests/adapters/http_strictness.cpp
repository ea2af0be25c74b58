// Every row of assurance B3 over real TLS, delivered five ways, with an honest request behind.
#include <doctest/doctest.h>

#include "tests/adapters/http_client.hpp"
#include "tests/adapters/http_delivery.hpp"
#include "tests/adapters/http_house.hpp"

namespace {

using namespace clarion;
using namespace clarion::test;

const std::string kHonest = "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Row {
    std::string name;
    std::string bytes;
    int status;
};

std::string get(const std::string& target, const std::string& fields = "Host: localhost\r\n") {
    return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body = "") {
    return "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

std::string chunked(const std::string& body) {
    return post("Transfer-Encoding: chunked\r\n", body);
}

std::string with_field(const std::string& line) {
    return get("/api/v1/hello", "Host: localhost\r\n" + line);
}

std::string line(const std::string& request_line) {
    return request_line + "\r\nHost: localhost\r\n\r\n";
}

const std::string kNul(1, '\0');

// One answer, then the end; the honest request behind it is never parsed.
void check_refused(House& house, const Row& row) {
    for (const Delivery delivery : kDeliveries) {
        CAPTURE(row.name);
        CAPTURE(describe(delivery));
        Client client(house.port);
        client.send_all(split(row.bytes + kHonest, delivery));

        const Answer answer = client.read_answer();

        CHECK(answer.status == row.status);
        CHECK(answer.field("connection") == "close");
        CHECK(answer.field("x-content-type-options") == "nosniff");
        CHECK(client.closes());
    }
}

// One answer, and the honest request behind it is answered too.
void check_followed(House& house, const Row& row) {
    for (const Delivery delivery : kDeliveries) {
        CAPTURE(row.name);
        CAPTURE(describe(delivery));
        Client client(house.port);
        client.send_all(split(row.bytes + kHonest, delivery));

        const Answer answer = client.read_answer();
        const Answer behind = client.read_answer();

        CHECK(answer.status == row.status);
        CHECK(behind.status == 200);
        CHECK(behind.body == R"({"hello":true})");
    }
}

}  // namespace

TEST_CASE("strictness: line ends and bytes that two readers could see differently") {
    House house;
    const std::vector<Row> rows{
        {"bare LF after the request line",
         "GET /api/v1/hello HTTP/1.1\nHost: localhost\r\n\r\n",
         400},
        {"bare LF after a field", "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\n\r\n", 400},
        {"bare LF as the empty line", "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\n", 400},
        {"bare CR in the request line", line("GET /api\r/v1 HTTP/1.1"), 400},
        {"bare CR in a value", with_field("X: a\rb\r\n"), 400},
        {"two CR", with_field("X: a\r\r\n"), 400},
        {"NUL in a value", with_field("X: a" + kNul + "b\r\n"), 400},
        {"NUL in the target", line("GET /a" + kNul + "b HTTP/1.1"), 400},
        {"control byte in a value", with_field("X: a\x01 b\r\n"), 400},
        {"DEL in a value", with_field("X: a\x7F\r\n"), 400},
        {"empty line first", "\r\n" + get("/api/v1/hello"), 400},
    };
    for (const Row& row : rows)
        check_refused(house, row);
    CHECK(house.visits.count() == 0);
}

TEST_CASE("strictness: header fields are well formed or refused") {
    House house;
    const std::vector<Row> rows{
        {"space before the first field", get("/api/v1/hello", " Host: localhost\r\n"), 400},
        {"space before the colon", get("/api/v1/hello", "Host : localhost\r\n"), 400},
        {"tab before the colon", with_field("X\t: a\r\n"), 400},
        {"folded line", with_field("X: a\r\n b\r\n"), 400},
        {"line folded by a tab", with_field("X: a\r\n\tb\r\n"), 400},
        {"no colon", with_field("nothing\r\n"), 400},
        {"no name", with_field(": a\r\n"), 400},
        {"name outside the token letters", with_field("X(: a\r\n"), 400},
        {"name beyond ASCII", with_field("X\xC3\xA9: a\r\n"), 400},
        {"two Authorization fields",
         with_field("Authorization: Demo a\r\nAuthorization: Demo b\r\n"),
         400},
        {"more than 100 fields",
         with_field([] {
             std::string fields;
             for (int i = 0; i < 100; ++i)
                 fields += "X-" + std::to_string(i) + ": a\r\n";
             return fields;
         }()),
         431},
        {"more than 16 KiB of fields",
         with_field("X: " + std::string(16 * 1024, 'a') + "\r\n"),
         431},
    };
    for (const Row& row : rows)
        check_refused(house, row);
}

TEST_CASE("strictness: the request line has one reading") {
    House house;
    const std::vector<Row> rows{
        {"two spaces", line("GET  /api/v1/hello HTTP/1.1"), 400},
        {"space at the end", line("GET /api/v1/hello HTTP/1.1 "), 400},
        {"space in front", line(" GET /api/v1/hello HTTP/1.1"), 400},
        {"tab for a space", line("GET\t/api/v1/hello HTTP/1.1"), 400},
        {"no version", line("GET /api/v1/hello"), 400},
        {"HTTP/0.9", line("GET /api/v1/hello HTTP/0.9"), 505},
        {"HTTP/2.0", line("GET /api/v1/hello HTTP/2.0"), 505},
        {"HTTP/1.2", line("GET /api/v1/hello HTTP/1.2"), 505},
        {"HTTP/1.32", line("GET /api/v1/hello HTTP/1.32"), 400},
        {"http/1.1", line("GET /api/v1/hello http/1.1"), 400},
        {"an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"unknown method", line("BREW /api/v1/hello HTTP/1.1"), 501},
        {"lower-case method", line("get /api/v1/hello HTTP/1.1"), 501},
        {"method outside the token letters", line("GE(T /api/v1/hello HTTP/1.1"), 400},
        {"method of 40 letters", line(std::string(40, 'A') + " /api/v1/hello HTTP/1.1"), 501},
        {"method of 9,000 letters", line(std::string(9000, 'A') + " / HTTP/1.1"), 501},
        {"TRACE", line("TRACE /api/v1/hello HTTP/1.1"), 405},
        {"CONNECT", line("CONNECT localhost:443 HTTP/1.1"), 405},
        {"target of 8,001 bytes", line("GET /" + std::string(8000, 'a') + " HTTP/1.1"), 414},
        {"target of 20,000 bytes", line("GET /" + std::string(20000, 'a') + " HTTP/1.1"), 414},
    };
    for (const Row& row : rows)
        check_refused(house, row);
}

TEST_CASE("strictness: a target is what it says, once decoded") {
    House house;
    const std::vector<std::string> targets{
        "/api/v1/hello#top",     "/api/v1/h\xC3\xA9llo",  "//api/v1/hello",
        "/api//v1/hello",        "/api/./hello",          "/api/v1/x/../hello",
        "/api/v1/%2e%2e/hello",  "/api/v1/.%2E/hello",    "/api/v1/%2e/hello",
        "/api/v1/he%00llo",      "/api/v1%2fhello",       "/api/v1%2Fhello",
        "/api/v1%5chello",       "/api/v1/he%0allo",      "/api/v1/he%7fllo",
        "/api/v1/he%zzllo",      "/api/v1/hello%2",       "/api/v1/%ff",
        "/api/v1/%c0%ae",        "/api/v1/he\"llo",       "/api/v1/he<llo",
        "/api/v1/he\\llo",       "/api/v1/he^llo",        "*",
        "localhost:443",         "http://localhost/",     "https://other.example/api/v1/hello",
        "https://a@localhost/",  "https:///api",          "ftp://localhost/",
        "/api/v1/hello?a=1&a=2", "/api/v1/hello?a=%zz",   "/api/v1/hello?a=%00",
        "/api/v1/hello?a=1#x",   "/api/v1/hello?a=1&&b=2"};
    for (const auto& target : targets)
        check_refused(house, {target, get(target), 400});

    check_followed(house, {"own absolute form", get("https://localhost/api/v1/hello"), 200});
    check_followed(
        house,
        {"own absolute form with port", get("HTTPS://clarion.example:8443/api/v1/hello?x=1"), 200}
    );
    check_followed(house, {"an escape, decoded once", get("/api/v1/say/a%2542"), 200});
    check_followed(house, {"nothing there", get("/api/v1/nothing"), 404});
}

TEST_CASE("strictness: Host is there once and ours") {
    House house;
    const std::string target = "/api/v1/hello";
    const std::vector<Row> rows{
        {"missing", get(target, ""), 400},
        {"missing in HTTP/1.0", "GET /api/v1/hello HTTP/1.0\r\n\r\n", 400},
        {"twice", get(target, "Host: localhost\r\nHost: localhost\r\n"), 400},
        {"empty", get(target, "Host:\r\n"), 400},
        {"with user information", get(target, "Host: a@localhost\r\n"), 400},
        {"with a path", get(target, "Host: localhost/x\r\n"), 400},
        {"with a bad port", get(target, "Host: localhost:8x\r\n"), 400},
        {"two names", get(target, "Host: localhost, other\r\n"), 400},
        {"not ours", get(target, "Host: other.example\r\n"), 421},
        {"ours as a prefix", get(target, "Host: localhost.other.example\r\n"), 421},
        {"ours with a dot", get(target, "Host: localhost.\r\n"), 421},
    };
    for (const Row& row : rows)
        check_refused(house, row);

    for (const char* host : {"localhost:8444", "LOCALHOST", "127.0.0.1:1", "[::1]:8444"}) {
        check_followed(house, {host, get(target, "Host: " + std::string(host) + "\r\n"), 200});
    }
}

TEST_CASE("strictness: a body has one length") {
    House house;
    const std::vector<Row> rows{
        {"twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
        {"two lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
        {"a list", post("Content-Length: 3, 3\r\n", "abc"), 400},
        {"a sign", post("Content-Length: +3\r\n", "abc"), 400},
        {"hexadecimal", post("Content-Length: 0x3\r\n", "abc"), 400},
        {"an underscore", post("Content-Length: 1_0\r\n", "abc"), 400},
        {"empty", post("Content-Length:\r\n", "abc"), 400},
        {"negative", post("Content-Length: -3\r\n", "abc"), 400},
        {"2 to the 63", post("Content-Length: 9223372036854775808\r\n", "abc"), 400},
        {"beyond 64 bits", post("Content-Length: 99999999999999999999\r\n", "abc"), 400},
        {"a space inside", post("Content-Length: 3 3\r\n", "abc"), 400},
        {"too large", post("Content-Length: 1048577\r\n", "abc"), 413},
        {"both lengths",
         post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
         400},
        {"both, other order",
         post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
         400},
        {"chunked, identity", post("Transfer-Encoding: chunked, identity\r\n"), 400},
        {"chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n"), 400},
        {",chunked", post("Transfer-Encoding: ,chunked\r\n"), 400},
        {"chunked,", post("Transfer-Encoding: chunked,\r\n"), 400},
        {"empty coding", post("Transfer-Encoding:\r\n"), 400},
        {"two codings fields",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
         400},
        {"xchunked", post("Transfer-Encoding: xchunked\r\n"), 501},
        {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
        {"identity", post("Transfer-Encoding: identity\r\n"), 501},
        {"chunked in HTTP/1.0",
         "POST /api/v1/keep HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         400},
        {"GET with a body", with_field("Content-Length: 3\r\n") + "abc", 400},
        {"GET with chunks", with_field("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
    };
    for (const Row& row : rows)
        check_refused(house, row);
    CHECK(house.visits.count() == 0);

    check_followed(house, {"an honest body", post("Content-Length: 3\r\n", "abc"), 200});
    check_followed(house, {"GET with an empty body", with_field("Content-Length: 0\r\n"), 200});
}

TEST_CASE("strictness: chunks have one reading") {
    House house;
    const std::vector<Row> rows{
        {"empty size", chunked("\r\nabc\r\n0\r\n\r\n"), 400},
        {"a sign", chunked("+3\r\nabc\r\n0\r\n\r\n"), 400},
        {"0x", chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
        {"an underscore", chunked("0_3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a space in front", chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400},
        {"a space behind", chunked("3 \r\nabc\r\n0\r\n\r\n"), 400},
        {"17 digits", chunked("00000000000000003\r\nabc\r\n0\r\n\r\n"), 400},
        {"beyond 64 bits", chunked("ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 400},
        {"larger than allowed", chunked("ffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 413},
        {"extension of 257 bytes",
         chunked("3;" + std::string(257, 'a') + "\r\nabc\r\n0\r\n\r\n"),
         400},
        {"LF in an extension", chunked("3;a\nb\r\nabc\r\n0\r\n\r\n"), 400},
        {"LF behind the size", chunked("3\nabc\r\n0\r\n\r\n"), 400},
        {"no CR LF after the data", chunked("3\r\nabc0\r\n\r\n"), 400},
        {"LF after the data", chunked("3\r\nabc\n0\r\n\r\n"), 400},
        {"forbidden trailer", chunked("3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n"), 400},
        {"malformed trailer", chunked("3\r\nabc\r\n0\r\nnothing\r\n\r\n"), 400},
        {"trailer of 5,000 bytes", chunked("0\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"), 400},
    };
    for (const Row& row : rows)
        check_refused(house, row);
    CHECK(house.visits.count() == 0);

    check_followed(
        house, {"honest chunks", chunked("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n"), 200}
    );
    CHECK(house.visits.take().request.body == "abc0123456789");
}

TEST_CASE("strictness: trailers are dropped") {
    House house;
    Client client(house.port);

    client.send(chunked("3\r\nabc\r\n0\r\nX-Late: news\r\n\r\n"));

    CHECK(client.read_answer().status == 200);
    CHECK_FALSE(house.visits.take().request.header("x-late").has_value());
}

TEST_CASE("strictness: an expectation is met after the head was checked, or refused") {
    House house;
    check_refused(
        house,
        {"another expectation", post("Content-Length: 3\r\nExpect: pancakes\r\n", "abc"), 417}
    );
    check_refused(
        house, {"a bad head", post("Content-Length: 3, 3\r\nExpect: 100-continue\r\n", "abc"), 400}
    );
    check_followed(
        house,
        {"the body came along", post("Content-Length: 3\r\nExpect: 100-continue\r\n", "abc"), 200}
    );

    Client client(house.port);
    client.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n"));
    CHECK(client.read_interim() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    CHECK(client.read_answer().status == 200);
}

TEST_CASE("strictness: a body cut short has no effect at all") {
    House house;
    for (const std::string& request :
         {post("Content-Length: 5\r\n", "abc"), chunked("5\r\nabc"), chunked("3\r\nabc\r\n")}) {
        Client client(house.port);
        client.send(request);
        client.hang_up();
    }

    CHECK(ask(house.port, kHonest).status == 200);  // the three came before it
    CHECK(house.visits.count() == 0);
}

TEST_CASE("strictness: HEAD has the fields of GET and no body, OPTIONS says what is allowed") {
    House house;
    Client client(house.port);

    client.send("HEAD /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + kHonest);
    const Answer head = client.read_answer(true);
    const Answer full = client.read_answer();
    client.send("OPTIONS /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const Answer options = client.read_answer();
    client.send("DELETE /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const Answer refused = client.read_answer();

    CHECK(head.status == 200);
    CHECK(head.fields == full.fields);
    CHECK(full.body == R"({"hello":true})");
    CHECK(options.status == 204);
    CHECK(options.field("allow") == "GET, HEAD, OPTIONS");
    CHECK(refused.status == 405);
    CHECK(refused.field("allow") == "GET, HEAD, OPTIONS");
}
