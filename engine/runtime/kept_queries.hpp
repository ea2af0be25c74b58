// KeptQueries: the questions to the log that an auditor keeps under a name. Nobody else sees them.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  kKeptQueriesMax for each person.
#pragma once

#include "engine/runtime/sealed_requests.hpp"

namespace clarion::runtime {

inline constexpr int kKeptQueriesMax = 100;

class KeptQueries {
public:
    KeptQueries(QueryParts parts, ports::IdSource& ids)
        : parts_(parts), ids_(ids), requests_(parts) {}

    // `invalid_form` when the query cannot be read: the message names the character.
    [[nodiscard]] Outcome keep(const Caller& caller, const KeepQuery& asked);
    [[nodiscard]] Outcome list(const Caller& caller);
    // Another's is not there.
    [[nodiscard]] Outcome drop(const Caller& caller, const DropQuery& asked);

private:
    void record(const Caller& caller, std::string_view type);

    QueryParts parts_;
    ports::IdSource& ids_;
    SealedRequests requests_;
};

// What is wrong with a query in a form's field of that name; empty when nothing is.
[[nodiscard]] std::vector<core::FieldError> complaints_about(std::string_view query);

}  // namespace clarion::runtime
