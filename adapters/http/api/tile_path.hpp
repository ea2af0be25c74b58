// Tile paths of c2sp.org/tlog-tiles: `<level>/<index>[.p/<width>]` and
// `entries/<index>[.p/<width>]`.
#pragma once

#include <optional>
#include <string_view>

#include "engine/runtime/work.hpp"

namespace clarion::http {

// Empty for anything but the one spelling a tile has.
[[nodiscard]] std::optional<runtime::ReadAuditTile> parse_tile_path(std::string_view path);

}  // namespace clarion::http
