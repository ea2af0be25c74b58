// Admission: who is let in, what gives way first, what is kept of callers, and what programs are
// told.
#include <set>
#include <thread>

#include "adapters/http/admission.hpp"
#include "tests/adapters/http_api_desk.hpp"
#include "tests/support/fake_machine.hpp"

namespace {

using namespace clarion;
using namespace clarion::http;
using namespace std::chrono_literals;

struct Gate {
    explicit Gate(const Rates& rates = {})
        : admission(
              rates,
              {.clock = clock, .ids = ids, .sha256 = test::sha256, .metrics = metrics, .log = log},
              [this] { return fullness; }
          ) {}

    int fullness = 0;
    test::FakeClock clock;
    test::FakeIds ids;
    test::FakeMetrics metrics;
    test::FakeLog log;
    Admission admission;
};

Rates only(Limit limit, core::Rate rate) {
    Rates rates;
    rates.at(static_cast<std::size_t>(limit)) = rate;
    return rates;
}

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

TEST_CASE("rate table: who asks a lot is remembered through a flood of others") {
    RateTable table({5, 60s}, test::sha256, "secret", "visits");
    for (int visit = 0; visit < 5; ++visit)
        REQUIRE(table.take("192.0.2.0/24", 1h, 0ms).allowed);

    for (std::size_t other = 0; other < 3 * RateTable::kCallersMax; ++other)
        REQUIRE(table.take(std::to_string(other), 1h, 0ms).allowed);

    CHECK_FALSE(table.take("192.0.2.0/24", 1h, 0ms).allowed);
    CHECK(table.take("192.0.2.0/24", 1h + 12s, 0ms).allowed);
}

TEST_CASE("rate table: from many threads a caller gets its quota and not one more") {
    RateTable table({1000, 24h}, test::sha256, "secret", "clients");
    std::atomic<int> allowed = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&table, &allowed] {
                for (int visit = 0; visit < 1000; ++visit)
                    allowed += table.take("ann", 1h, 0ms).allowed ? 1 : 0;
            });
        }
    }
    CHECK(allowed == 1000);
}

TEST_CASE("admission: each limit counts for itself, and what has none or nobody's name is let in") {
    Gate gate(only(Limit::visits, {1, 60s}));

    CHECK(gate.admission.take(Limit::visits, "192.0.2.0/24").allowed);
    CHECK_FALSE(gate.admission.take(Limit::visits, "192.0.2.0/24").allowed);
    CHECK(gate.admission.take(Limit::visits, "198.51.100.0/24").allowed);
    for (int times = 0; times < 100; ++times) {
        CHECK(gate.admission.take(Limit::new_forms, "192.0.2.0/24").allowed);
        CHECK(gate.admission.take(Limit::visits, "").allowed);
    }
    CHECK(gate.metrics.values.at("clarion_requests_over_limit_total{visits}") == 1);
}

TEST_CASE("admission: the least urgent give way first; help and what goes on never do") {
    Gate gate;
    const std::array order{Urgency::begin, Urgency::look, Urgency::sign_in};
    const std::array never{Urgency::always, Urgency::going_on, Urgency::act};
    int gave_way_before = 0;
    for (gate.fullness = 0; gate.fullness <= 100; ++gate.fullness) {
        CAPTURE(gate.fullness);
        int gives_way = 0;
        for (const Urgency urgency : order) {
            if (!gate.admission.gives_way(urgency)) break;
            ++gives_way;
        }
        // Once one does, so does everything less urgent, and none of it comes back as it fills.
        for (std::size_t later = static_cast<std::size_t>(gives_way); later < order.size(); ++later)
            CHECK_FALSE(gate.admission.gives_way(order.at(later)));
        CHECK(gives_way >= gave_way_before);
        gave_way_before = gives_way;
        for (const Urgency urgency : never)
            CHECK_FALSE(gate.admission.gives_way(urgency));
    }
    CHECK(gave_way_before == 3);
    CHECK(gate.metrics.values.at("clarion_requests_shed_total{begin}") == 26);
    CHECK(gate.metrics.values.at("clarion_requests_shed_total{look}") == 11);
    CHECK(gate.metrics.values.at("clarion_requests_shed_total{sign_in}") == 6);
}

TEST_CASE("admission: a flood is one alarm a minute, and names nobody") {
    Gate gate(only(Limit::visits, {1, 1h}));
    gate.fullness = 100;
    for (int times = 0; times < 50; ++times) {
        (void)gate.admission.gives_way(Urgency::begin);
        (void)gate.admission.take(Limit::visits, "192.0.2.0/24");
        gate.admission.note_dropped("idle");
    }
    CHECK(gate.metrics.values.at("clarion_alarms_total{flood}") == 1);
    CHECK(gate.log.lines == std::vector<std::string>{"flood what=shed kind=begin"});

    gate.clock.advance(1min);
    (void)gate.admission.take(Limit::visits, "192.0.2.0/24");

    CHECK(gate.metrics.values.at("clarion_alarms_total{flood}") == 2);
    CHECK(gate.log.lines.back() == "flood what=over_limit kind=visits");
    CHECK(gate.metrics.values.at("clarion_connections_dropped_total{idle}") == 50);
}

TEST_CASE("admission: one person who is too fast is nobody's alarm") {
    Gate gate(only(Limit::clients, {1, 1h}));
    (void)gate.admission.take(Limit::clients, "ann");
    CHECK_FALSE(gate.admission.take(Limit::clients, "ann").allowed);
    CHECK(gate.log.lines.empty());
}

TEST_CASE("admission: a program is told the policy, and what is left once it is little") {
    Gate gate(only(Limit::clients, {20, 60s}));
    std::vector<std::string> told;
    for (int times = 0; times < 21; ++times) {
        Response response;
        const core::Taken taken = gate.admission.take(Limit::clients, "ann");
        gate.admission.tell(Limit::clients, taken, response);
        CHECK(field(response, "ratelimit-policy") == R"("clients";q=20;w=60)");
        told.push_back(field(response, "ratelimit"));
        if (!taken.allowed) CHECK(retry_after(taken) == "3");
    }
    for (int early = 0; early < 18; ++early)
        CHECK(told.at(static_cast<std::size_t>(early)).empty());
    CHECK(told.at(18) == R"("clients";r=1;t=57)");
    CHECK(told.at(19) == R"("clients";r=0;t=60)");
    CHECK(told.at(20) == R"("clients";r=0;t=3)");

    Response untold;
    gate.admission.tell(Limit::visits, {}, untold);
    CHECK(untold.headers.empty());
}
