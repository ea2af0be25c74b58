// How a form in progress is sealed: under a key made of the applicant's own cookie, which the
// server does not keep.
#pragma once

#include "adapters/http/intake/draft_store.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::deploy {

[[nodiscard]] http::intake::Sealing draft_sealing(const core::Sha256& sha256);

}  // namespace clarion::deploy
