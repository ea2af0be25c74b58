// Telephone numbers, as people write them.
//
// Threads: any.
#pragma once

#include <string_view>

namespace clarion::files {

// Refuses only what cannot be a number, whatever is written around and between its digits.
// `region`: where a number without a country code is dialled, as ISO 3166 has it, such as GB. When
// it is empty nothing but the number of digits is known of such a number.
[[nodiscard]] bool could_be_telephone(std::string_view text, std::string_view region);

// Whether there are numbering rules for this region.
[[nodiscard]] bool is_telephone_region(std::string_view region);

}  // namespace clarion::files
