// Name sounds: how a word of a name sounds, so that a name can be found however it was spelt.
//
// After Double Metaphone (Philips, 2000): consonants alone, vowels only in front; one code for the
// likely reading and a second where a spelling has two. Its rules are a table, with Irish, Welsh
// and Slavic spellings that names here have; what it makes is ours and not the original's codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clarion::core {

// Small Latin letters without their marks; other letters are left out. `word` is UTF-8.
[[nodiscard]] std::string plain_letters(std::string_view word);

// One or two codes, different from each other; none for a word without Latin letters.
// Frozen: tokens of stored cases are made of them.
[[nodiscard]] std::vector<std::string> name_sounds(std::string_view word);

// Codes of each word, parted by spaces and hyphens.
[[nodiscard]] std::vector<std::vector<std::string>> sounds_of_words(std::string_view name);

// One text for all names whose words sound alike, in whatever order; a name without Latin letters
// stands for itself.
[[nodiscard]] std::string sound_of_name(std::string_view name);

}  // namespace clarion::core
