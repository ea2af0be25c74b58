// What the pages that staff write on share: reading what was posted, and saying why it was refused.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/console/console_pages.hpp"
#include "adapters/http/message.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http::console {

// The first value of that name; empty when there is none.
[[nodiscard]] std::string value_of(const FormFields& fields, std::string_view name);

// A hidden value of a body that is not yet known to be one of ours: which form it says it is. The
// engine checks against its own whatever it says.
[[nodiscard]] std::string peeked_value(const std::string& body, std::string_view name);

// Kindly, and without losing what was typed.
[[nodiscard]] std::string words_for(const core::Refusal& refusal);

// Puts on the page why the engine did not take what was sent. A refusal is over: the next try has a
// key of its own. What could not be put on record is sent again under the same.
void say_why_not(WrittenPage& page, const runtime::Answer& answer, ports::IdSource& ids);

// The member of that name of one of a document's lists; null when there is none.
[[nodiscard]] core::json::value named_in(
    const core::json::value& document, std::string_view list, std::string_view name
);

// Puts on a page that nobody has sent yet why its action cannot be taken now.
void say_if_not_allowed(ActionPage& page);

}  // namespace clarion::http::console
