// Answers to API calls that cannot become engine work at all.
#pragma once

#include "adapters/http/router.hpp"

namespace clarion::http {

void refuse_media_type(const Call& call);                      // 415
void refuse_query(const Call& call, std::string_view detail);  // 400

}  // namespace clarion::http
