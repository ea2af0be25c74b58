// The data protection sheet: which personal data the house's forms keep, in which class, who sees
// it, who is told, and for how long it is kept. Made from what the program goes by (forms, policy,
// catalogue, profile), so that it cannot say otherwise than the program does.
//
// Failure: throws FileProblem where a file of the house cannot be read.
#pragma once

#include <string>

#include "adapters/files/file_set.hpp"

namespace clarion::deploy {

// Markdown, for the scheme that this house serves. The same files give the same bytes.
[[nodiscard]] std::string data_sheet(const files::FileSet& house);

}  // namespace clarion::deploy
