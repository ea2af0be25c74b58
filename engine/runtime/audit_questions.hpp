// AuditQuestions: ready-made questions to the log, and what a query's entries have in common.
//
//     who_looked            consultations of a case: by whom, how often, when first and last
//     views_without_action  who looked at a case and never did anything in it
//     denied                what was refused: to whom, what, how often
//     out_of_hours          consultations at night, at weekends and on holidays, by the calendar
//     own_name_searches     who searched for a surname that sounds like their own
//     sealed_views          who looked at a case behind its seal: its readers, and whoever broke
//     the glass safe_contact_overrides  contacts outside the safe times of the plan, with a reason
//     same_pair             acts that two people must share, by the pair that shared them
//
// Pure: entries go in one by one, in any order; rows come out, the most frequent first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::runtime {

enum class AuditQuestion {
    who_looked,
    views_without_action,
    denied,
    out_of_hours,
    own_name_searches,
    sealed_views,
    safe_contact_overrides,
    same_pair
};
// Codes of why, by which entries are found again. Frozen: in the log.
inline constexpr const char* kOwnName = "own_name";
inline constexpr const char* kOutsidePlan = "outside_plan";

struct NamedQuestion {
    AuditQuestion question;
    std::string_view name;
    std::string_view title;  // as people ask it
};
[[nodiscard]] std::span<const NamedQuestion> audit_questions();
[[nodiscard]] std::optional<AuditQuestion> audit_question(std::string_view name);
// Whether only entries outside the hours of work are asked for.
[[nodiscard]] bool asks_out_of_hours(AuditQuestion question);
// The query that finds the entries it is about.
[[nodiscard]] std::string_view query_of(AuditQuestion question);

class AuditAnswer {
public:
    // `pairs`: for each action those that must be another person's, for same_pair.
    explicit AuditAnswer(AuditQuestion question, core::json::object pairs = {})
        : question_(question), pairs_(std::move(pairs)) {}

    void add(const core::json::object& entry);
    // {actor, with, case, what, times, first, last}; `with` is the other one of a pair.
    [[nodiscard]] std::vector<core::json::object> rows() const;

private:
    struct Count {
        std::uint64_t times = 0;
        std::uint64_t acts = 0;
        std::string first;
        std::string last;
    };
    struct Key {
        std::string actor;
        std::string subj;
        std::string what;
        std::string with;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    // Who took which action in a case, and when first.
    using Taken = std::map<std::string, std::map<std::string, std::string>>;

    [[nodiscard]] std::map<Key, Count> pairs_found() const;

    AuditQuestion question_;
    core::json::object pairs_;
    std::map<Key, Count> counts_;
    std::map<std::string, Taken> taken_;  // by case, for same_pair
};

// How many of a query's entries have which class, type, outcome, organisation and reason.
class AuditFacets {
public:
    void add(const core::json::object& entry);
    // {member: [{value, count}, ...]}, the most frequent first.
    [[nodiscard]] core::json::object document() const;
    [[nodiscard]] std::uint64_t entries() const { return entries_; }

private:
    std::uint64_t entries_ = 0;
    std::map<std::string, std::map<std::string, std::uint64_t>> counts_;
};

}  // namespace clarion::runtime
