// Lists of names as one column, each on a line of its own. Frozen: stored.
#pragma once

#include <string>
#include <vector>

namespace clarion::sql {

// Requires: no name is empty or holds a line break; ids never do.
[[nodiscard]] std::string write_text_list(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> read_text_list(const std::string& stored);

}  // namespace clarion::sql
