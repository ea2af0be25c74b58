// The groups the API's rows are written in, one file each. Only api_routes.cpp puts them together.
#pragma once

#include <memory>
#include <vector>

#include "adapters/http/api/api_routes.hpp"

namespace clarion::http {

// What all handlers share; they keep it alive.
struct Api {
    runtime::WorkQueue& queue;
    ApiSettings settings;
};
using SharedApi = std::shared_ptr<const Api>;

using ApiHandler = void (*)(const SharedApi&, Call);

// A row of the staff listener.
[[nodiscard]] Route staff_row(
    const SharedApi& api, Method method, std::string_view pattern, Access access, ApiHandler handler
);

[[nodiscard]] std::vector<Route> request_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> case_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> search_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> agency_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> access_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> audit_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> auditor_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> retention_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> workflow_rows(const SharedApi& api);
[[nodiscard]] std::vector<Route> operation_rows(const SharedApi& api);

}  // namespace clarion::http
