// Trust policy (c2sp.org/tlog-policy): which logs are meant, which witnesses are known, and how
// many of them must have cosigned a checkpoint (c2sp.org/tlog-cosignature, Ed25519).
//
// Limits: kPolicyBytesMax bytes, 32 logs, witnesses and groups each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"
#include "engine/core/result.hpp"

namespace clarion::core {

inline constexpr std::size_t kPolicyBytesMax = std::size_t{64} << 10;

struct PolicyLog {
    VerifierKey key;
    std::string url;  // may be empty
};

struct Witness {
    std::string label;  // within the policy
    VerifierKey key;    // of type 0x04: its id differs from that of a log's key
    std::string url;    // its submission prefix; may be empty
};

// So many of these, witnesses or groups before it.
struct WitnessGroup {
    std::string label;
    std::size_t threshold = 0;
    std::vector<std::string> members;
};

struct TrustPolicy {
    std::vector<PolicyLog> logs;  // none: whoever reads it knows the log from elsewhere
    std::vector<Witness> witnesses;
    std::vector<WitnessGroup> groups;
    std::string quorum;  // of a witness or a group; "none": nobody needs to
};

// The error names the line: "line 3: ...".
[[nodiscard]] Result<TrustPolicy, std::string> parse_trust_policy(
    const Sha256& sha256, std::string_view text
);

// A witness's key, written name+id+base64(0x04 || key).
[[nodiscard]] Result<VerifierKey, std::string> parse_witness_key(
    const Sha256& sha256, std::string_view text
);

struct Cosignature {
    std::string label;
    std::uint64_t time = 0;  // POSIX seconds, by the witness's clock
};

// Who cosigned the note, of the policy's witnesses. The error: it cannot be read, or one that is
// known does not fit.
[[nodiscard]] Result<std::vector<Cosignature>, std::string> cosignatures_of(
    const TrustPolicy& policy, std::string_view note, const VerifyBytes& verify
);

// The checkpoint, when one of the policy's logs signed it (or, where it names none, one of `keys`)
// and the quorum cosigned it. The error says who is missing.
[[nodiscard]] Result<Checkpoint, std::string> open_cosigned_checkpoint(
    const TrustPolicy& policy,
    std::span<const VerifierKey> keys,
    std::string_view note,
    const VerifyBytes& verify
);

// What is sent to a witness (c2sp.org/tlog-witness): that the note's tree goes on from `old_size`.
[[nodiscard]] std::string add_checkpoint_request(
    std::uint64_t old_size, const std::vector<Digest>& proof, std::string_view note
);

}  // namespace clarion::core
