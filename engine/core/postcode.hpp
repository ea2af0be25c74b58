// Postcodes: what they look like where the force is. Data of its profile (`force.postcode`), so
// that no place's rule is written into the program.
//
// Threads: any; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::core {

// Each shape has A for a letter and 9 for a digit, as in `AA9 9AA`. Without shapes there is no
// rule, and nothing is refused.
struct PostcodeRule {
    std::vector<std::string> shapes;
};

// Of a profile; what it does not say is no rule.
[[nodiscard]] PostcodeRule postcode_rule_of(const json::object& profile);

// However it is spaced, in capitals or small letters.
[[nodiscard]] bool could_be_postcode(std::string_view text, const PostcodeRule& rule);

// Those inside an address, in small letters and without spaces: a word of its own, or words that
// are parted where the shape is. `address`: plain letters and digits, parted by single spaces.
// Without a rule there are none.
[[nodiscard]] std::vector<std::string> postcodes_in(
    std::string_view address, const PostcodeRule& rule
);

}  // namespace clarion::core
