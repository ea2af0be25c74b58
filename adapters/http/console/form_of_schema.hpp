// Forms made of their JSON Schema: every field of an action's form, what was typed into it, and
// back.
//
// A field's name in the page is its JSON pointer. What is written in a date's boxes, and what lies
// in lists, is kept as it was typed until it makes a document.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "adapters/http/web/components.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"

namespace clarion::http::console {

// The fields of `schema` with what was typed in them and what is wrong.
[[nodiscard]] web::SafeHtml form_fields(
    const web::Templates& templates,
    const web::Components& components,
    const core::json::value& schema,
    const FormFields& typed,
    const std::vector<core::FieldError>& errors
);
// The errors as the summary lists them, each leading to its field.
[[nodiscard]] std::vector<web::Problem> form_problems(
    const core::json::value& schema, const std::vector<core::FieldError>& errors
);
// The document the typed fields make. What is empty is left out.
[[nodiscard]] core::json::object read_form(
    const core::json::value& schema, const FormFields& typed
);
// Names that may come more than once in a post: those of boxes to tick.
[[nodiscard]] std::vector<std::string> repeatable_fields(const core::json::value& schema);

// How many of a list's things the page shows; one more with each press of `more`.
inline constexpr std::string_view kMoreField = "more";

}  // namespace clarion::http::console
