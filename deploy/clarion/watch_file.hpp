// The file of an installation's canaries and staff register: personal data of staff, for the
// service alone. Need not be there.
//
//   {"canaries": ["7K3M-2QXT-C"],
//    "staff": [{"person": ID, "surnames": [], "postcodes": [], "telephones": []}]}
#pragma once

#include <filesystem>

#include "engine/runtime/watch_settings.hpp"

namespace clarion::deploy {

// Throws FileProblem for one that others can read, or that says what it cannot mean.
[[nodiscard]] runtime::WatchSettings read_watch_file(const std::filesystem::path& path);

}  // namespace clarion::deploy
