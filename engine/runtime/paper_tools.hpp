// What the core takes from the runtime to make papers for agencies.
#pragma once

#include "engine/core/cases/agency_packs.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::runtime {

// Requires: `forms` outlives what is returned.
[[nodiscard]] inline core::PaperTools paper_tools(
    const ports::FormChecker& forms, const core::Sha256& sha256
) {
    return {
        .schema_of = [&forms](std::string_view form
                     ) { return forms.knows(form) ? &forms.schema(form) : nullptr; },
        .sha256 = sha256,
    };
}

}  // namespace clarion::runtime
