// The published table of funded areas: one amount is malformed as published, and is never guessed.
#include <doctest/doctest.h>

#include "adapters/files/file_set.hpp"
#include "adapters/files/fund_areas.hpp"
#include "adapters/files/json_text.hpp"

namespace clarion::files {

namespace {

const std::string kCatalogue = CLARION_SOURCE_DIR "/workflows/catalogue/";

std::string first_fault(const std::string& rows) {
    const FundTable table = read_fund_areas("area,amount_gbp_as_published\n" + rows);
    if (table.bad.empty()) return "good";
    return std::to_string(table.bad[0].row) + ": " + table.bad[0].reason;
}

}  // namespace

TEST_CASE("fund areas: the published table has one bad row, told with its number and why") {
    const FundTable table = read_fund_areas(read_file(kCatalogue + "perpetrator-fund-areas.csv"));

    CHECK(table.areas.size() == 26);
    REQUIRE(table.bad.size() == 1);
    CHECK(table.bad[0].row == 18);
    CHECK(table.bad[0].reason.find("Northumbria: '1,04,915'") == 0);
}

TEST_CASE("fund areas: the catalogue of the house says what the table does") {
    const FundTable table = read_fund_areas(read_file(kCatalogue + "perpetrator-fund-areas.csv"));
    const auto catalogue = parse_json_object("areas.json", read_file(kCatalogue + "areas.json"));

    const auto imported = fund_catalogue(table, "test").at("areas").as_array();
    std::size_t same = 0;
    for (const auto& area : catalogue.at("areas").as_array()) {
        for (const auto& other : imported) {
            if (area.at("id") != other.at("id")) continue;
            CHECK(area.at("perpetrator_fund_gbp") == other.at("perpetrator_fund_gbp"));
            ++same;
        }
    }
    CHECK(same == imported.size());
}

TEST_CASE("fund areas: an amount is whole pounds, in groups of three or in none") {
    CHECK(first_fault("Kent,870000\n") == "good");
    CHECK(first_fault("Kent,\"1,870,000\"\n") == "good");
    CHECK(first_fault("Kent,\"870,000\"\r\nEssex,12\r\n") == "good");
    for (const std::string amount :
         {"\"1,04,915\"",
          "\"1,2345\"",
          "\",123\"",
          "\"1234,567\"",
          "\"12,\"",
          "-5",
          "1.5",
          "",
          "£5",
          "1e5",
          "\"1 000\""}) {
        CAPTURE(amount);
        CHECK(first_fault("Kent," + amount + "\n").starts_with("2: Kent: "));
    }
}

TEST_CASE("fund areas: every bad row is told, and what cannot be parted ends the reading") {
    const FundTable table =
        read_fund_areas("area,amount_gbp_as_published\nKent,1\nKent,2\n,3\nEssex\nSurrey,\"4\n");

    CHECK(table.areas.size() == 1);
    REQUIRE(table.bad.size() == 4);
    CHECK(table.bad[0].reason == "Kent is there twice");
    CHECK(table.bad[1].reason == "names no area");
    CHECK(table.bad[2].reason == "has 1 columns, not 2");
    CHECK(table.bad[3].row == 6);
    CHECK(first_fault("Ke\"nt,1\n").starts_with("2: a quotation mark"));
    CHECK(read_fund_areas("area,amount\n").bad.at(0).row == 1);
    CHECK(read_fund_areas("").bad.at(0).row == 1);
}

}  // namespace clarion::files
