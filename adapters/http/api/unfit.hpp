// Answers to API calls that cannot become the work they ask for. They are refusals like any other:
// the engine puts them on record before they go out.
#pragma once

#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/router.hpp"

namespace clarion::http {

void refuse_query(const SharedApi& api, Call call, std::string_view detail);  // 400

}  // namespace clarion::http
