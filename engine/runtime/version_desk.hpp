// VersionDesk: stored cases held against other versions: replayed on a candidate, moved by a plan;
// while the service goes on.
//
// Every case that is looked at leaves its entry in the log, in the transaction of the look.
// Ownership:  borrows its parts; all must outlive it.
// Threads:    engine thread only. Requires: an attempt of the unit of work is under way.
// Durability: what a part's answer tells is durable; an interruption between parts loses nothing,
//             and cases already moved are not moved again.
// Limits:     a part ends after kPatience, with the case at hand then.
// Failure:    a damaged case is alarmed, told as such and passed by. Lets the ports' exceptions
//             through; nothing of the part is kept then.
#pragma once

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/versions/parting.hpp"
#include "engine/runtime/case_work.hpp"
#include "engine/runtime/damage_alarm.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/version_work.hpp"

namespace clarion::runtime {

template <class Asked>
concept VersionWork = std::same_as<Asked, ReplayCases> || std::same_as<Asked, KeepVersion> ||
    std::same_as<Asked, SurveyMove> || std::same_as<Asked, MoveCases>;

class VersionDesk {
public:
    // How long those who wait for an answer wait for a part of this.
    static constexpr std::chrono::milliseconds kPatience{10};

    VersionDesk(CaseWork& work, DamageAlarm& alarm);

    [[nodiscard]] Outcome answer(const Caller& caller, const ReplayCases& asked);
    [[nodiscard]] Outcome answer(const Caller& caller, const KeepVersion& asked);
    [[nodiscard]] Outcome answer(const Caller& caller, const SurveyMove& asked);
    [[nodiscard]] Outcome answer(const Caller& caller, const MoveCases& asked);

private:
    // A case with all that happened to it.
    struct History {
        CaseInHand held;
        std::vector<core::CaseEvent> events;
    };

    // Empty: the case is damaged.
    [[nodiscard]] std::optional<History> read(const Caller& caller, const ports::CaseRow& row);
    [[nodiscard]] bool is_whole(const History& history) const;
    [[nodiscard]] core::json::object replayed(const History& history, const ReplayCases& asked);
    [[nodiscard]] core::json::object tried(
        const History& history, const core::Result<core::Accepted, std::string>& moved
    );
    [[nodiscard]] core::json::object moved(
        const History& history, core::Accepted accepted, const Migration& migration
    );
    // Why it must not become that, though the plan says so; empty: nothing is against it.
    [[nodiscard]] std::string doubt(
        const History& history, const core::Accepted& accepted, const Migration& migration
    ) const;
    [[nodiscard]] core::CheckForm told_by_people(
        const CaseInHand& held, const ports::FormChecker& candidate
    );
    void note(
        const CaseInHand& held,
        const std::string& type,
        core::AuditClass cls,
        core::json::object detail
    );

    CaseWork& work_;
    DamageAlarm& alarm_;
    core::ProcessOf process_of_;
};

}  // namespace clarion::runtime
