// WorkflowQueries: published workflows.
#pragma once

#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class WorkflowQueries {
public:
    explicit WorkflowQueries(QueryParts parts) : parts_(parts) {}

    [[nodiscard]] Outcome list(const Caller& caller, const ListWorkflows& asked);
    [[nodiscard]] Outcome read(const Caller& caller, const ReadWorkflow& asked);

private:
    // How a case of this workflow is opened by hand; null when it is not.
    [[nodiscard]] core::json::value opening_of(const Caller& caller, const ProcessHandle& process);

    QueryParts parts_;
};

}  // namespace clarion::runtime
