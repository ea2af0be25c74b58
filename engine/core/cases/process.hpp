// Process: one published bundle, compiled: the definition with its domain keys, limits, calendar
// and zone.
//
// A case pins the hash of the bundle's published bytes; a published bundle never changes.
// Ownership: holds the zone by pointer; it must outlive the process.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/core/statechart/definition.hpp"
#include "engine/core/statechart/problem.hpp"
#include "engine/core/time/calendar.hpp"
#include "engine/core/time/zone.hpp"

namespace clarion::core {

// Which kind of processing the law makes us log (Data Protection Act 2018 s.62(1)).
enum class AuditKind { collection, alteration, consultation, disclosure, combination, erasure };
[[nodiscard]] std::string_view to_string(AuditKind kind);

// What an action has to do with the papers that agencies are sent (agency_packs.hpp).
enum class Papers {
    none,
    issue,   // makes and sends them
    rest_on  // is recorded with the hash of those in force
};

// What a person can do, gathered over all transitions of that name (the linter keeps them alike).
struct ActionRule {
    std::string name;
    std::string title;
    std::string form;
    AuditKind audit = AuditKind::alteration;
    Papers papers = Papers::none;
    bool behind_glass = false;       // also by who broke the glass of a sealed case
    bool only_last = false;          // who took it before counts no more as who took it
    std::vector<std::string> shows;  // context paths, to be read in this order before acting
    std::set<std::string> roles;     // of any of its transitions
    std::uint32_t order = 0;         // of the first of them in the document
};

// The domain keys of one transition (`meta`).
struct TransitionRule {
    std::vector<std::string> roles;
    std::vector<std::string> differs_from;
    bool fresh_sign_in = false;
    // Of a disclosure: a term for the code, or the list of codes, of whom it tells. Null: nobody.
    json::value recipient;
};

// The domain keys of one state (`meta`).
struct StateRule {
    std::string title;
    std::string queue;
    std::vector<std::string> lists;  // on which a case stands while it is in this state
    int priority = 0;  // of a case while it is in this state; never less than its tasks' own
    bool has_task = false;
    std::string task_title;  // empty: the state's own
    std::vector<std::string> task_roles;
    int task_priority = 0;
    std::string task_due;   // limit name, may be empty
    std::string task_each;  // context path of a list of names: one task for each (agency requests)
    bool round = false;     // entering it begins a review round
};

// How people open a case of this workflow by hand (`meta.opening` of the whole machine).
struct Opening {
    std::string title;
    std::string form = "request";    // what a case is opened with, by whatever road
    std::vector<std::string> roles;  // empty: nobody opens one by hand
    // What tells of the same two people again within this limit is told to their open case as this
    // event, and opens no other one. Both empty: each opens its own.
    std::string merge_within;
    std::string merge_event;
};

// What people are told where a part of a guard does not hold (`meta.refusals` of the machine).
struct RuleWords {
    json::value unless;  // the part, as the guards write it
    json::object says;   // a sentence by language
};

// Ladders of reminders by name: each step names a limit.
using Ladders = std::map<std::string, std::vector<std::string>, std::less<>>;

// A stage of the road and the time that it usually takes (forecast.hpp).
struct UsualStage {
    statechart::StateIndex state = 0;
    Limit time;
};

struct Process {
    BundleHash hash;
    std::string id;       // <scheme>.<route>
    std::string scheme;   // may be empty in tests
    std::string route;    // such as right-to-ask
    std::string title;    // as the scheme calls the route
    std::string version;  // such as 1
    Opening opening;
    statechart::Definition definition;
    std::map<std::string, ActionRule, std::less<>> actions;
    std::map<std::uint32_t, TransitionRule> transition_rules;  // by Transition::order
    std::vector<StateRule> state_rules;                        // by StateIndex
    std::vector<RuleWords> rule_words;
    std::map<std::string, Limit, std::less<>> limits;
    Ladders ladders;
    std::vector<UsualStage> usual_stages;  // in the order of the definition; may be empty
    json::object profile;
    json::object catalogue;  // systems, agencies, instruments; may be empty
    Calendar calendar;
    const Zone* zone = nullptr;
};

// `bundle` = {id, version, definition, profile, calendar, forms, catalogue?}; problems carry
// pointers into it.
[[nodiscard]] Result<Process, std::vector<statechart::Problem>> compile_process(
    const json::object& bundle, BundleHash hash, const Zone& zone
);

}  // namespace clarion::core
