// Detection: how people use the service, held against rules that are data. Pure: fed with what the
// log records, in order; says which rules were met.
//
// A rule: {id, title, counts: entries|subjects, above, per: view|case|day, where: {types, whys,
// outcomes, marks}}. It is met when, within a local day, one person has more than `above` entries
// (or distinct cases) that fit all of `where`. `per` says how often that is told: for each view,
// for each case, or once a day. An empty list in `where` fits everything. Marks: look (at one case,
// by whatever road, or an attempt at it), touch (a look, or an act), canary, sealed, own (their own
// name, address or telephone), out_of_hours, after_search. To add a mark: here, in mark(), and
// where the runtime sets it.
// `gives_back` names the acts by which somebody lets go of a case: what they saw of it that day
// while it was theirs is then counted as if it had not been.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/problem.hpp"
#include "engine/core/time/zone.hpp"

namespace clarion::core {

enum class Counts { entries, subjects };
enum class AlertPer { view, case_, day };

struct DetectionRule {
    std::string id;
    Counts counts = Counts::entries;
    AlertPer per = AlertPer::day;
    std::uint64_t above = 0;
    std::set<std::string, std::less<>> types;
    std::set<std::string, std::less<>> whys;
    std::set<std::string, std::less<>> outcomes;
    std::set<std::string, std::less<>> marks;
};

struct DetectionRules {
    std::vector<DetectionRule> rules;
    int hours_from = 0;  // of the usual day, in minutes since midnight
    int hours_until = 24 * 60;
    int search_minutes = 15;  // so long a case that a search showed counts as found by it
    std::set<std::string, std::less<>> gives_back;
};

// Whether an entry of this type only mentions a case among others, in a list or beside another.
// All others about one case are looks at it. Frozen: the log's types.
[[nodiscard]] bool is_mention(std::string_view type);

// {hours: {from, until}, search_minutes, gives_back, rules: [...]}; problems carry pointers below
// `pointer`.
[[nodiscard]] DetectionRules read_detection(
    const json::object& written,
    const std::string& pointer,
    std::vector<statechart::Problem>& problems
);

// One entry of the log, as far as rules look at it.
struct Observation {
    Instant at;
    LocalTime local;
    std::string actor;    // as the log names them
    std::string subject;  // the case, as the log names it; may be empty
    std::string cls;      // its class in the log
    std::string type;
    std::string why;
    std::string outcome;
    std::string request;  // of which this is one entry
    std::set<std::string, std::less<>> marks;
};

struct Detected {
    std::string rule;
    std::string once;  // rule, actor, day and, by its `per`, the case or the request
    std::uint64_t count = 0;
    bool of_case = false;  // told for each case or view, not for a day
};

class Detector {
public:
    explicit Detector(DetectionRules rules) : rules_(std::move(rules)) {}

    // Requires: observations of one person come in the order of time.
    [[nodiscard]] std::vector<Detected> observe(Observation seen);

private:
    struct Day {
        std::int64_t number = -1;
        std::map<std::string, std::uint64_t> entries;           // by rule
        std::map<std::string, std::set<std::string>> subjects;  // by rule
        std::map<std::string, Instant> found;                   // by case: when a search showed it
        std::map<std::string, Observation> theirs;  // by case: their first look while it was theirs
    };

    void mark(Observation& seen, Day& day) const;
    [[nodiscard]] std::vector<Detected> counted(const Observation& seen, Day& day, bool only_duty)
        const;
    [[nodiscard]] static bool fits(const DetectionRule& rule, const Observation& seen);

    DetectionRules rules_;
    std::map<std::string, Day> people_;  // by actor
};

}  // namespace clarion::core
