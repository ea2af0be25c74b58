// Configuration: what it takes, and that a typing mistake is heard with file, line and remedy.
#include <doctest/doctest.h>

#include "adapters/files/configuration.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/files/store_settings.hpp"

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
client_authorities = "/etc/clarion/programs.pem"
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
    CHECK(made.tls_client_authorities == "/etc/clarion/programs.pem");
    CHECK(made.tls_client_revocations.empty());
    REQUIRE(made.smtp);
    CHECK(made.smtp->starttls);
    CHECK(made.staff_mailboxes.at("supervisor") == "supervisors@force.example");
}

TEST_CASE("configuration: a mistake is named with its line, and what would be right") {
    CHECK(
        says(refusal("\ndta = \"x\"\n"), "clarion.toml:2: dta is not a setting; known here: alias")
    );
    CHECK(says(
        refusal("[listen]\nio_threads = \"two\"\n"), "clarion.toml:2: listen.io_threads must be"
    ));
    CHECK(says(refusal("[listen]\nio_threads = 0\n"), "must be a whole number in range"));
    CHECK(says(refusal("data = \n"), "clarion.toml:1: not TOML"));
    CHECK(says(refusal("[smtp]\nurl = \"smtp://mail.example\"\n"), "needs url and sender"));
}

TEST_CASE("configuration: the store is a file unless it says where else, and holds no password") {
    const std::string begin = "[store]\nkind = \"postgres\"\n";
    const auto store = parse_configuration(
                           "clarion.toml",
                           begin +
                               "connection = \"host=db.example.com dbname=clarion\"\n"
                               "password_file = \"/etc/clarion/password\"\nlease_seconds = 5\n"
    )
                           .store;
    REQUIRE(store);
    CHECK(store->is_postgres());
    CHECK(store->lease_seconds == 5);
    CHECK_FALSE(parse_configuration("clarion.toml", "").store);
    CHECK(clarion::files::store_file_text(*store).find("host=db.example.com") != std::string::npos);

    CHECK(says(refusal(begin), "store.connection must say where"));
    for (const char* connection :
         {"host=db.example.com password=x", "postgresql://clarion:x@db.example.com/clarion"}) {
        CHECK(says(refusal(begin + "connection = \"" + connection + "\"\n"), "holds a password"));
    }
    CHECK(says(refusal("[store]\nkind = \"oracle\"\n"), "it is sqlite or postgres"));
    CHECK(says(refusal("[store]\nconnection = \"host=x\"\n"), "store.kind is sqlite"));
    CHECK(says(refusal(begin + "lease_seconds = 1\n"), "must be a whole number in range"));
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

TEST_CASE("configuration: issuers, whose word is taken for what") {
    const auto made = parse_configuration("clarion.toml", R"(
[sign_in]
staff_url = "https://clarion.force.example"
[[alias]]
issuer = "force"
subject = "ann-admin"
same_issuer = "force"
same_subject = "ann"
[[issuer]]
name = "force"
url = "https://sign-in.force.example"
audience = "https://clarion.force.example/api"
client_id = "clarion"
algorithms = ["ES256"]
[issuer.roles]
dvds-decisions = "decision_maker"
"intake:write" = "intake_service"
[[issuer]]
name = "probation"
title = "Probation"
url = "https://login.probation.example/oidc"
client_id = "clarion"
agency = "probation"
roles = { member = "agency_member" }
)");

    REQUIRE(made.sign_in.issuers.size() == 2);
    CHECK(made.sign_in.staff_url == "https://clarion.force.example");
    CHECK(made.sign_in.issuers[0].title == "force");
    CHECK(made.sign_in.issuers[0].roles.at("intake:write") == "intake_service");
    CHECK(made.sign_in.issuers[0].algorithms.size() == 1);
    CHECK(made.sign_in.issuers[1].roles_claim == "roles");
    CHECK(made.sign_in.issuers[1].algorithms.size() == 3);
    REQUIRE(made.sign_in.aliases.size() == 1);
}

TEST_CASE("configuration: an issuer that could let the wrong people in is refused") {
    const std::string good = "name = \"a\"\nurl = \"https://a.example\"\naudience = \"x\"\n";
    const auto issuer = [&](const std::string& rest) { return "[[issuer]]\n" + good + rest; };

    CHECK(refusal(issuer("")) == "none");
    CHECK(says(refusal("issuer = 1\n"), "must be written as [[issuer]]"));
    CHECK(says(refusal("[[issuer]]\nname = \"a\"\nurl = \"http://a.example\"\n"), "https address"));
    CHECK(says(refusal("[[issuer]]\nname = \"a b\"\nurl = \"https://a.example\"\n"), "issuer.name")
    );
    CHECK(says(refusal("[[issuer]]\nname = \"a\"\nurl = \"https://a.example\"\n"), "audience"));
    CHECK(says(refusal(issuer("") + issuer("")), "of another"));
    CHECK(says(refusal(issuer("algorithms = [\"RS256\"]\n")), "only ES256, PS256 and EdDSA"));
    CHECK(says(refusal(issuer("algorithms = []\n")), "name one at least"));
    CHECK(says(refusal(issuer("roles = { a = \"root\" }\n")), "`root` is not a role"));
    CHECK(says(refusal(issuer("roles = { a = \"applicant\" }\n")), "`applicant` is not a role"));
    CHECK(says(refusal(issuer("roles = { a = \"agency_member\" }\n")), "agency's people"));
    CHECK(
        says(refusal(issuer("agency = \"x\"\nroles = { a = \"supervisor\" }\n")), "agency's people")
    );
    CHECK(says(refusal(issuer("force = \"c\u00F4te\"\n")), "codes in ASCII"));
    CHECK(says(refusal(issuer("client_id = \"x\"\n")), "[sign_in] needs staff_url"));
    const std::string bound = issuer("certificate_bound = true\n");
    CHECK(says(refusal(bound), "issuer \"a\" is certificate_bound, but [tls] client_authorities"));
    CHECK(refusal("[tls]\nclient_authorities = \"/etc/clarion/programs.pem\"\n" + bound) == "none");
    CHECK(says(refusal("[sign_in]\nstaff_url = \"https://a.example/x\"\n"), "without a path"));
    const std::string alias = "[[alias]]\nissuer = \"a\"\nsame_issuer = \"a\"\n";
    CHECK(refusal(issuer("") + alias + "subject = \"x\"\nsame_subject = \"y\"\n") == "none");
    CHECK(says(refusal(issuer("") + alias), "alias: names issuer and subject"));
    CHECK(says(refusal(issuer("") + alias + "subject = \"x\"\nsame_subject = \"x\"\n"), "as itself")
    );
    CHECK(says(
        refusal(
            issuer("") + alias + "subject = \"x\"\nsame_subject = \"y\"\n" + alias +
            "subject = \"y\"\nsame_subject = \"z\"\n"
        ),
        "one other account"
    ));
}
