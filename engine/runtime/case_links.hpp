// CaseLinks: the effects by which one case leads to another. Links stand on both.
//
// Ownership: borrows everything; all must outlive it.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
// Failure:   lets StoreUnavailable and LostRace through; a refusal is returned, not thrown.
#pragma once

#include <optional>
#include <string>

#include "engine/runtime/case_opener.hpp"

namespace clarion::runtime {

struct LinkParts {
    ports::CaseStore& store;
    const ports::Clock& clock;
    Definitions& definitions;
    CaseVault& vault;
    SystemEvents& events;
    CaseOpener& opener;
};

// An effect as it came out of the outbox. The same key again changes nothing.
struct LinkEffect {
    const CaseInHand& from;
    const core::json::object& params;
    const std::string& key;
};

class CaseLinks {
public:
    explicit CaseLinks(LinkParts parts) : parts_(parts) {}

    // `open_linked_case`: exactly one case is made. Where the other workflow tells of the same two
    // people to their open case, that one goes on instead. Empty: it is done.
    //
    // Params, all optional: `route` of the same scheme (its own without), `relation` as the old
    // case says it (reopened_as), `back` as the new one does (reopens), and what carry() reads.
    [[nodiscard]] std::optional<core::Refusal> open_linked(
        const Caller& caller, const LinkEffect& effect
    );

    // `link_case`: to a case that is there already. Params: `at`, the context path of its
    // reference; `relation`; `back`; optionally `event`, which the other case is told, with what
    // this one was opened with. Where no such case is, this one is told `link_not_found`.
    [[nodiscard]] std::optional<core::Refusal> link(const Caller& caller, const LinkEffect& effect);

private:
    [[nodiscard]] std::optional<CaseInHand> named_in(const LinkEffect& effect);
    void tell_both(const Caller& caller, const LinkEffect& effect, const CaseInHand& other);
    [[nodiscard]] bool is_done(const LinkEffect& effect);
    void keep_done(const LinkEffect& effect);

    LinkParts parts_;
};

}  // namespace clarion::runtime
