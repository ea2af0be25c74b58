// Configuration: what it takes, and that a typing mistake is heard with file, line and remedy.
#include <doctest/doctest.h>

#include "adapters/files/configuration.hpp"
#include "adapters/files/file_set.hpp"

namespace {

using clarion::files::parse_address;
using clarion::files::parse_configuration;

std::string refusal(std::string_view text) {
    try {
        static_cast<void>(parse_configuration("clarion.toml", text));
    } catch (const clarion::files::FileProblem& problem) {
        return problem.what();
    }
    return "none";
}

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("configuration: every setting arrives") {
    const auto made = parse_configuration("clarion.toml", R"(
data = "/var/lib/clarion"
origin_host = "audit.force.example"
[listen]
public = "0.0.0.0:443"
io_threads = 2
[tls]
certificate = "/etc/clarion/cert.pem"
key = "/etc/clarion/key.pem"
[smtp]
url = "smtp://mail.force.example:587"
sender = "calls@force.example"
[staff_mailboxes]
supervisor = "supervisors@force.example"
)");

    CHECK(made.data == "/var/lib/clarion");
    CHECK(made.public_address == "0.0.0.0:443");
    CHECK(made.staff_address == "127.0.0.1:8444");
    CHECK(made.io_threads == 2);
    REQUIRE(made.smtp);
    CHECK(made.smtp->starttls);
    CHECK(made.staff_mailboxes.at("supervisor") == "supervisors@force.example");
}

TEST_CASE("configuration: a mistake is named with its line, and what would be right") {
    CHECK(says(refusal("\ndta = \"x\"\n"), "clarion.toml:2: dta is not a setting; known here: data")
    );
    CHECK(says(
        refusal("[listen]\nio_threads = \"two\"\n"), "clarion.toml:2: listen.io_threads must be"
    ));
    CHECK(says(refusal("[listen]\nio_threads = 0\n"), "must be a whole number in range"));
    CHECK(says(refusal("data = \n"), "clarion.toml:1: not TOML"));
    CHECK(says(refusal("[smtp]\nurl = \"smtp://mail.example\"\n"), "needs url and sender"));
}

TEST_CASE("configuration: addresses are host and port, and loopback is told apart") {
    CHECK(parse_address("--public", "[::1]:8443").host == "::1");
    CHECK(parse_address("--public", "127.0.0.1:0").port == 0);
    CHECK_THROWS_AS(
        static_cast<void>(parse_address("--public", "8443")), clarion::files::FileProblem
    );
    CHECK_THROWS_AS(
        static_cast<void>(parse_address("--public", "host:70000")), clarion::files::FileProblem
    );
    CHECK(clarion::files::is_loopback({"127.0.0.1", 1}));
    CHECK(clarion::files::is_loopback({"localhost", 1}));
    CHECK_FALSE(clarion::files::is_loopback({"0.0.0.0", 1}));
    CHECK_FALSE(clarion::files::is_loopback({"127.force.example", 1}));
}
