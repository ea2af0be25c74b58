// Postcodes by the rule of a place's profile.
#include "adapters/files/postcode.hpp"

#include <doctest/doctest.h>

#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/scheme.hpp"

namespace clarion {
namespace {

using core::could_be_postcode;

core::PostcodeRule rule_of(const char* scheme) {
    const files::FileSet house = files::read_folder(CLARION_SOURCE_DIR "/workflows", "workflows/");
    return core::postcode_rule_of(files::profile_of(house, scheme));
}

TEST_CASE("postcode: each place has its own rule, and it comes from the profile alone") {
    const auto here = rule_of("dvds");
    for (const char* text : {"AA1 1AA", "a11aa", "A A 1A 1 AA", "aa99 9aa", "AA9A9AA"})
        CHECK_MESSAGE(could_be_postcode(text, here), text);
    for (const char* text : {"AA1", "1AA 1AA", "AAA1 1AA", "A1A 1A1", "1234", "AA1-1AA", ""})
        CHECK_FALSE_MESSAGE(could_be_postcode(text, here), text);

    const auto there = rule_of("saskatchewan");
    CHECK(could_be_postcode("a1a 1a1", there));
    CHECK_FALSE(could_be_postcode("AA1 1AA", there));
    CHECK(could_be_postcode("0800", rule_of("fvids")));
    CHECK(could_be_postcode("aa1 1aa", rule_of("dsdas")));
    CHECK(could_be_postcode("anything", {}));
}

TEST_CASE("postcode: inside an address it is found as it is written there, by the place's own rule"
) {
    const auto found = [](std::string_view address, const char* scheme) {
        std::string codes;
        for (const std::string& code : core::postcodes_in(address, rule_of(scheme)))
            codes += code + ";";
        return codes;
    };
    CHECK(found("flat 2 high street aa1 1aa", "dvds") == "aa11aa;");
    CHECK(found("aa11aa exampleton or b12 3cd", "dvds") == "aa11aa;b123cd;");
    CHECK(found("aa1 the house 1aa", "dvds").empty());
    CHECK(found("xaa1 1aax", "dvds").empty());
    CHECK(found("1 first avenue a1a 1a1", "saskatchewan") == "a1a1a1;");
    CHECK(found("1 first avenue a1a 1a1", "dvds").empty());
    CHECK(found("3 beach road exampleton 0800", "fvids") == "0800;");
    CHECK(core::postcodes_in("aa1 1aa", {}).empty());
    CHECK(found("", "dvds").empty());
}

}  // namespace
}  // namespace clarion
