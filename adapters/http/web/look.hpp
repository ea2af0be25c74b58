// Look: what a force gives the pages of itself: its name, its colour and its mark.
//
// Threads: any; pure.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/web/templates.hpp"

namespace clarion::http::web {

inline constexpr std::string_view kPlainColour = "#1a3a5c";

struct Look {
    std::string force_name;  // in the header; never in a title
    std::string colour{kPlainColour};
    SafeHtml mark;  // beside the name, which says what it shows; may be empty
};

// Why `colour` cannot stand behind white words: not written as #rrggbb, or less contrast than WCAG
// 1.4.3 asks. Empty when it can.
[[nodiscard]] std::string complaint_about_colour(std::string_view colour);

// Why `svg` cannot stand in the header: not one of ours to draw, too large for every page, or read
// out beside the name. Empty when it can.
[[nodiscard]] std::string complaint_about_mark(const std::string& svg);

// The style sheets among `files`, in this colour. Requires: there is no complaint about it.
[[nodiscard]] Files in_colour(Files files, std::string_view colour);

}  // namespace clarion::http::web
