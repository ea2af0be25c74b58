// CaseSearch: finds cases by people, for a reason; and the cases that are about the same people.
// Every case shown is a consultation that says why it was looked for.
//
// Limits: one page, and no next: who finds too many says more. At most kCandidatesMax cases are
// held against the question.
#pragma once

#include <set>

#include "engine/runtime/case_access.hpp"
#include "engine/runtime/list_queries.hpp"
#include "engine/runtime/name_tokens.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class CaseSearch {
public:
    explicit CaseSearch(QueryParts parts)
        : parts_(parts), access_(parts.store, parts.clock, parts.nowhere) {}

    [[nodiscard]] Outcome search(const Caller& caller, const SearchCases& asked);
    [[nodiscard]] Outcome related(const Caller& caller, const ReadRelated& asked);

private:
    struct Terms;
    // Newest first.
    using Found = std::set<core::CaseId, std::greater<>>;

    [[nodiscard]] core::Result<core::json::object, core::Refusal> read_form(const Body& body) const;
    [[nodiscard]] static std::vector<core::FieldError> check(const core::json::object& form);
    [[nodiscard]] Found candidates(const Caller& caller, const Terms& terms);
    [[nodiscard]] static bool is_own_name(const Caller& caller, const std::string& sought);
    void add_holders(const std::vector<core::Digest>& any_of, Found& found);
    [[nodiscard]] bool has_any(const core::CaseId& id, const std::vector<core::Digest>& any_of);
    [[nodiscard]] core::json::object found_item(
        const Caller& caller, const Terms& terms, const ports::CaseRow& row
    );
    [[nodiscard]] core::json::object related_item(
        const std::vector<NamedPerson>& people, const ports::CaseRow& row
    );

    QueryParts parts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
