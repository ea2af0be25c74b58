// AuditQuestions: ready-made questions to the log, and what a query's entries have in common.
//
//     who_looked            consultations of a case: by whom, how often, when first and last
//     views_without_action  who looked at a case and never did anything in it
//     denied                what was refused: to whom, what, how often
//
// Pure: entries go in one by one, in any order; rows come out, the most frequent first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::runtime {

enum class AuditQuestion { who_looked, views_without_action, denied };
[[nodiscard]] std::optional<AuditQuestion> audit_question(std::string_view name);
// The query that finds the entries it is about.
[[nodiscard]] std::string_view query_of(AuditQuestion question);

class AuditAnswer {
public:
    explicit AuditAnswer(AuditQuestion question) : question_(question) {}

    void add(const core::json::object& entry);
    // {actor, case, what, times, first, last}
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
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    AuditQuestion question_;
    std::map<Key, Count> counts_;
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
