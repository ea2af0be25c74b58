// The server's promises beside parsing: headers on every answer, limits in time and number, TLS,
// start and stop.
#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "adapters/http/problem.hpp"
#include "tests/adapters/http_client.hpp"
#include "tests/adapters/http_house.hpp"

namespace {

using namespace clarion;
using namespace clarion::test;
using namespace std::chrono_literals;

const std::string kHonest = "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string get(const std::string& target, const std::string& fields = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

void check_security_headers(const Answer& answer) {
    CAPTURE(answer.status);
    CHECK(answer.field("strict-transport-security") == "max-age=63072000; includeSubDomains");
    CHECK(answer.field("content-security-policy").find("default-src 'none'") == 0);
    CHECK(
        answer.field("content-security-policy").find("frame-ancestors 'none'") != std::string::npos
    );
    CHECK(answer.field("permissions-policy").find("camera=()") != std::string::npos);
    CHECK(answer.field("referrer-policy") == "no-referrer");
    CHECK(answer.field("x-content-type-options") == "nosniff");
    CHECK(answer.field("x-frame-options") == "DENY");
    CHECK(answer.field("cross-origin-opener-policy") == "same-origin");
    CHECK(answer.field("cross-origin-embedder-policy") == "require-corp");
    CHECK(answer.field("cross-origin-resource-policy") == "same-origin");
    CHECK(answer.field("cache-control") == "no-store");
    CHECK(answer.field("server").empty());
    CHECK(answer.field("x-powered-by").empty());
    CHECK(answer.field("access-control-allow-origin").empty());  // no other origin is let in
    CHECK_FALSE(answer.field("date").empty());
}

// Every wait short, and looked at often.
HouseSettings impatient() {
    HouseSettings settings;
    settings.deadlines.tick = 10ms;
    return settings;
}

std::string why_not(std::uint16_t port, const Wish& wish) {
    try {
        Client client(port, wish);
        client.send(kHonest);
        return std::to_string(client.read_answer().status);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("server: every answer carries the security headers, whatever its status") {
    HouseSettings settings = impatient();
    settings.deadlines.headers = 100ms;
    for (const auto kind : {http::ListenerKind::public_form, http::ListenerKind::staff}) {
        settings.kind = kind;
        House house(settings);
        const std::vector<std::pair<int, std::string>> requests{
            {200, kHonest},
            {204, "OPTIONS /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"},
            {400, "GET /.. HTTP/1.1\r\nHost: localhost\r\n\r\n"},
            {404, get("/nothing")},
            {404, get("/api/v1/nothing")},
            {405, "DELETE /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"},
            {408, "GET /api/v1/hello HTTP/1.1\r\n"},
            {413,
             "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"},
            {414, get("/" + std::string(8000, 'a'))},
            {417, get("/api/v1/hello", "Expect: more\r\n")},
            {421, "GET /api/v1/hello HTTP/1.1\r\nHost: other.example\r\n\r\n"},
            {431, get("/api/v1/hello", "X: " + std::string(17000, 'a') + "\r\n")},
            {500, get("/api/v1/break")},
            {500, get("/api/v1/forget")},
            {501, "BREW /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"},
            {503, get("/api/v1/busy")},
            {505, "GET /api/v1/hello HTTP/2.0\r\nHost: localhost\r\n\r\n"},
        };
        for (const auto& [status, request] : requests) {
            const Answer answer = ask(house.port, request);
            CHECK(answer.status == status);
            check_security_headers(answer);
            CHECK(answer.body.find("inner words") == std::string::npos);
        }
    }
}

TEST_CASE("server: the plain admin listener speaks HTTP and promises no TLS") {
    House house;
    Client client(house.plain_port, {.plain = true});

    client.send(kHonest);
    const Answer answer = client.read_answer();

    CHECK(answer.status == 200);
    CHECK(answer.field("strict-transport-security").empty());
    CHECK(answer.field("x-frame-options") == "DENY");
}

TEST_CASE("server: limits bite at the byte") {
    House house;
    const auto fields = [](std::size_t bytes) {  // a header section of this size, names included
        const std::string host = "Host: localhost\r\n";
        return host + "X: " + std::string(bytes - host.size() - 7, 'a') + "\r\n\r\n";
    };
    const auto body = [](std::size_t bytes) {
        return "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
               std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'a');
    };
    const std::string line = "GET /api/v1/hello HTTP/1.1\r\n";

    CHECK(ask(house.port, line + fields(http::kHeaderBytesMax)).status == 200);
    CHECK(ask(house.port, line + fields(http::kHeaderBytesMax + 1)).status == 431);
    CHECK(ask(house.port, get("/" + std::string(http::kTargetBytesMax - 1, 'a'))).status == 404);
    CHECK(ask(house.port, get("/" + std::string(http::kTargetBytesMax, 'a'))).status == 414);
    CHECK(ask(house.port, body(http::kStaffBodyBytesMax)).status == 200);
    CHECK(house.visits.take().request.body.size() == http::kStaffBodyBytesMax);
    CHECK(ask(house.port, body(http::kStaffBodyBytesMax + 1)).status == 413);

    HouseSettings settings;
    settings.kind = http::ListenerKind::public_form;
    House open(settings);
    CHECK(ask(open.port, body(http::kPublicBodyBytesMax)).status == 200);
    CHECK(ask(open.port, body(http::kPublicBodyBytesMax + 1)).status == 413);
}

TEST_CASE("server: slow clients are cut off") {
    HouseSettings settings = impatient();

    SUBCASE("in the handshake") {
        settings.deadlines.handshake = 50ms;
        House house(settings);
        Client client(house.port, {.plain = true});  // connects and says nothing
        CHECK(client.closes());
    }
    SUBCASE("before the first request") {
        settings.deadlines.headers = 50ms;
        House house(settings);
        Client client(house.port);
        CHECK(client.closes());
    }
    SUBCASE("in the headers") {
        settings.deadlines.headers = 50ms;
        House house(settings);
        Client client(house.port);
        client.send("GET /api/v1/hello HTTP/1.1\r\nHost: loc");
        CHECK(client.read_answer().status == 408);
        CHECK(client.closes());
    }
    SUBCASE("in the body") {
        settings.deadlines.body_grace = 50ms;
        House house(settings);
        Client client(house.port);
        client.send("POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
        CHECK(client.read_answer().status == 408);
        CHECK(client.closes());
        CHECK(house.visits.count() == 0);
    }
    SUBCASE("idle between requests") {
        settings.deadlines.idle = 50ms;
        House house(settings);
        Client client(house.port);
        client.send(kHonest);
        CHECK(client.read_answer().status == 200);
        CHECK(client.closes());
    }
    SUBCASE("not taking the answer") {
        settings.deadlines.write = 50ms;
        House house(settings);
        Client client(house.port);
        const std::string body(http::kStaffBodyBytesMax, 'a');
        for (int i = 0; i < 16; ++i) {  // more than the sockets' buffers hold; nothing is read
            const bool open = client.send(
                "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body
            );
            if (!open) break;
        }
        CHECK(house.visits.count() < 16);
    }
    SUBCASE("waiting for an engine that does not answer") {
        settings.deadlines.answer = 50ms;
        House house(settings);
        Client client(house.port);
        client.send(get("/api/v1/wait"));
        const Answer answer = client.read_answer();
        CHECK(answer.status == 503);
        CHECK(answer.body.find("outcome_unknown") != std::string::npos);
        house.waiting.take().reply(http::json_response(200, "late"));
        client.send(kHonest);
        CHECK(client.read_answer().body == R"({"hello":true})");  // and not the late answer
    }
}

TEST_CASE("server: a page that does not come in time is said by a page") {
    HouseSettings settings = impatient();
    settings.deadlines.answer = 50ms;
    House house(settings);
    Client client(house.port);
    client.send(get("/page/wait"));
    const Answer answer = client.read_answer();
    CHECK(answer.status == 503);
    CHECK(answer.field("content-type") == "text/html; charset=utf-8");
    CHECK(answer.body.find("It may not have taken place") != std::string::npos);
    house.waiting.take().reply(http::html_response(200, "late"));
}

TEST_CASE("server: what goes wrong inside is said in the style of what was asked") {
    House house;
    for (const std::string_view name : {"break", "forget", "break-later"}) {
        CAPTURE(name);
        const Answer page = ask(house.port, get("/page/" + std::string(name)));
        CHECK(page.status == 500);
        CHECK(page.field("content-type") == "text/html; charset=utf-8");
        CHECK(page.body.find("inner words") == std::string::npos);
        const Answer problem = ask(house.port, get("/api/v1/" + std::string(name)));
        CHECK(problem.status == 500);
        CHECK(problem.field("content-type") == "application/problem+json");
        CHECK(problem.body.find("inner words") == std::string::npos);
        CHECK(problem.body.find("\"instance\":\"none\"") == std::string::npos);
    }
}

TEST_CASE("server: beyond the limit the connection idle for longest makes room") {
    HouseSettings settings;
    settings.connections_max = 2;
    House house(settings);
    Client first(house.port);
    first.send(kHonest);
    CHECK(first.read_answer().status == 200);
    Client second(house.port);
    second.send(kHonest);
    CHECK(second.read_answer().status == 200);

    Client third(house.port);
    third.send(kHonest);

    CHECK(third.read_answer().status == 200);
    CHECK(first.closes());
    second.send(kHonest);
    CHECK(second.read_answer().status == 200);
}

TEST_CASE("server: TLS is 1.2 or 1.3 with forward secrecy, http/1.1 and our names") {
    House house;

    CHECK(why_not(house.port, {.tls_version = TLS1_3_VERSION}) == "200");
    CHECK(why_not(house.port, {.tls_version = TLS1_2_VERSION}) == "200");
    CHECK(why_not(house.port, {.tls_version = TLS1_1_VERSION}) != "200");
    CHECK(why_not(house.port, {.tls_version = TLS1_VERSION}) != "200");
    CHECK(
        why_not(house.port, {.tls_version = TLS1_2_VERSION, .ciphers = "AES256-GCM-SHA384"}) !=
        "200"
    );
    CHECK(
        why_not(
            house.port, {.tls_version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES256-SHA384"}
        ) != "200"
    );
    CHECK(why_not(house.port, {.alpn = "http/1.1"}) == "200");
    CHECK(why_not(house.port, {.alpn = "h2"}) != "200");
    CHECK(why_not(house.port, {.server_name = "clarion.example"}) == "200");
    CHECK(why_not(house.port, {.server_name = ""}) == "200");
    CHECK(why_not(house.port, {.server_name = "other.example"}) != "200");

    HouseSettings strict;
    strict.tls12_allowed = false;
    House only13(strict);
    CHECK(why_not(only13.port, {.tls_version = TLS1_2_VERSION}) != "200");
    CHECK(why_not(only13.port, {.tls_version = TLS1_3_VERSION}) == "200");
}

TEST_CASE("server: no session can be resumed and no handshake repeated") {
    House house;
    Client client(house.port, {.tls_version = TLS1_2_VERSION});
    client.send(kHonest);
    CHECK(client.read_answer().status == 200);

    CHECK(SSL_SESSION_is_resumable(SSL_get_session(client.tls())) == 0);
    CHECK(SSL_get_current_compression(client.tls()) == nullptr);
    CHECK(SSL_get_extms_support(client.tls()) == 1);
    SSL_renegotiate(client.tls());
    CHECK(SSL_do_handshake(client.tls()) != 1);
}

TEST_CASE("server: a port in use is said in one clear line") {
    House house;
    http::ListenerSettings settings;
    settings.host = "127.0.0.1";
    settings.port = house.plain_port;
    http::Server second({settings}, house.router, 1);
    std::string said;

    try {
        second.start();
    } catch (const http::ListenFailed& failure) {
        said = failure.what();
    }

    CHECK(
        said == "cannot listen on 127.0.0.1:" + std::to_string(house.plain_port) +
                    ": Address already in use"
    );
}

TEST_CASE("server: an answer that comes after the connection or the server has gone does no harm") {
    auto house = std::make_unique<House>();
    {
        Client client(house->port);
        client.send(get("/api/v1/wait"));
        const http::Call call = house->waiting.take();
        client.hang_up();
        call.reply(http::json_response(200, "{}"));
        call.reply(http::json_response(200, "a second answer is dropped"));
    }
    HouseSettings hurried;
    hurried.deadlines.stop = 0ms;
    House stopping(hurried);
    Client client(stopping.port);
    client.send(get("/api/v1/wait"));
    const http::Call held = stopping.waiting.take();
    stopping.server->stop();
    stopping.server.reset(new http::Server({}, stopping.router, 1));
    held.reply(http::json_response(200, "{}"));

    CHECK(client.read_answer().status == 0);
    CHECK(ask(house->port, kHonest).status == 200);
}

TEST_CASE("server: at stop the answers under way still go out") {
    House house;
    Client idle(house.port);
    idle.send(kHonest);
    CHECK(idle.read_answer().status == 200);
    Client busy(house.port);
    busy.send(get("/api/v1/wait"));
    http::Call held = house.waiting.take();

    std::jthread stopper([&house] { house.server->stop(); });
    CHECK(idle.closes());
    held.reply(http::json_response(200, "{}"));
    const Answer answer = busy.read_answer();

    CHECK(answer.status == 200);
    CHECK(answer.field("connection") == "close");
}

TEST_CASE("server: an answer with a step leaves when the step is over, and not before") {
    House house;
    const auto asked_at = std::chrono::steady_clock::now();
    CHECK(ask(house.port, get("/api/v1/step")).status == 200);
    CHECK(std::chrono::steady_clock::now() - asked_at >= kStep);
}

TEST_CASE("server: request ids are opaque and never come twice") {
    House house;
    std::set<std::string> ids;
    for (int i = 0; i < 20; ++i) {
        const std::string request =
            "POST /api/v1/keep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na";
        CHECK(ask(house.port, request).status == 200);
        ids.insert(house.visits.take().request.id);
    }
    CHECK(ids.size() == 20);
    CHECK(ids.begin()->size() == 24);
}
