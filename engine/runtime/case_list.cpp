// Pages of cases: by queue of the process, or by what somebody must see today.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/hidden_lists.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/cursors.hpp"
#include "engine/runtime/list_queries.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// A page of a filtered list looks at so many cases; where few of them fit, it is short.
constexpr int kScannedRowsMax = 200;
// Beyond so many cases that are kept from one person, counts include the rest.
constexpr int kHiddenRowsMax = 500;

constexpr std::string_view kMine = "mine";
constexpr std::string_view kTeam = "team";
constexpr std::string_view kAll = "all";
constexpr std::string_view kPersonList = "person:";
// Lists that are called outside what the store calls them.
constexpr std::array<std::string_view, 5> kPlainLists{
    core::kUnassignedList, "due_soon", core::kLateTasksList, "overdue", "contact_unsafe"};

// The stored lists of a name; none for a queue of the process.
std::vector<std::string> stored_lists(const core::Principal& principal, std::string_view name) {
    if (name == kMine) return {core::list_of_person(principal.person)};
    if (name == kTeam) {
        std::vector<std::string> lists;
        for (const std::string& role : principal.roles)
            lists.push_back(core::list_of_role(role));
        return lists;
    }
    if (std::find(kPlainLists.begin(), kPlainLists.end(), name) != kPlainLists.end()) {
        return {std::string(name)};
    }
    return {};
}

bool has_filter(const ListCases& asked) {
    return !asked.stage.empty() || !asked.clock.empty() || asked.min_priority > 0;
}

// A cursor holds for the very list it was made for, filters and all.
std::string list_name(const Caller& caller, const ListCases& asked) {
    std::string name = "cases " + asked.queue;
    if (has_filter(asked)) {
        name += " " + asked.stage + " " + asked.clock + " " + std::to_string(asked.min_priority);
    }
    const bool is_own = asked.queue == kMine || asked.queue == kTeam;
    return is_own ? name + " " + caller.principal.person.text : name;
}

// A place holds what the list is sorted by; the reference stands for the id, which never leaves.
json::object place_of(const ports::CaseRow& row) {
    return {
        {"reference", row.reference.text},
        {"priority", row.priority},
        {"due_at", time_or_null(row.due_at)},
        {"received_at", core::to_rfc3339(row.received_at)},
    };
}

std::optional<core::Instant> instant_at(const json::object& place, std::string_view key) {
    const json::string* text = member(place, key).if_string();
    return text == nullptr ? std::nullopt : core::parse_rfc3339(*text);
}

// Requires: `place` came out of a cursor of ours.
std::optional<ports::CaseRow> row_at(ports::CaseStore& store, const json::object& place) {
    const json::string* reference = member(place, "reference").if_string();
    if (reference == nullptr) return std::nullopt;
    auto row = store.find_case(core::Reference{std::string(*reference)});
    const auto received_at = instant_at(place, "received_at");
    if (!row || !received_at) return std::nullopt;
    row->priority = member(place, "priority").to_number<int>();
    row->due_at = instant_at(place, "due_at");
    row->received_at = *received_at;
    return row;
}

// The state `stage` of any region, or one inside it.
bool is_within(std::string_view state, std::string_view stage) {
    const std::string inside = std::string(state) + ".";
    return inside.find("." + std::string(stage) + ".") != std::string::npos;
}

bool is_in(const ports::CaseRow& row, std::string_view stage) {
    return std::any_of(row.states.begin(), row.states.end(), [&](const std::string& state) {
        return is_within(state, stage);
    });
}

// Whether a workflow on offer has such a state.
bool is_known_stage(const Definitions& definitions, std::string_view stage) {
    for (const ProcessHandle& process : definitions.offered()) {
        for (const core::statechart::State& state : process->definition.states)
            if (is_within(state.id, stage)) return true;
    }
    return false;
}

// A list that nobody knows would look like one without cases, and a case would be overlooked.
std::string complaint_about(
    const Definitions& definitions, const ListCases& asked, const std::vector<std::string>& queues
) {
    const bool is_list =
        asked.queue.empty() || asked.queue == kMine || asked.queue == kTeam ||
        std::find(kPlainLists.begin(), kPlainLists.end(), asked.queue) != kPlainLists.end();
    const bool is_queue = std::binary_search(queues.begin(), queues.end(), asked.queue);
    if (!is_list && !is_queue) {
        std::string complaint = "`queue` names no list. Known: mine, team";
        for (const std::string_view name : kPlainLists)
            complaint.append(", ").append(name);
        for (const std::string& name : queues)
            complaint.append(", ").append(name);
        return complaint + ".";
    }
    if (!asked.stage.empty() && !is_known_stage(definitions, asked.stage)) {
        return "`stage` names no state of a workflow.";
    }
    if (!asked.clock.empty() && !is_known_stage(definitions, "clock." + asked.clock)) {
        return "`clock` names no state of the clock.";
    }
    return {};
}

json::value assigned_to(ports::CaseStore& store, const ports::CaseRow& row) {
    for (const std::string& list : row.lists) {
        if (!list.starts_with(kPersonList)) continue;
        const auto colleague = store.find_colleague({list.substr(kPersonList.size())});
        return colleague ? json::value(colleague->name) : json::value("Somebody else");
    }
    return nullptr;
}

}  // namespace

