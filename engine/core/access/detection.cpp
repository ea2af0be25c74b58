#include "engine/core/access/detection.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace clarion::core {

namespace {

using Problems = std::vector<statechart::Problem>;
using Names = std::set<std::string, std::less<>>;

constexpr std::string_view kSearchHit = "search_cases";
constexpr std::string_view kLook = "look";
constexpr std::string_view kTouch = "touch";
constexpr std::string_view kDuty = "duty";
constexpr std::array<std::string_view, 7> kMarks{
    kLook, kTouch, "canary", "sealed", "own", "out_of_hours", "after_search"};
constexpr std::array<std::string_view, 7> kMentions{
    "list_cases",
    "list_agency_requests",
    "list_retention",
    kSearchHit,
    "see_link",
    "see_related",
    "see_alert"};
// Classes of the log that are no look at a case and no act on it.
constexpr std::array<std::string_view, 2> kBeside{"security", "system"};

template <class List>
bool holds(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

class Reader {
public:
    Reader(std::string pointer, Problems& problems)
        : pointer_(std::move(pointer)), problems_(problems) {}

    void complain(const std::string& at, std::string reason) {
        problems_.push_back({.pointer = pointer_ + at, .reason = std::move(reason)});
    }

    // Minutes since midnight of "07:30".
    int minutes(const json::object& object, std::string_view key, int otherwise) {
        const json::value* value = object.if_contains(key);
        if (value == nullptr) return otherwise;
        const json::string* text = value->if_string();
        const std::string_view time =
            text == nullptr ? std::string_view() : std::string_view(*text);
        const bool is_time = time.size() == 5 && time[2] == ':';
        const int hour = is_time ? (time[0] - '0') * 10 + (time[1] - '0') : -1;
        const int minute = is_time ? (time[3] - '0') * 10 + (time[4] - '0') : -1;
        if (hour >= 0 && hour <= 24 && minute >= 0 && minute < 60) return hour * 60 + minute;
        complain("/hours/" + std::string(key), "must be a time such as 07:30");
        return otherwise;
    }

    Names names(const json::object& object, std::string_view key, const std::string& at) {
        Names read;
        const json::value* value = object.if_contains(key);
        if (value == nullptr) return read;
        const json::array* list = value->if_array();
        if (list == nullptr) complain(at + "/" + std::string(key), "must be a list of names");
        for (const json::value& entry : list == nullptr ? json::array{} : *list) {
            if (entry.is_string()) read.insert(std::string(entry.get_string()));
        }
        return read;
    }

    std::string text(const json::object& object, std::string_view key, const std::string& at) {
        const json::value* value = object.if_contains(key);
        if (value != nullptr && value->is_string() && !value->get_string().empty())
            return std::string(value->get_string());
        complain(at + "/" + std::string(key), "must be text");
        return {};
    }

private:
    std::string pointer_;
    Problems& problems_;
};

std::uint64_t number_at(const json::object& object, std::string_view key, std::uint64_t otherwise) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return otherwise;
    boost::system::error_code error;
    const auto number = value->to_number<std::uint64_t>(error);
    return error ? otherwise : number;
}

DetectionRule read_rule(const json::object& written, const std::string& at, Reader& reader) {
    DetectionRule rule;
    rule.id = reader.text(written, "id", at);
    rule.above = number_at(written, "above", 0);
    const std::string counts = reader.text(written, "counts", at);
    if (counts != "entries" && counts != "subjects") {
        reader.complain(at + "/counts", "must be entries or subjects");
    }
    rule.counts = counts == "subjects" ? Counts::subjects : Counts::entries;
    const std::string per = reader.text(written, "per", at);
    if (per != "view" && per != "case" && per != "day") {
        reader.complain(at + "/per", "must be view, case or day");
    }
    rule.per = per == "view" ? AlertPer::view : per == "case" ? AlertPer::case_ : AlertPer::day;
    const json::value* where = written.if_contains("where");
    if (where == nullptr || !where->is_object()) {
        reader.complain(at + "/where", "says which entries count");
        return rule;
    }
    const json::object& terms = where->get_object();
    rule.types = reader.names(terms, "types", at + "/where");
    rule.whys = reader.names(terms, "whys", at + "/where");
    rule.outcomes = reader.names(terms, "outcomes", at + "/where");
    rule.marks = reader.names(terms, "marks", at + "/where");
    for (const std::string& mark : rule.marks) {
        if (!holds(kMarks, mark)) reader.complain(at + "/where/marks", "there is no mark " + mark);
    }
    return rule;
}

bool is_within(const Names& allowed, const std::string& value) {
    return allowed.empty() || allowed.contains(value);
}

bool is_look(const Observation& seen) {
    if (seen.subject.empty() || is_mention(seen.type)) return false;
    return seen.cls == "consultation" || seen.outcome == "denied";
}

bool is_touch(const Observation& seen) {
    const bool is_act = !seen.subject.empty() && !is_mention(seen.type) && !seen.cls.empty() &&
                        !holds(kBeside, seen.cls);
    return is_act || is_look(seen);
}

}  // namespace

