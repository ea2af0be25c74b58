// CaseQueries: one case, looked at: the whole, its actions, history, clock and diagram. Each look
// is a consultation.
#pragma once

#include "engine/runtime/case_access.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class CaseQueries {
public:
    explicit CaseQueries(QueryParts parts)
        : parts_(parts), access_(parts.store, parts.clock, parts.nowhere) {}

    [[nodiscard]] Outcome open(const Caller& caller, const OpenCase& asked);
    [[nodiscard]] Outcome actions(const Caller& caller, const ListActions& asked);
    [[nodiscard]] Outcome timeline(const Caller& caller, const ReadTimeline& asked);
    [[nodiscard]] Outcome clock(const Caller& caller, const ReadClock& asked);
    [[nodiscard]] Outcome diagram(const Caller& caller, const DrawDiagram& asked);

private:
    // The case, with its consultation recorded.
    [[nodiscard]] core::Result<CaseInHand, Refused> look_at(
        const Caller& caller,
        std::string_view reference,
        std::string_view type,
        std::vector<std::string> fields
    );
    // Events after number `after`, at most `limit`, none missing between them.
    [[nodiscard]] std::vector<core::CaseEvent> history_of(
        const CaseInHand& held, std::uint64_t after, int limit
    );
    [[nodiscard]] core::json::array tasks_of(const core::CaseId& id);
    [[nodiscard]] core::json::array links_of(
        const Caller& caller, const core::statechart::Context& context
    );
    [[nodiscard]] core::json::object event_document(
        const core::Process& process, const core::CaseEvent& event
    ) const;

    QueryParts parts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
