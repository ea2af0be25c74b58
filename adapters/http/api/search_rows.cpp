// Finding cases by people. A question about people is posted: an address is no place for names.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"

namespace clarion::http {
namespace {

void search_cases(const SharedApi& api, Call call) {
    runtime::SearchCases asked{.form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void read_related(const SharedApi& api, Call call) {
    runtime::ReadRelated asked{.reference = call.request.path_params.at("ref")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> search_rows(const SharedApi& api) {
    return {
        staff_row(api, Method::post, "/api/v1/searches", Access::staff, search_cases),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/related", Access::signed_in, read_related),
    };
}

}  // namespace clarion::http
