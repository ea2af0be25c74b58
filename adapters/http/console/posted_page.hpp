// What the pages that staff write on share: reading what was posted, and saying why it was refused.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/message.hpp"
#include "engine/core/cases/refusal.hpp"

namespace clarion::http::console {

// The first value of that name; empty when there is none.
[[nodiscard]] std::string value_of(const FormFields& fields, std::string_view name);

// A hidden value of a body that is not yet known to be one of ours: which form it says it is. The
// engine checks against its own whatever it says.
[[nodiscard]] std::string peeked_value(const std::string& body, std::string_view name);

// Kindly, and without losing what was typed.
[[nodiscard]] std::string words_for(const core::Refusal& refusal);

}  // namespace clarion::http::console
