// SignedTree: the log as the signer has read it, and the rule that it only ever signs a
// continuation of what it signed last.
//
// Entries come in order. After a start, the last ones before the newest signature (or all, while
// the log is short) are read again, and their hashes must lead to the signed root: a server that
// was given an old backup has other bytes there, or none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/merkle.hpp"
#include "engine/core/result.hpp"

namespace clarion::signer {

// What outlives the process: the newest signature, and a smaller tree to read on from.
struct SignedState {
    core::MerkleFrontier anchor;
    core::Checkpoint checkpoint;  // size 0 before the first signature
    std::string note;             // the checkpoint, signed; empty before the first signature
};

// The state as text, and back. The error says what is wrong with the text. The signature is for the
// caller to check.
[[nodiscard]] std::string format_state(const SignedState& state);
[[nodiscard]] core::Result<SignedState, std::string> parse_state(std::string_view text);

class SignedTree {
public:
    // Reads everything again up to this many entries.
    static constexpr std::uint64_t kRereadAllMax = 65536;
    // An anchor lies at a multiple of this, so that at least one signed entry is read again.
    static constexpr std::uint64_t kAnchorStep = 256;

    SignedTree(core::Sha256 sha256, SignedState state);

    // The number of the entry that must come next.
    [[nodiscard]] std::uint64_t next() const { return tree_.size(); }
    [[nodiscard]] const SignedState& state() const { return state_; }
    // Has read all that was signed before, and found it unchanged.
    [[nodiscard]] bool is_verified() const { return tree_.size() >= state_.checkpoint.size; }
    [[nodiscard]] std::uint64_t unsigned_entries() const;

    // Why the signer must stop, or nothing.
    [[nodiscard]] std::optional<std::string> add(std::string_view entry);
    // The server says that it has no more entries for now.
    [[nodiscard]] std::optional<std::string> end_of_log() const;

    // What to sign now. Requires: is_verified().
    [[nodiscard]] core::Checkpoint head(const std::string& origin) const;
    // The state that goes with it, to be kept before anybody sees the signature.
    [[nodiscard]] SignedState state_with(core::Checkpoint checkpoint, std::string note) const;
    void signed_as(SignedState state) { state_ = std::move(state); }

private:
    core::Sha256 sha256_;
    SignedState state_;
    core::MerkleFrontier tree_;
    core::MerkleFrontier anchor_;  // at the last multiple of kAnchorStep below the tree's size
};

}  // namespace clarion::signer
