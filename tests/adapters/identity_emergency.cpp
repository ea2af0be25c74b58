// Emergency passes: of a statement to the letter, good once, for a time, and known after a restart.
#include <doctest/doctest.h>

#include <stdexcept>

#include "adapters/identity/emergency_passes.hpp"
#include "adapters/keys/sha256.hpp"
#include "tests/support/fake_machine.hpp"

using namespace clarion;
using namespace clarion::identity;
using std::chrono::hours;

namespace {

const core::Instant kNow = *core::parse_rfc3339("2026-11-23T09:00:00Z");

struct Desk {
    core::Sha256 sha256 = keys::make_sha256();
    std::string kept;
    bool disk_fails = false;
    test::FakeIds ids;
    EmergencyPasses passes = opened();

    EmergencyPasses opened() {
        return {sha256, kept, [this](const std::string& text) {
                    if (disk_fails) throw std::runtime_error("no disk");
                    kept = text;
                }};
    }
    EmergencyPass pass(const std::string& id, const std::string& code, hours life = hours(4)) {
        return {
            .service = "audit.force.example/clarion/2026",
            .id = id,
            .issuer = "force",
            .subject = "abused by used",
            .roles = {"decision_maker", "supervisor"},
            .code = hash_of_code(sha256, code),
            .until = kNow + life};
    }
};

}  // namespace

TEST_CASE("emergency: a statement is read as it is written, and in no other spelling") {
    Desk desk;
    const std::string text = statement_of(desk.pass("one", "CODE"));

    const auto read = read_statement(text);

    REQUIRE(read);
    CHECK(read->subject == "abused by used");
    CHECK(read->roles == std::vector<std::string>{"decision_maker", "supervisor"});
    CHECK(statement_of(*read) == text);
    for (std::size_t at = 0; at < text.size(); ++at)
        CHECK_FALSE(read_statement(text.substr(0, at)));
    CHECK_FALSE(read_statement(text + "\n"));
    CHECK_FALSE(read_statement("\n" + text));
    std::string twice = text;
    twice.insert(twice.find("decision_maker "), "decision_maker  ");
    CHECK_FALSE(read_statement(twice));
}

TEST_CASE("emergency: a code opens once, however it is typed") {
    Desk desk;
    CHECK_FALSE(desk.passes.add(desk.pass("one", "ABCDE-10FGH"), kNow));

    CHECK_FALSE(desk.passes.use("ABCDE-10FGJ", kNow));
    CHECK_FALSE(desk.passes.use("", kNow));
    const auto used = desk.passes.use("abcde l0 fgh", kNow);
    REQUIRE(used);
    CHECK(used->id == "one");
    CHECK_FALSE(desk.passes.use("ABCDE-10FGH", kNow));
}

TEST_CASE("emergency: it is over when it says, and none lasts for more than a day") {
    Desk desk;

    CHECK(desk.passes.add(desk.pass("one", "A", hours(0)), kNow) == PassRefused::over);
    CHECK(desk.passes.add(desk.pass("one", "A", hours(25)), kNow) == PassRefused::too_long);
    CHECK_FALSE(desk.passes.add(desk.pass("one", "A", hours(4)), kNow));
    CHECK_FALSE(desk.passes.use("A", kNow + hours(4)));
    CHECK(desk.passes.use("A", kNow + hours(4) - std::chrono::milliseconds(1)));
}

TEST_CASE("emergency: a statement cannot be brought again, used or not, nor after a restart") {
    Desk desk;
    CHECK_FALSE(desk.passes.add(desk.pass("one", "A"), kNow));
    CHECK(desk.passes.add(desk.pass("one", "A"), kNow) == PassRefused::known);
    REQUIRE(desk.passes.use("A", kNow));

    EmergencyPasses again = desk.opened();

    CHECK(again.add(desk.pass("one", "A"), kNow) == PassRefused::known);
    CHECK_FALSE(again.use("A", kNow));
    CHECK_FALSE(again.add(desk.pass("two", "B"), kNow));
    EmergencyPasses later = desk.opened();
    CHECK(later.all().size() == 2);
    CHECK(later.use("B", kNow)->id == "two");
    CHECK(desk.kept.find("\nB\n") == std::string::npos);  // a hash alone
}

TEST_CASE("emergency: what another place knew is taken over, and stays used") {
    Desk desk;
    Desk before;
    CHECK_FALSE(desk.passes.add(desk.pass("one", "A"), kNow));
    CHECK_FALSE(before.passes.add(before.pass("one", "A"), kNow));
    CHECK_FALSE(before.passes.add(before.pass("two", "B"), kNow));
    CHECK(before.passes.use("B", kNow));

    desk.passes.take_over(before.passes.all());

    CHECK(desk.passes.all().size() == 2);
    CHECK(desk.passes.add(desk.pass("two", "B"), kNow) == PassRefused::known);
    CHECK_FALSE(desk.passes.use("B", kNow));
    CHECK(desk.passes.use("A", kNow));
}

TEST_CASE("emergency: what is no list of passes is told apart from no passes") {
    Desk desk;
    for (const char* kept : {"x", "used\n", "waits\nclarion emergency pass v1\n"}) {
        desk.kept = kept;
        CHECK_THROWS_AS(static_cast<void>(desk.opened()), PassesUnreadable);
    }
}

TEST_CASE("emergency: what cannot be written lets nobody in, and is not forgotten") {
    Desk desk;
    CHECK_FALSE(desk.passes.add(desk.pass("one", "A"), kNow));

    desk.disk_fails = true;
    CHECK_THROWS_AS((void)desk.passes.use("A", kNow), std::runtime_error);
    CHECK_THROWS_AS((void)desk.passes.add(desk.pass("two", "B"), kNow), std::runtime_error);
    desk.disk_fails = false;

    CHECK(desk.passes.use("A", kNow));
    CHECK_FALSE(desk.passes.use("B", kNow));
    desk.kept += "x";
    CHECK_THROWS_AS((void)desk.opened(), std::runtime_error);
}

TEST_CASE("emergency: so many are known at once and no more, until they are over") {
    Desk desk;
    for (std::size_t at = 0; at < kPassesMax; ++at) {
        const std::string name = std::to_string(at);
        CHECK_FALSE(desk.passes.add(desk.pass(name, "C" + name), kNow));
    }

    CHECK(desk.passes.add(desk.pass("more", "D"), kNow) == PassRefused::too_many);
    EmergencyPass next = desk.pass("more", "D");
    next.until = kNow + hours(8);
    CHECK_FALSE(desk.passes.add(next, kNow + hours(5)));
    CHECK(desk.passes.all().size() == 1);
}

TEST_CASE("emergency: codes have 26 letters and digits, in groups, and no two are alike") {
    Desk desk;
    const ports::Secret one = new_pass_code(desk.ids);
    const ports::Secret two = new_pass_code(desk.ids);

    CHECK(one.reveal().size() == 30);
    CHECK(one.reveal().find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ-") == std::string::npos);
    CHECK(one.reveal() != two.reveal());
}