json::object list_item(const QueryParts& parts, const ports::CaseRow& row) {
    const ProcessHandle process = parts.definitions.process_of(row.bundle);
    return {
        {"reference", core::format_reference(row.reference)},
        {"title", where_in_region(*process, row.states, "process").title},
        {"states", text_array(row.states)},
        {"queue", text_or_null(row.queue)},
        {"priority", row.priority},
        {"received_at", core::to_rfc3339(row.received_at)},
        {"due_at", time_or_null(row.due_at)},
        {"clock_state", where_in_region(*process, row.states, "clock").stage},
        {"assigned_to", assigned_to(parts.store, row)},
        {"version", row.version},
    };
}

std::vector<std::string> ListQueries::queues() const {
    std::set<std::string> names;
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        for (const core::StateRule& rule : process->state_rules) {
            if (!rule.queue.empty()) names.insert(rule.queue);
        }
    }
    return {names.begin(), names.end()};
}

// The lists of what is kept from somebody name every such case.
std::map<std::string, std::uint64_t> ListQueries::hidden_from(const Caller& caller) {
    ports::CaseListing listing;
    listing.lists = {
        std::string(core::kSealedList), core::list_of_conflict(caller.principal.person)};
    listing.limit = kHiddenRowsMax;
    std::set<core::CaseId> seen;
    std::map<std::string, std::uint64_t> hidden;
    for (const ports::CaseRow& row : parts_.store.list_cases(listing)) {
        if (!seen.insert(row.id).second || access_.knows_of(caller, row)) continue;
        ++hidden["open"];
        if (!row.queue.empty()) ++hidden["queue:" + row.queue];
        for (const std::string& list : row.lists)
            ++hidden[list];
    }
    return hidden;
}

json::object ListQueries::counts(const Caller& caller, const std::vector<std::string>& queues) {
    json::object counts;
    const auto hidden = hidden_from(caller);
    const auto add = [&](std::string_view name, const std::vector<std::string>& lists) {
        std::uint64_t sum = 0;
        const auto counted = parts_.store.count_lists(lists);
        for (std::size_t at = 0; at < lists.size(); ++at) {
            const auto found = hidden.find(lists[at]);
            const std::uint64_t kept_away = found == hidden.end() ? 0 : found->second;
            sum += counted[at] - std::min(counted[at], kept_away);
        }
        counts[name] = sum;
    };
    add(kAll, {"open"});
    for (const std::string_view name : {kMine, kTeam})
        add(name, stored_lists(caller.principal, name));
    for (const std::string_view name : kPlainLists)
        add(name, {std::string(name)});
    for (const std::string& queue : queues)
        add(queue, {"queue:" + queue});
    return counts;
}

bool ListQueries::fits(const ListCases& asked, const ports::CaseRow& row) {
    if (row.priority < asked.min_priority) return false;
    if (!asked.stage.empty() && !is_in(row, asked.stage)) return false;
    if (asked.clock.empty()) return true;
    const ProcessHandle process = parts_.definitions.process_of(row.bundle);
    return where_in_region(*process, row.states, "clock").stage == asked.clock;
}

Outcome ListQueries::cases(const Caller& caller, const ListCases& asked) {
    if (!core::allows(caller.principal, core::Permission::know_cases)) {
        return refuse_permission(caller, "list_cases");
    }
    const std::vector<std::string> names = queues();
    if (auto wrong = complaint_about(parts_.definitions, asked, names); !wrong.empty()) {
        return refuse_attempt(
            caller, "list_cases", refusal_of(core::RefusalCode::bad_query, std::move(wrong))
        );
    }
    ports::CaseListing listing;
    listing.lists = stored_lists(caller.principal, asked.queue);
    if (listing.lists.empty()) listing.queue = asked.queue;
    // One more than can be shown or looked at tells whether there is a next page.
    const int examined_max = has_filter(asked) ? kScannedRowsMax : kPageRowsMax;
    listing.limit = examined_max + 1;
    const std::string list = list_name(caller, asked);
    if (!asked.cursor.empty()) {
        const auto place = read_cursor(parts_.keys, list, asked.cursor);
        if (place) listing.after = row_at(parts_.store, *place);
        if (!listing.after) {
            return refuse_attempt(
                caller,
                "list_cases",
                refusal_of(core::RefusalCode::malformed_body, "the cursor is not one of this list")
            );
        }
    }
    parts_.store.keep_colleague(colleague_of(caller.principal));
    const auto rows = parts_.store.list_cases(listing);
    json::array items;
    json::value next = nullptr;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const bool is_full = items.size() == kPageRowsMax || std::cmp_equal(at, examined_max);
        if (is_full) {
            next = make_cursor(parts_.keys, list, place_of(rows[at - 1]));
            break;
        }
        if (!fits(asked, rows[at]) || !access_.knows_of(caller, rows[at])) continue;
        parts_.recorder.record(caller, shown_in_list(caller, rows[at], "list_cases"));
        items.push_back(list_item(parts_, rows[at]));
    }
    return answered_with({
        {"items", std::move(items)},
        {"next_cursor", std::move(next)},
        {"queues", text_array(names)},
        {"counts", counts(caller, names)},
    });
}

}  // namespace clarion::runtime
