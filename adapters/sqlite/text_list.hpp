// Lists of names as one column: a JSON array of texts.
#pragma once

#include <string>
#include <vector>

namespace clarion::sqlite {

[[nodiscard]] std::string write_text_list(const std::vector<std::string>& texts);
// Throws IntegrityBroken for anything else.
[[nodiscard]] std::vector<std::string> read_text_list(const std::string& stored);

}  // namespace clarion::sqlite
