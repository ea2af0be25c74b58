#include "adapters/http/web/drawing.hpp"

#include <array>

namespace clarion::http::web {

SafeHtml drawing(const std::string& svg) {
    const auto end = svg.find_last_not_of(" \r\n\t");
    const std::string_view text = std::string_view(svg).substr(0, end + 1);
    if (!text.starts_with("<svg") || !text.ends_with("</svg>")) return {};
    for (const std::string_view banned : std::array<std::string_view, 8>{
             "<script",
             "<style",
             " style=",
             "href=",
             "<foreignObject",
             "<image",
             " onload",
             " onclick"}) {
        if (text.find(banned) != std::string_view::npos) return {};
    }
    return SafeHtml(std::string(text));
}

}  // namespace clarion::http::web
