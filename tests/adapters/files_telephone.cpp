#include <doctest/doctest.h>

#include "adapters/files/telephone.hpp"

namespace {

using clarion::files::could_be_telephone;
using clarion::files::is_telephone_region;

}  // namespace

TEST_CASE("telephone: every way of writing a number is taken") {
    for (const char* number : {
             "07700 900 982",
             "07700-900-982",
             "(07700) 900982",
             "+44 (0)7700 900 982",
             "0044 7700 900982",
             "447700900982",
             "01632 960 001 ext 12",
             "960001",
             "+353 1 234 5678",
             "00 353 1 234 5678",
             "ask for Jo: 07700 900 982",
             // Arabic-Indic digits, and full-width ones
             "\xD9\xA0\xD9\xA7\xD9\xA7\xD9\xA0\xD9\xA0 \xD9\xA9\xD9\xA0\xD9\xA0 \xD9\xA9\xD9\xA8"
             "\xD9\xA2",
             "\xEF\xBC\x90\xEF\xBC\x97\xEF\xBC\x97\xEF\xBC\x90\xEF\xBC\x90 900982",
         }) {
        CAPTURE(number);
        CHECK(could_be_telephone(number, "GB"));
    }
}

TEST_CASE("telephone: what cannot be a number is refused") {
    for (const char* text :
         {"",
          "ring me",
          "0770",
          "077009009822222",
          "+44",
          "+999 123 456 789",
          "robin@mail.example"}) {
        CAPTURE(text);
        CHECK_FALSE(could_be_telephone(text, "GB"));
    }
}

TEST_CASE("telephone: a number is read as it is dialled where the force is") {
    CHECK(could_be_telephone("021 123 4567", "NZ"));
    CHECK_FALSE(could_be_telephone("07700 900 982", "CA"));
    CHECK(could_be_telephone("+44 7700 900 982", "CA"));
    CHECK(could_be_telephone("07700 900 982", ""));
    CHECK_FALSE(could_be_telephone("12345", ""));
    CHECK(could_be_telephone("+44 7700 900 982", ""));
    CHECK_FALSE(could_be_telephone("+44 7700", ""));
    CHECK(is_telephone_region("JE"));
    CHECK_FALSE(is_telephone_region("Wessex"));
    CHECK_FALSE(is_telephone_region(""));
}
