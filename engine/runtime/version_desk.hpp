// VersionDesk: stored cases held against other versions: replayed on a candidate, moved by a plan.
// Used while the service is stopped: it is a batch of its own on the same store.
//
// Every case that is looked at leaves its entry in the log, in the transaction of the look.
// Ownership:  borrows everything in Services; all must outlive it.
// Threads:    engine thread only.
// Durability: after each call all that it did is durable; an interruption between calls loses
//             nothing, and cases already moved are not moved again.
// Failure:    lets the ports' exceptions through; nothing of the call is kept then.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/versions/parting.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/engine.hpp"

namespace clarion::runtime {

class VersionDesk {
public:
    explicit VersionDesk(Services services);
    ~VersionDesk();

    struct StoredVersion {
        core::BundleHash hash;
        ProcessHandle process;
    };
    // The bundles that cases are pinned to under this id and version: a profile may have changed
    // without the definition's number.
    [[nodiscard]] std::vector<StoredVersion> versions_in_use(
        std::string_view id, std::string_view version
    );
    // Makes these bytes a version of the store, as starting the service with them would.
    StoredVersion publish(std::string_view bundle);

    // Every case, closed ones too, in no order that means anything.
    [[nodiscard]] std::vector<core::CaseId> all_cases();

    struct Replayed {
        std::string reference;
        core::BundleHash bundle;
        std::size_t events = 0;
        bool is_whole = false;  // replaying on its own versions gives the stored snapshot
        std::optional<core::Parting> parting;
    };
    // Those of the candidate's own workflow; the others are passed over.
    [[nodiscard]] std::vector<Replayed> replay(
        std::span<const core::CaseId> cases, const core::CandidateVersion& candidate
    );

    struct Migrated {
        std::string reference;
        bool is_moved = false;  // false with no reason: it is not at `from`
        std::string why_not;
    };
    // All of these in one transaction; a case that cannot be moved stays and says why. `dry`: all
    // is tried, and nothing is written but that the cases were looked at.
    [[nodiscard]] std::vector<Migrated> migrate(
        std::span<const core::CaseId> cases,
        const core::MigrationPlan& plan,
        const core::MigrationPeople& people,
        const std::pair<StoredVersion, StoredVersion>& from_to,
        bool dry
    );

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::runtime
