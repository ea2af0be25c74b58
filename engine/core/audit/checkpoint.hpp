// Checkpoints (c2sp.org/tlog-checkpoint): what a signed note says of a log, and proofs that carry
// one along.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/audit/note.hpp"
#include "engine/core/result.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::core {

struct Checkpoint {
    std::string origin;  // <host>/clarion/<year>; also the name of the key that signs it
    std::uint64_t size = 0;
    Digest root{};
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// A decimal number as the log's texts write it: digits alone, no leading zero, below 2^63.
[[nodiscard]] std::optional<std::uint64_t> parse_log_number(std::string_view text);

// Three lines: origin, size, root in base 64. Frozen.
[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);
// Of exactly that text. There are no extension lines: no auditor could check them.
[[nodiscard]] Result<Checkpoint, std::string> parse_checkpoint_text(std::string_view text);

[[nodiscard]] std::string sign_checkpoint(
    const Checkpoint& checkpoint, const VerifierKey& key, const SignBytes& sign
);

// The checkpoint, when one of `keys` signed it.
[[nodiscard]] Result<Checkpoint, std::string> open_checkpoint(
    std::string_view note, std::span<const VerifierKey> keys, const VerifyBytes& verify
);

// c2sp.org/tlog-proof@v1: one entry's place in a signed log, checkable offline.
struct TlogProof {
    std::uint64_t index = 0;
    std::vector<Digest> siblings;  // bottom up
    std::string checkpoint;        // the signed note, verbatim
    // Here: the entry's bytes, so that the file needs nothing beside it. The proof vouches for
    // them.
    std::string extra = {};
};

[[nodiscard]] std::string format_proof(const TlogProof& proof);
[[nodiscard]] Result<TlogProof, std::string> parse_proof(std::string_view text);

}  // namespace clarion::core