bool is_mention(std::string_view type) {
    return holds(kMentions, type);
}

DetectionRules read_detection(
    const json::object& written, const std::string& pointer, Problems& problems
) {
    DetectionRules rules;
    Reader reader(pointer, problems);
    const json::value* hours = written.if_contains("hours");
    if (hours != nullptr && hours->is_object()) {
        rules.hours_from = reader.minutes(hours->get_object(), "from", rules.hours_from);
        rules.hours_until = reader.minutes(hours->get_object(), "until", rules.hours_until);
    }
    rules.search_minutes = static_cast<int>(number_at(written, "search_minutes", 15));
    rules.gives_back = reader.names(written, "gives_back", "");
    const json::value* list = written.if_contains("rules");
    if (list == nullptr || !list->is_array()) {
        reader.complain("/rules", "must be a list");
        return rules;
    }
    Names ids;
    for (std::size_t index = 0; index < list->get_array().size(); ++index) {
        const std::string at = "/rules/" + std::to_string(index);
        const json::object* rule = list->get_array()[index].if_object();
        if (rule == nullptr) {
            reader.complain(at, "must be a rule");
            continue;
        }
        rules.rules.push_back(read_rule(*rule, at, reader));
        if (!ids.insert(rules.rules.back().id).second) reader.complain(at + "/id", "comes twice");
    }
    return rules;
}

void Detector::mark(Observation& seen, Day& day) const {
    const int minute = static_cast<int>(seen.local.since_midnight.count());
    if (minute < rules_.hours_from || minute >= rules_.hours_until)
        seen.marks.insert("out_of_hours");
    if (is_look(seen)) seen.marks.insert(std::string(kLook));
    if (is_touch(seen)) seen.marks.insert(std::string(kTouch));
    if (seen.type == kSearchHit) {
        if (!seen.subject.empty()) day.found[seen.subject] = seen.at;
        return;
    }
    const auto found = day.found.find(seen.subject);
    const bool is_recent = found != day.found.end() &&
                           seen.at - found->second <= std::chrono::minutes(rules_.search_minutes);
    if (is_recent) seen.marks.insert("after_search");
}

bool Detector::fits(const DetectionRule& rule, const Observation& seen) {
    return is_within(rule.types, seen.type) && is_within(rule.whys, seen.why) &&
           is_within(rule.outcomes, seen.outcome) &&
           std::includes(
               seen.marks.begin(), seen.marks.end(), rule.marks.begin(), rule.marks.end()
           );
}

std::vector<Detected> Detector::observe(Observation seen) {
    const std::int64_t number = seen.local.day.time_since_epoch().count();
    Day& day = people_[seen.actor];
    if (day.number != number) {
        day = Day{};
        day.number = number;
    }
    mark(seen, day);
    std::vector<Detected> detected = counted(seen, day, false);
    if (seen.why == "assigned" && seen.marks.contains(kLook))
        day.theirs.emplace(seen.subject, seen);
    const bool gives_back = rules_.gives_back.contains(seen.type) && seen.outcome == "ok";
    const auto theirs = gives_back ? day.theirs.find(seen.subject) : day.theirs.end();
    if (theirs == day.theirs.end()) return detected;
    Observation look = std::move(theirs->second);
    day.theirs.erase(theirs);
    look.why = kDuty;
    for (Detected& more : counted(look, day, true))
        detected.push_back(std::move(more));
    return detected;
}

// `only_duty`: by rules on what is not theirs alone; the others have counted it.
std::vector<Detected> Detector::counted(const Observation& seen, Day& day, bool only_duty) const {
    std::vector<Detected> detected;
    for (const DetectionRule& rule : rules_.rules) {
        if (only_duty && !rule.whys.contains(kDuty)) continue;
        if (!fits(rule, seen)) continue;
        std::uint64_t count = ++day.entries[rule.id];
        if (rule.counts == Counts::subjects) {
            if (seen.subject.empty()) continue;
            auto& subjects = day.subjects[rule.id];
            subjects.insert(seen.subject);
            count = subjects.size();
        }
        if (count <= rule.above) continue;
        std::string once = rule.id + "|" + seen.actor + "|" + std::to_string(day.number);
        if (rule.per != AlertPer::day) once += "|" + seen.subject;
        if (rule.per == AlertPer::view) once += "|" + seen.request;
        detected.push_back({
            .rule = rule.id,
            .once = std::move(once),
            .count = count,
            .of_case = rule.per != AlertPer::day,
        });
    }
    return detected;
}

}  // namespace clarion::core
