// DATA-PROTECTION.md is what the program makes of its own forms, policy and profile.
// CLARION_REWRITE=1 writes it anew: read the difference before it is committed.
#include <doctest/doctest.h>

#include <cstdlib>

#include "deploy/clarion/data_sheet.hpp"
#include "deploy/clarion/house.hpp"
#include "tests/structure/source_tree.hpp"

using clarion::deploy::data_sheet;
using clarion::deploy::house_files;

namespace {

std::size_t count_of(const std::string& text, std::string_view words) {
    std::size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("data protection: the sheet says what forms and profile say") {
    const std::string path = std::string(CLARION_SOURCE_DIR) + "/DATA-PROTECTION.md";
    const std::string made = data_sheet(house_files({}));
    if (std::getenv("CLARION_REWRITE") != nullptr) std::ofstream(path, std::ios::binary) << made;

    CHECK(clarion::structure::text_at(path) == made);
    CHECK(made.find("/home/address") == std::string::npos);
    CHECK(made.find("applicant.home.address\\*") != std::string::npos);
}

TEST_CASE("data protection: a class that changes, and a field that comes, change the sheet") {
    auto house = house_files({});
    const std::string before = data_sheet(house);
    std::string& form = house.at("schemas/forms/note.schema.json");
    const auto at = form.find("\"x-class\": \"casework\"");
    REQUIRE(at != std::string::npos);
    form.replace(at, 21, "\"x-class\": \"safety\"");

    const std::string after = data_sheet(house);

    CHECK(after != before);
    CHECK(count_of(after, "\n| note |") == 1);
}
