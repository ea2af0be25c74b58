// Form check: a body held against the form it should be, before anything is decided.
//
// Requires: the form is published; an unknown one ends the program.
#pragma once

#include <string_view>

#include "engine/core/cases/refusal.hpp"
#include "engine/core/result.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

// The form as it will be kept. Otherwise unsupported_media_type, malformed_body, or invalid_form
// with all its errors.
[[nodiscard]] core::Result<core::json::object, core::Refusal> read_form(
    ports::CaseStore& store,
    const ports::FormChecker& forms,
    std::string_view form,
    const Body& body
);

// A body that must be an object; what it is else, in the same words.
[[nodiscard]] core::Result<core::json::object, core::Refusal> read_object(const Body& body);

}  // namespace clarion::runtime
