// WitnessRound: asks witnesses to cosign a checkpoint (c2sp.org/tlog-witness, add-checkpoint).
//
// A witness remembers the newest tree it saw and cosigns only what goes on from it, so a log that
// was forked or cut is noticed by people who do not run the server. It learns size and root alone.
//
// Threads: one at a time.
// Failure: nothing is thrown; what a witness did not do is told for each (`Told`).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/audit/trust_policy.hpp"

namespace clarion::signer {

struct WitnessReply {
    long status = 0;
    std::string content_type;
    std::string body;
};
// Empty: no answer came.
using PostToWitness =
    std::function<std::optional<WitnessReply>(const std::string& url, const std::string& body)>;
// Hashes that lead from the old size to the new one; empty when the log cannot say.
using ProveGrowth = std::function<
    std::optional<std::vector<core::Digest>>(std::uint64_t old_size, std::uint64_t size)>;

class WitnessRound {
public:
    WitnessRound(core::TrustPolicy policy, PostToWitness post, ProveGrowth prove)
        : policy_(std::move(policy)), post_(std::move(post)), prove_(std::move(prove)) {}

    enum class Fate {
        cosigned,
        silent,       // no answer, or one that says nothing we know
        refused,      // it does not know this log, or its key
        inconsistent  // what it saw before is not what the log says now, or is more than that
    };
    struct Told {
        std::string label;
        Fate fate = Fate::silent;
        std::string why;  // a code, and what the witness has seen; never more
    };
    struct Outcome {
        std::string note;  // with the cosignatures that came
        std::vector<Told> told;
        bool is_enough = false;  // the policy's quorum
    };

    // Asks every witness that has an address and has not cosigned this note.
    [[nodiscard]] Outcome collect(const std::string& note, std::uint64_t size);

private:
    [[nodiscard]] Told ask(const core::Witness& witness, std::uint64_t size, std::string& note);
    [[nodiscard]] Told take(
        const core::Witness& witness, const WitnessReply& reply, std::string& note
    ) const;

    core::TrustPolicy policy_;
    PostToWitness post_;
    ProveGrowth prove_;
    std::map<std::string, std::uint64_t> seen_;  // what each witness last cosigned, by its label
};

[[nodiscard]] std::string_view to_string(WitnessRound::Fate fate);

}  // namespace clarion::signer
