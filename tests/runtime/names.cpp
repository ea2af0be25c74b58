// References as people write them, and what search tokens take for the same.
#include <doctest/doctest.h>

#include "engine/core/reference.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/search_tokens.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

using runtime::normalise;
using runtime::TokenKind;

TEST_CASE("reference: read in any spelling, shown in one") {
    const core::Reference reference = core::make_reference("7K3M2QXT");

    CHECK(core::format_reference(reference) == "7K3M-2QXT-Z");
    for (const char* written : {"7K3M-2QXT-Z", "7k3m2qxtz", " 7K3M 2QXT Z ", "7-k-3-m-2-q-x-t-z"}) {
        CHECK(core::parse_reference(written) == reference);
    }
    for (const char* wrong :
         {"",
          "7K3M-2QXT",
          "7K3M-2QXT-ZZ",
          "7K3M-2QXT-0",
          "7K3M_2QXT_Z",
          "7K3M-2QXU-Z",
          "'; drop table cases"}) {
        CHECK_FALSE(core::parse_reference(wrong).has_value());
    }
}

TEST_CASE("reference: any one wrong character is caught") {
    FakeIds ids;
    for (int round = 0; round < 50; ++round) {
        const std::string good = ids.new_reference().text;
        REQUIRE(core::parse_reference(good).has_value());
        for (std::size_t place = 0; place < good.size(); ++place) {
            for (const char letter : core::kReferenceAlphabet) {
                std::string wrong = good;
                wrong[place] = letter;
                CHECK(core::parse_reference(wrong).has_value() == (wrong == good));
            }
        }
    }
}

TEST_CASE("search tokens: spellings of one value are one value") {
    CHECK(normalise(TokenKind::name, "  Sam   O'SAMPLE-Smith ") == "sam osample smith");
    CHECK(normalise(TokenKind::name, "ÉLODIE Ñ") == "élodie ñ");
    CHECK(normalise(TokenKind::name, "Σωκράτης") == "Σωκράτης");
    CHECK(normalise(TokenKind::postcode, "aa1 1aa") == normalise(TokenKind::postcode, "AA11AA"));
    CHECK(normalise(TokenKind::telephone, "07700 900 982") == "7700900982");
    CHECK(normalise(TokenKind::telephone, "+44 (0)7700 900982") == "7700900982");
    CHECK(normalise(TokenKind::telephone, "0044 7700 900982") == "7700900982");
}

TEST_CASE("definitions: a bundle that does not compile, or names an unknown form, stops the start"
) {
    House house;
    const auto start = [&](const std::vector<std::string>& bundles) {
        runtime::Services services{
            house.world.cases,
            house.world.audit,
            house.world.outbox,
            house.keys,
            house.forms,
            house.clock,
            house.ids,
            house.zones,
            house.sha256,
            house.log,
            house.metrics,
            "log.example"};
        runtime::Engine engine(services, bundles);
    };
    std::string unknown_zone = trial_bundle();
    unknown_zone.replace(unknown_zone.find("Europe/London"), 13, "Europe/Nowhere");

    CHECK_NOTHROW(start({trial_bundle()}));
    CHECK_THROWS_AS(start({unknown_zone}), runtime::BadBundle);
    CHECK_THROWS_AS(start({"{}"}), runtime::BadBundle);
    CHECK_THROWS_AS(start({"not json"}), runtime::BadBundle);
    CHECK_THROWS_AS(start({}), runtime::BadBundle);
    house.forms = FakeForms();
    house.forms.add("request", {});
    CHECK_THROWS_AS(start({trial_bundle()}), runtime::BadBundle);
}

TEST_CASE("definitions: a case stays on the bundle it began with") {
    House house;
    const std::string reference = house.submit();
    std::string next = trial_bundle();
    next.replace(next.find("\"version\": \"1\""), 14, "\"version\": \"2\"");
    runtime::Services services{
        house.world.cases,
        house.world.audit,
        house.world.outbox,
        house.keys,
        house.forms,
        house.clock,
        house.ids,
        house.zones,
        house.sha256,
        house.log,
        house.metrics,
        "log.example"};
    // The new version alone is offered; the old one is in the store.
    house.engine = std::make_unique<runtime::Engine>(services, std::vector{next});

    const auto answer = house.ask(house.supervisor, runtime::OpenCase{reference});

    CHECK(text(document(answer).at("workflow").at("version")) == "1");
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    const auto list = house.ask(house.supervisor, runtime::ListWorkflows{});
    CHECK(text(document(list).at("items").as_array().at(0).at("version")) == "2");
}

}  // namespace clarion::test
