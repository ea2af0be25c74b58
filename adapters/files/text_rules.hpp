// What every text of every form must keep to, whoever sends it: a page, a console or another
// program.
//
// Threads: any.
// Limits:  lengths count what people see as one character (UAX #29), and each of those may be made
//          of kCodePointsPerCharacterMax code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clarion::files {

inline constexpr std::size_t kCodePointsPerCharacterMax = 8;

// False for control characters, for marks that reorder the text around them, and for code points
// that are no characters. Line feed and tab only where several lines may be written.
[[nodiscard]] bool has_good_characters(std::string_view text, bool several_lines);

// Nothing but spaces of any kind. False for the empty text.
[[nodiscard]] bool is_blank(std::string_view text);

// As people count them.
[[nodiscard]] bool has_more_characters_than(std::string_view text, std::size_t most);
[[nodiscard]] bool has_fewer_characters_than(std::string_view text, std::size_t least);

// The same words, whatever their order, case and punctuation. False where there are no words.
[[nodiscard]] bool is_same_name(std::string_view one, std::string_view other);

// Composed (NFC), with line feeds as line ends.
[[nodiscard]] std::string tidied(std::string_view text);

}  // namespace clarion::files
