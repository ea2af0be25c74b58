// FormChecker: checks what somebody filled in against the JSON Schema of that form.
//
// Threads: any; immutable once built.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"

namespace clarion::ports {

class FormChecker {
public:
    virtual ~FormChecker() = default;
    [[nodiscard]] virtual bool knows(std::string_view form) const = 0;
    // Everything wrong at once, in schema order; empty when the form is good. Requires:
    // knows(form).
    [[nodiscard]] virtual std::vector<core::FieldError> check(
        std::string_view form, const core::json::value& filled
    ) const = 0;
    // The same for the forms of another bundle: an object from name to schema. A case is held to
    // the forms it was opened with. Throws IntegrityBroken when they cannot be compiled.
    [[nodiscard]] virtual std::shared_ptr<const FormChecker> of_bundle(
        const core::json::object& forms
    ) const = 0;
    // The same document with its texts as they are kept: composed (NFC), line ends alike.
    [[nodiscard]] virtual core::json::value tidy(core::json::value filled) const = 0;
    // The published schema itself. Requires: knows(form).
    [[nodiscard]] virtual const core::json::object& schema(std::string_view form) const = 0;
};

}  // namespace clarion::ports
