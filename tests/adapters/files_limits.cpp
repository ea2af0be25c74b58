// [limits] of the configuration: what it takes, that a mistake is heard, and that the schema says
// the same.
#include <doctest/doctest.h>

#include "adapters/files/configuration.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/files/json_text.hpp"

namespace {

using namespace clarion::files;

LimitSettings limits(const std::string& lines) {
    return parse_configuration("clarion.toml", "[limits]\n" + lines).limits.value();
}

std::string refusal(const std::string& lines) {
    try {
        static_cast<void>(limits(lines));
    } catch (const FileProblem& problem) {
        return problem.what();
    }
    return "none";
}

std::string written(const RateSetting& rate) {
    const bool in_minutes = rate.seconds % 60 == 0;
    return std::to_string(rate.quota) + "/" +
           std::to_string(in_minutes ? rate.seconds / 60 : rate.seconds) + (in_minutes ? "m" : "s");
}

}  // namespace

TEST_CASE("limits: every setting arrives, and what is left out is as it was") {
    CHECK_FALSE(parse_configuration("clarion.toml", "").limits);
    const LimitSettings made = limits(R"(
new_forms = "20/1h"
session = "5/1s"
strangers = "off"
connections = 1000
connections_per_network = 0
ipv4_prefix = 32
ipv6_prefix = 48
proxies = ["192.0.2.0/28"]
)");

    CHECK(made.new_forms == RateSetting{20, 3600});
    CHECK(made.session == RateSetting{5, 1});
    CHECK(made.strangers.quota == 0);
    CHECK(made.visits == LimitSettings().visits);
    CHECK(made.connections == 1000);
    CHECK(made.connections_per_network == 0);
    CHECK(made.ipv4_prefix == 32);
    CHECK(made.ipv6_prefix == 48);
    CHECK(made.proxies == std::vector<std::string>{"192.0.2.0/28"});
}

TEST_CASE("limits: a mistake is named, with what would be right") {
    for (const char* rate :
         {"",
          "/",
          "60",
          "60/",
          "60/10",
          "60/m",
          "0/1m",
          "-1/1m",
          "60/0m",
          "60/1d",
          "60 /1m",
          "60/1m ",
          "1e3/1m",
          "99999999999/1m"}) {
        CAPTURE(rate);
        CHECK(
            refusal("clients = \"" + std::string(rate) + "\"\n") ==
            "clarion.toml: limits.clients '" + std::string(rate) +
                "' is no rate: write 60/10m, 5/1s or 1000/1h, or \"off\""
        );
    }
    CHECK(
        refusal("clients = \"1000001/1m\"\n").find("at most 1000000 in 24h") != std::string::npos
    );
    CHECK(refusal("clients = \"1/25h\"\n").find("at most 1000000 in 24h") != std::string::npos);
    CHECK(refusal("clients = \"1/24h\"\n") == "none");
    for (const char* shared : {"new_forms", "visits", "sign_in", "strangers"})
        CHECK(
            refusal(std::string(shared) + " = \"9/1m\"\n") ==
            "clarion.toml: limits." + std::string(shared) +
                " '9/1m' is too little: people who share an address share it, so at least 10 at "
                "once"
        );
    CHECK(
        refusal("sessions = \"9/1m\"\n").find("clarion.toml:2: limits.sessions is not a setting") ==
        0
    );
    CHECK(refusal("clients = 60\n").find("clarion.toml:2: limits.clients must be text") == 0);
    CHECK(
        refusal("connections = 63\n").find("must be a whole number in range") != std::string::npos
    );
    CHECK(
        refusal("ipv4_prefix = 33\n").find("must be a whole number in range") != std::string::npos
    );
}

TEST_CASE("limits: the schema describes the same settings with the same defaults") {
    namespace json = clarion::core::json;
    const json::object schema =
        parse_json_object("config", read_file(CLARION_SOURCE_DIR "/schemas/config.schema.json"));
    const json::object& told = schema.at("properties").at("limits").at("properties").as_object();
    const LimitSettings made;
    const std::map<std::string, json::value> defaults{
        {"new_forms", json::value(written(made.new_forms))},
        {"visits", json::value(written(made.visits))},
        {"session", json::value(written(made.session))},
        {"sign_in", json::value(written(made.sign_in))},
        {"strangers", json::value(written(made.strangers))},
        {"clients", json::value(written(made.clients))},
        {"connections", made.connections},
        {"connections_per_network", made.connections_per_network},
        {"ipv4_prefix", made.ipv4_prefix},
        {"ipv6_prefix", made.ipv6_prefix},
        {"proxies", json::array()}};

    CHECK(told.size() == defaults.size());
    for (const auto& [name, value] : defaults) {
        CAPTURE(name);
        CHECK(told.at(name).at("default") == value);
    }
    CHECK(
        refusal("x = 1\n").find(
            "known here: clients, connections, connections_per_network, ipv4_prefix, ipv6_prefix, "
            "new_forms, proxies, session, sign_in, strangers, visits"
        ) != std::string::npos
    );
}
