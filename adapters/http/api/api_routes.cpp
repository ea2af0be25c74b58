#include "adapters/http/api/api_routes.hpp"

#include <iterator>

#include "adapters/http/api/row_groups.hpp"

namespace clarion::http {

Route staff_row(
    const SharedApi& api, Method method, std::string_view pattern, Access access, ApiHandler handler
) {
    return {method, pattern, ListenerKind::staff, access, Style::api, [api, handler](Call call) {
                handler(api, std::move(call));
            }};
}

std::vector<Route> api_routes(runtime::WorkQueue& queue, ApiSettings settings) {
    const auto api = std::make_shared<const Api>(Api{queue, std::move(settings)});
    std::vector<Route> rows;
    for (const auto group :
         {request_rows,
          case_rows,
          search_rows,
          agency_rows,
          access_rows,
          audit_rows,
          auditor_rows,
          retention_rows,
          workflow_rows,
          operation_rows}) {
        auto more = group(api);
        rows.insert(
            rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())
        );
    }
    return rows;
}

}  // namespace clarion::http
