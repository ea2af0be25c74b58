// RiskScore: what the answers of a risk instrument add up to, for people to read.
//
// Derived when a case is read and stored nowhere, so no rule of a workflow can rest on it: the
// score never decides.
#pragma once

#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/context.hpp"

namespace clarion::core {

// For each recorded instrument, in order: {instrument, at, judgement, score, band}. Score and band
// are null for an instrument that counts nothing.
[[nodiscard]] json::array risk_scores(const Process& process, const statechart::Context& context);

}  // namespace clarion::core
