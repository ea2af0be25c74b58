// Lint for forms: what the reader of schemas takes and nobody would act on: marks that are
// misspelt, fields that are asked for and not there, an example that the form itself refuses.
#pragma once

#include <string>

#include "adapters/files/form_schemas.hpp"
#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Requires: `forms` knows the form.
[[nodiscard]] Problems form_problems(const std::string& name, const files::FormSchemas& forms);

}  // namespace clarion::deploy
