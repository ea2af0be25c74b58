// Drawings: SVG that a program of ours drew, checked before it may stand in a page.
#pragma once

#include <string>

#include "adapters/http/web/view.hpp"

namespace clarion::http::web {

// Empty when `svg` is not one <svg> element, or holds a script, a style, a link or an event
// handler.
[[nodiscard]] SafeHtml drawing(const std::string& svg);

}  // namespace clarion::http::web
