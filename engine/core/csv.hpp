// A value as a cell of CSV, which a spreadsheet takes for no formula.
// Source: RFC 4180; OWASP ASVS 5.0 V1.2.10.
#pragma once

#include <string>
#include <string_view>

namespace clarion::core {

// What would begin a formula gets an apostrophe before it; quoted where the value needs it.
[[nodiscard]] std::string csv_cell(std::string_view value);

}  // namespace clarion::core
