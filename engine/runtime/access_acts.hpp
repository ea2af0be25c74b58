// AccessActs: which desk does what people ask about access itself. One row for each kind.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
#pragma once

#include "engine/runtime/alert_desk.hpp"
#include "engine/runtime/case_reveal.hpp"

namespace clarion::runtime {

struct AccessDesk {
    const QueryParts& queries;
    AlertDesk& alerts;

    [[nodiscard]] Outcome answer(const Caller& caller, const RevealPerson& asked) const {
        return CaseReveal(queries, alerts).reveal(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const BreakGlass& asked) const {
        return CaseReveal(queries, alerts).break_glass(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const ListAlerts& asked) const {
        return alerts.list(queries, caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const SettleAlert& asked) const {
        return alerts.settle(queries, caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const RecordSignIn& asked) const {
        return alerts.record_sign_in(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const RaiseAlert& asked) const {
        static_cast<void>(
            alerts.raise(caller, {.rule = asked.rule, .once = asked.once, .subject = {}})
        );
        return answered_with({});
    }
};

template <class Asked>
concept AccessAct = requires(const AccessDesk& desk, const Caller& caller, const Asked& asked) {
    desk.answer(caller, asked);
};

}  // namespace clarion::runtime
