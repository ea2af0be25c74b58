// The tables' SQL as PostgreSQL reads it.
#pragma once

#include <string>
#include <string_view>

namespace clarion::postgres {

// `?` and `?2` become `$1` and `$2`; `INDEXED BY name`, which is SQLite's alone, goes. Requires: no
// question mark stands in a literal.
[[nodiscard]] std::string for_postgres(std::string_view sql);

}  // namespace clarion::postgres
