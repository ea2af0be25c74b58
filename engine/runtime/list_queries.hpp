// ListQueries: pages of cases, and an agency's requests. Each case shown is a consultation.
#pragma once

#include "engine/runtime/case_access.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class ListQueries {
public:
    explicit ListQueries(QueryParts parts) : parts_(parts), access_(parts.store) {}

    [[nodiscard]] Outcome cases(const Caller& caller, const ListCases& asked);
    [[nodiscard]] Outcome agency_requests(const Caller& caller, const ListAgencyRequests& asked);
    [[nodiscard]] Outcome agency_request(const Caller& caller, const ReadAgencyRequest& asked);

private:
    [[nodiscard]] core::json::object item(const ports::CaseRow& row);
    [[nodiscard]] core::json::array queues() const;

    QueryParts parts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
