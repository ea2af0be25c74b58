// ErrandDesk: does what an operator asks of a service that runs, a piece at a time, between the
// batches of the engine.
//
//   {"errand": "copy", "to": PATH}    begins a copy of the store, or goes on with it
//        -> {"copied": PAGES, "pages": PAGES, "done": BOOL}
//   {"errand": "turn_keys", "after": ID}    some cases' keys more; without `after` from the start
//        -> {"looked_at": N, "rewrapped": N, "cases": N, "next": ID or null}
//   {"errand": "turn_tokens", "after": ID}  as turn_keys, for what cases are found by
//        -> {"looked_at": N, "cases": N, "in_use": BOOL, "next": ID or null}
//   {"errand": "use_coming_token_key"}    the store says that the token key to come is in use
//        -> {}
//   {"errand": "scrub"}               what was overwritten is in no file of the store any more
//        -> {}
//   {"errand": "revoke_access" | "restore_access" | "end_access" | "list_revoked", "issuer": NAME,
//   "subject": SUB}
//        -> {"person": ID, "sessions": N}, {"people": [ID]}
//   those of version_errands.hpp
//   anything else, or a failure       -> {"failed": WHY}
//
// Ownership: borrows the room and the queue; both must outlive the errands.
// Threads:   any but the engine's; the work itself is done on the engine's.
#pragma once

#include "adapters/signer/errand_link.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::deploy {

class ErrandDesk {
public:
    // `others` does what is asked for by another name; without it nothing else is known.
    ErrandDesk(
        EngineRoom& room,
        const DataFolder& folder,
        runtime::WorkQueue& queue,
        signer::Errand others = {}
    )
        : room_(room),
          administrators_(folder.administrators()),
          queue_(queue),
          others_(std::move(others)) {}

    // For one operator; what they began goes with it.
    [[nodiscard]] signer::Errand welcome();

private:
    EngineRoom& room_;
    std::filesystem::path administrators_;
    runtime::WorkQueue& queue_;
    signer::Errand others_;
};

}  // namespace clarion::deploy
