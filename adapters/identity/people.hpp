// People: whom an issuer's claims stand for.
//
// Roles come from the configuration's map alone; names it does not know are dropped.
#pragma once

#include "adapters/identity/issuer.hpp"
#include "engine/core/access/principal.hpp"
#include "engine/core/json.hpp"

namespace clarion::identity {

// Its `authenticated_at` is when they last proved who they are, by a way that counts for acts which
// ask for a fresh sign-in; without such a claim it is long ago.
[[nodiscard]] core::Principal principal_of(
    const Issuer& issuer, const core::json::object& claims, const Aliases& aliases
);

}  // namespace clarion::identity
