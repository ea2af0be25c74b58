// RequestComparison: what earlier cases say of a request that came in. Whether who asks was known
// with another way to reach them, and how often the same people were asked about of late.
// Told to the new case alone, as `request_compared`; what follows is the workflow's to say, by
// `misuse` of its profile. A request about the people of a sealed case is sealed too, for the same
// readers (`sealed_like_another`), before anything else is said of it. Nothing of it reaches
// whoever asked: it is later work (LaterWatch), because how long it takes depends on the records.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  looks into at most kLookedInto cases of each person. Without `misuse` it looks at none.
//          Clocks of two nodes may differ: what came up to kClocksApart after it counts as earlier.
// Failure: lets StoreUnavailable and LostRace through.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/name_tokens.hpp"
#include "engine/runtime/system_events.hpp"

namespace clarion::runtime {

inline constexpr std::chrono::seconds kClocksApart{5};

// Whether the workflow wants its requests compared.
[[nodiscard]] bool is_compared(const core::Process& process);
// For how long requests from one network are counted together; at most kSendingsKeptFor.
[[nodiscard]] std::chrono::hours hours_of_network(const core::Process& process);

// What the sending itself said, counted before it was compared; 0: it is not known.
struct Asking {
    int from_network = 0;         // requests from the same network of late, this one too
    int people_from_network = 0;  // and about how many different people
    int people_named = 0;         // in this form, before it was sent
};

struct ComparisonParts {
    ports::CaseStore& store;
    ports::KeyVault& keys;
    CaseVault& vault;
    SystemEvents& events;
};

class RequestComparison {
public:
    explicit RequestComparison(ComparisonParts parts) : parts_(parts) {}

    // `damaged`: the cases that could not be looked into are added.
    void tell(
        const Caller& caller,
        const CaseInHand& opened,
        const Asking& asking,
        std::vector<CaseDamaged>& damaged
    );

private:
    struct Seen;
    void look_for(const NamedPerson& person, const CaseInHand& opened, Seen& seen);
    void compare_with(const NamedPerson& person, const CaseInHand& other, Seen& seen);
    [[nodiscard]] std::optional<CaseInHand> seal_too(
        const Caller& caller, const CaseInHand& opened, const Seen& seen
    );
    void tell_signs(
        const Caller& caller, const CaseInHand& opened, const Asking& asking, const Seen& seen
    );
    [[nodiscard]] std::set<core::CaseId> cases_naming(const NamedPerson& person);

    ComparisonParts parts_;
};

}  // namespace clarion::runtime
