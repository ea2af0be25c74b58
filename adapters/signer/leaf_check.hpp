// Whether bytes are a leaf of ours: what an auditor's program and the signer ask of each entry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.hpp"

namespace clarion::signer {

// What the checks over the whole log need of one leaf.
struct LeafFacts {
    std::string subject;  // empty when the entry is about no case
    std::uint64_t subject_number = 0;
};

// Canonical JSON (RFC 8785) in ASCII of the known members alone: whole numbers up to 2^53 - 1,
// known classes and outcomes, UTC to the millisecond, a commitment of 32 bytes, `v` 1 and `seq`
// equal to `index` (schemas/audit_entry.schema.json). The error says which rule it breaks, in words
// for an auditor, and quotes nothing of the entry.
[[nodiscard]] core::Result<LeafFacts, std::string> check_leaf(
    std::string_view bytes, std::uint64_t index
);

}  // namespace clarion::signer
