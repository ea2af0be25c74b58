// Form check: a body held against the form it should be, before anything is decided.
//
// Requires: the form is published; an unknown one ends the program.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/process.hpp"
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

// What a date in a form is held against: the local day of the place whose case it is.
[[nodiscard]] std::chrono::local_days today_of(const core::Process& process, core::Instant now);

// The same form, held to that day as well.
[[nodiscard]] core::Result<core::json::object, core::Refusal> read_form_of(
    std::chrono::local_days today,
    ports::CaseStore& store,
    const ports::FormChecker& forms,
    std::string_view form,
    const Body& body
);

// The names of the top-level fields of a form whose mark has this value.
[[nodiscard]] std::vector<std::string> fields_marked(
    const core::json::object& schema, std::string_view mark, std::string_view value
);

// A body that must be an object; what it is else, in the same words.
[[nodiscard]] core::Result<core::json::object, core::Refusal> read_object(const Body& body);

}  // namespace clarion::runtime
