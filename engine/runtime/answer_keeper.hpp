// AnswerKeeper: how a repeat gets the first answer again, and nothing happens twice.
//
// Threads:    engine thread only.
// Durability: the answer is kept in the transaction of the act it answers.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "engine/core/cases/refusal.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

class AnswerKeeper {
public:
    explicit AnswerKeeper(ports::CaseStore& store) : store_(store) {}

    // Nothing: the key is new. A refusal: it is missing, or was used for something else.
    using Recalled = std::variant<std::monostate, Answered, core::Refusal>;
    [[nodiscard]] Recalled recall(const core::Principal& caller, const Idempotency& idempotency);

    void keep(
        const core::Principal& caller,
        const Idempotency& idempotency,
        const Answered& answered,
        core::Instant now
    );

private:
    ports::CaseStore& store_;
};

}  // namespace clarion::runtime
