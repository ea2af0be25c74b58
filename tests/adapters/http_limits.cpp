// Limits over real connections: rates of people, programs and networks, proxies, floods, and who
// goes when there is no more room.
#include <mutex>

#include "adapters/http/admission.hpp"
#include "tests/adapters/http_api_desk.hpp"
#include "tests/adapters/http_client.hpp"
#include "tests/adapters/http_house.hpp"
#include "tests/support/fake_machine.hpp"

namespace {

using namespace clarion;
using namespace clarion::http;
using namespace clarion::test;
using namespace std::chrono_literals;

std::string asked(const std::string& target, const std::string& fields = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

std::string as(const std::string& who, const std::string& fields = "") {
    return "Authorization: Test " + who + "\r\n" + fields;
}

Route row(Method method, std::string_view pattern, Access access, Urgency urgency) {
    const Style style = pattern.starts_with("/api/") ? Style::api : Style::page;
    Route made{method, pattern, ListenerKind::staff, access, style, {}};
    made.urgency = urgency;
    made.handler = [](const Call& call) { call.reply(json_response(200, "{}")); };
    return made;
}

// A server that holds its callers to what the test says.
struct HeldHouse {
    explicit HeldHouse(const Rates& rates, const NetworkRules& networks = {})
        : admission(
              rates,
              {.clock = clock, .ids = ids, .sha256 = sha256, .metrics = metrics, .log = log},
              [this] { return fullness.load(); }
          ) {
        router.limit_by(admission);
        ListenerSettings settings;
        settings.kind = ListenerKind::staff;
        settings.host = "127.0.0.1";
        settings.our_hosts = {"localhost"};
        settings.tls = self_signed_certificate();
        settings.networks = networks;
        server = std::make_unique<Server>(std::vector{settings}, router, 1);
        port = server->start().front();
    }
    ~HeldHouse() { server->stop(); }

    std::atomic<int> fullness = 0;
    test::FakeClock clock;
    test::FakeIds ids;
    test::FakeMetrics metrics;
    test::FakeLog log;
    Admission admission;
    Router router{
        {row(Method::get, "/api/v1/cases", Access::signed_in, Urgency::by_method),
         row(Method::post, "/api/v1/act", Access::signed_in, Urgency::by_method),
         row(Method::post, "/console/act", Access::signed_in, Urgency::by_method),
         row(Method::get, "/signin", Access::anyone, Urgency::sign_in),
         row(Method::get, "/help-now", Access::anyone, Urgency::always),
         row(Method::post, "/begin", Access::anyone, Urgency::begin)},
        authenticate};
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

Rates only(Limit limit, core::Rate rate) {
    Rates rates;
    rates.at(static_cast<std::size_t>(limit)) = rate;
    return rates;
}

}  // namespace

TEST_CASE("limits: a program that asks too much is told when to come again; others go on") {
    HeldHouse house(only(Limit::clients, {3, 60s}));
    for (int times = 0; times < 3; ++times) {
        const Answer good = ask(house.port, asked("/api/v1/cases", as("ann coordinator")));
        CHECK(good.status == 200);
        CHECK(good.field("ratelimit-policy") == R"("clients";q=3;w=60)");
    }

    const Answer refused = ask(house.port, asked("/api/v1/cases", as("ann coordinator")));

    CHECK(refused.status == 429);
    CHECK(refused.field("retry-after") == "20");
    CHECK(refused.field("ratelimit") == R"("clients";r=0;t=20)");
    CHECK(refused.field("content-type") == "application/problem+json");
    CHECK(refused.body.find("too_many_requests") != std::string::npos);
    CHECK(ask(house.port, asked("/api/v1/cases", as("bob coordinator"))).status == 200);
    house.clock.advance(20s);
    CHECK(ask(house.port, asked("/api/v1/cases", as("ann coordinator"))).status == 200);
}

TEST_CASE("limits: what is not there and what is refused count like everything else") {
    HeldHouse house(only(Limit::clients, {2, 60s}));
    const std::string act =
        "POST /console/act HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" +
        as("ann coordinator") + "\r\n";
    CHECK(ask(house.port, act).status == 200);
    CHECK(ask(house.port, act).status == 200);

    const Answer page = ask(house.port, act);

    CHECK(page.status == 429);
    CHECK(page.field("retry-after") == "30");
    CHECK(page.field("content-type") == "text/html; charset=utf-8");
    CHECK(page.field("ratelimit").empty());
}

TEST_CASE("limits: signing in is held to a network's rate, by the network that a proxy names") {
    HeldHouse house(
        only(Limit::sign_in, {10, 60s}),
        {.ipv4_prefix = 24, .ipv6_prefix = 64, .proxies = {"127.0.9.0/24"}}
    );
    const auto sign_in_from = [&](const std::string& address, const std::string& fields = "") {
        Wish wish;
        wish.from = address;
        return ask(house.port, asked("/signin", fields), wish).status;
    };
    for (int times = 0; times < 10; ++times)
        CHECK(sign_in_from("127.0.0.1") == 200);
    CHECK(sign_in_from("127.0.0.2") == 429);  // the same network
    CHECK(sign_in_from("127.0.1.1") == 200);
    // Nobody chooses a network by a field, but whom we trust to write it.
    CHECK(sign_in_from("127.0.0.1", "X-Forwarded-For: 192.0.2.1\r\n") == 429);
    const std::string forged =
        "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n";
    for (int times = 0; times < 10; ++times)
        CHECK(sign_in_from("127.0.9.1", forged) == 200);
    CHECK(sign_in_from("127.0.9.1", "X-Forwarded-For: 192.0.2.200\r\n") == 429);
    CHECK(sign_in_from("127.0.9.1", "X-Forwarded-For: 2001:db8::1\r\n") == 200);
    // A proxy that says nothing hides everybody: there is nobody to hold.
    for (int times = 0; times < 20; ++times)
        CHECK(sign_in_from("127.0.9.1") == 200);
}

TEST_CASE("limits: guessing credentials ends in 429, and those who are known go on") {
    HeldHouse house(only(Limit::strangers, {10, 60s}));
    for (int times = 0; times < 10; ++times)
        CHECK(ask(house.port, asked("/api/v1/cases", as("a-bad-token"))).status == 401);
    const Answer refused = ask(house.port, asked("/api/v1/cases", as("a-bad-token")));
    CHECK(refused.status == 429);
    CHECK(refused.field("retry-after") == "6");
    CHECK(refused.field("www-authenticate").empty());
    CHECK(ask(house.port, asked("/api/v1/cases", as("ann coordinator"))).status == 200);
}

TEST_CASE("limits: in a flood what is least urgent is shed, and help is always there") {
    HeldHouse house({});
    const std::string begin =
        "POST /begin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    const std::string act =
        "POST /api/v1/act HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" +
        as("ann coordinator") + "\r\n";
    const auto statuses = [&] {
        return std::array{
            ask(house.port, begin).status,
            ask(house.port, asked("/api/v1/cases", as("ann coordinator"))).status,
            ask(house.port, asked("/signin")).status,
            ask(house.port, act).status,
            ask(house.port, asked("/help-now")).status};
    };
    CHECK(statuses() == std::array{200, 200, 200, 200, 200});
    house.fullness = 80;
    CHECK(statuses() == std::array{503, 200, 200, 200, 200});
    house.fullness = 92;
    CHECK(statuses() == std::array{503, 503, 200, 200, 200});
    house.fullness = 100;
    CHECK(statuses() == std::array{503, 503, 503, 200, 200});
    CHECK(ask(house.port, begin).field("retry-after") == "10");
}

TEST_CASE("limits: a network beyond its connections makes room by its own, the oldest idle first") {
    std::mutex lock;
    std::vector<std::string> dropped;
    HouseSettings settings;
    settings.connections_per_network = 3;
    settings.on_dropped = [&](std::string_view why) {
        const std::lock_guard hold(lock);
        dropped.emplace_back(why);
    };
    House house(settings);
    const std::string honest = asked("/api/v1/hello");
    const auto served = [&](Client& client) {
        client.send(honest);
        return client.read_answer().status == 200;
    };
    Wish elsewhere;
    elsewhere.from = "127.0.1.1";
    Client other(house.port, elsewhere);
    REQUIRE(served(other));
    Client first(house.port);
    REQUIRE(served(first));
    Client second(house.port);
    REQUIRE(served(second));
    Client third(house.port);
    REQUIRE(served(third));
    REQUIRE(served(first));  // now the second is idle for longest

    Client fourth(house.port);

    CHECK(served(fourth));
    CHECK(second.closes());
    CHECK(served(first));
    CHECK(served(third));
    CHECK(served(other));
    const std::lock_guard hold(lock);
    CHECK(dropped == std::vector<std::string>{"idle"});
}

TEST_CASE("limits: whoever sends slowly goes before anybody whose request is answered") {
    HouseSettings settings;
    settings.connections_max = 3;
    House house(settings);
    Client waiting(house.port);
    waiting.send(asked("/api/v1/wait"));
    const Call call = house.waiting.take();
    Client slow(house.port);
    slow.send("GET /api/v1/hello HTTP/1.1\r\n");
    Client slower(house.port);
    slower.send("GET /api/v1/hello HTTP/1.1\r\n");

    for (int times = 0; times < 5; ++times) {
        Client honest(house.port);
        honest.send(asked("/api/v1/hello"));
        CHECK(honest.read_answer().status == 200);
        honest.hang_up();
    }

    CHECK(slow.closes());
    call.reply(json_response(200, "{}"));
    CHECK(waiting.read_answer().status == 200);
}

TEST_CASE("limits: when all are served there is no more room, and nobody is cut off") {
    std::atomic<int> turned_away = 0;
    HouseSettings settings;
    settings.connections_max = 2;
    settings.on_dropped = [&](std::string_view why) {
        turned_away += why == "turned_away" ? 1 : 0;
    };
    House house(settings);
    Client one(house.port);
    one.send(asked("/api/v1/wait"));
    Client two(house.port);
    two.send(asked("/api/v1/wait"));
    const Call first = house.waiting.take();
    const Call second = house.waiting.take();

    CHECK_THROWS(Client(house.port));

    CHECK(turned_away == 1);
    first.reply(json_response(200, "{}"));
    second.reply(json_response(200, "{}"));
    CHECK(one.read_answer().status == 200);
    CHECK(two.read_answer().status == 200);
}

TEST_CASE("networks: what cannot be read as one is refused in words") {
    CHECK(complaint_about({}).empty());
    CHECK(complaint_about({24, 64, {"192.0.2.7", "192.0.2.0/28", "2001:db8::/32", "::1"}}).empty());
    for (const char* wrong : {"", "balancer", "192.0.2.0/33", "192.0.2", "2001:db8::/129"})
        CHECK(
            complaint_about({24, 64, {wrong}}) ==
            "proxy '" + std::string(wrong) + "' is no address or network"
        );
}
