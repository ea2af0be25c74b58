// Which files libpq may read when it connects: certificates and keys that the connection names, and
// those it looks for by itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace clarion::postgres {

// None for a connection that libpq cannot read; connecting says why.
[[nodiscard]] std::vector<std::filesystem::path> connection_files(const std::string& connection);

}  // namespace clarion::postgres
