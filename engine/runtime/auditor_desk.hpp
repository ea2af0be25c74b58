// AuditorDesk: which desk keeps auditors' queries, and which sees to exports of the log. One row
// for each kind.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
#pragma once

#include "engine/runtime/kept_queries.hpp"
#include "engine/runtime/log_exports.hpp"

namespace clarion::runtime {

struct AuditorDesk {
    KeptQueries queries;
    LogExports exports;

    [[nodiscard]] Outcome answer(const Caller& caller, const ListKeptQueries&) {
        return queries.list(caller);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const KeepQuery& asked) {
        return queries.keep(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const DropQuery& asked) {
        return queries.drop(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const AskExport& asked) {
        return exports.ask(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const ListExports&) {
        return exports.list(caller);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const SettleExport& asked) {
        return exports.settle(caller, asked);
    }
    [[nodiscard]] Outcome answer(const Caller& caller, const ReadExport& asked) {
        return exports.read(caller, asked);
    }
};

template <class Asked>
concept AuditorWork = requires(AuditorDesk& desk, const Caller& caller, const Asked& asked) {
    desk.answer(caller, asked);
};

}  // namespace clarion::runtime
