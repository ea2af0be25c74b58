// LogOrigin: the name of the audit log, <host>/clarion/<year> (frozen form). Details are sealed
// under it and checkpoints are signed with it, so a log keeps the name it was begun with: in
// DIR/log.origin, and in the key that DIR/log.vkey publishes.
#pragma once

#include <string>

#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

// The name the log was begun with; for one not begun, the name it would get now. Throws
// CommandFailed with code conflict when the two files disagree.
[[nodiscard]] std::string log_origin_of(const DataFolder& folder, const std::string& host);

// The same, and from now on the name is kept.
[[nodiscard]] std::string keep_log_origin(const DataFolder& folder, const std::string& host);

// The name a log that begins now would get.
[[nodiscard]] std::string new_log_origin(const std::string& host);

}  // namespace clarion::deploy
