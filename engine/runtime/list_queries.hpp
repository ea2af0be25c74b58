// ListQueries: pages of cases, and an agency's requests. Each case shown is a consultation.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/runtime/case_access.hpp"
#include "engine/runtime/colleagues.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

// The entry of one row of a page. It has no detail: the leaf says all there is to say.
[[nodiscard]] AuditNote shown_in_list(
    const Caller& caller, const ports::CaseRow& row, std::string_view type
);

// One row of a list of cases. Nothing in it is sealed.
[[nodiscard]] core::json::object list_item(const QueryParts& parts, const ports::CaseRow& row);

class ListQueries {
public:
    explicit ListQueries(QueryParts parts)
        : parts_(parts), access_(parts.store, parts.clock, parts.nowhere) {}

    [[nodiscard]] Outcome cases(const Caller& caller, const ListCases& asked);
    [[nodiscard]] Outcome agency_requests(const Caller& caller, const ListAgencyRequests& asked);
    [[nodiscard]] Outcome agency_request(const Caller& caller, const ReadAgencyRequest& asked);

private:
    // How many of the agency's people handed its request on because they know somebody in it.
    [[nodiscard]] std::size_t handed_on(const ports::CaseRow& row, const std::string& agency);
    [[nodiscard]] bool fits(const ListCases& asked, const ports::CaseRow& row);
    [[nodiscard]] std::vector<std::string> queues() const;
    // By stored list, how many of its cases are not there for the caller.
    [[nodiscard]] std::map<std::string, std::uint64_t> hidden_from(const Caller& caller);
    [[nodiscard]] core::json::object counts(
        const Caller& caller, const std::vector<std::string>& queues
    );

    QueryParts parts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
