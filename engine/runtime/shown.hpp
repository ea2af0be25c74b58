// Shown: what of a case's record one reader has before them. Who asked is uncovered by an act of
// its own; the words of a disclosure are there for whoever signed in a short while ago; another
// case is named to whoever may know of it. Whatever of a record goes to a person goes through here.
//
// Ownership: borrows the covered fields of the case's bundle, the parts and the caller.
// Threads:   engine thread only.
#pragma once

#include "engine/core/access/redaction.hpp"
#include "engine/runtime/mentions.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

struct Shown {
    const core::CoveredFields& fields;
    core::Covering covering;
    Mentions mentions;

    // `path`: where it stands in the record, such as decision.proposal.
    [[nodiscard]] core::json::value of(std::string_view path, const core::json::value& value) const;
    [[nodiscard]] bool covers(std::string_view path) const { return fields.covers(path, covering); }
};

[[nodiscard]] Shown shown_to(const QueryParts& parts, const Caller& caller, const CaseInHand& held);

}  // namespace clarion::runtime
