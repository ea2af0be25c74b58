// Message rules: whether, when and to where a fixed message may go. The one place where messages to
// applicants are made.
//
// Nothing is sent unless the applicant chose messages, that way, and now is inside their window;
// unless contact is allowed; and unless the force has the words in their language. Else a person
// gets a task.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "engine/core/time/instant.hpp"
#include "engine/ports/outside.hpp"
#include "engine/runtime/case_vault.hpp"

namespace clarion::runtime {

struct WaitUntil {
    core::Instant at;
};
struct Never {
    std::string reason;  // a code
};
using MessageDecision = std::variant<ports::FixedMessage, WaitUntil, Never>;

// A message may lie with the delivery thread for so long; the window must still be open then.
inline constexpr std::chrono::minutes kOnItsWayMax{10};
// A message that nobody could send for so long has lost its meaning.
inline constexpr std::chrono::days kWaitMax{7};

[[nodiscard]] MessageDecision decide_message(
    const CaseInHand& held, std::string_view key, std::string_view template_id, core::Instant now
);

}  // namespace clarion::runtime
