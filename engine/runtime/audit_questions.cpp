#include "engine/runtime/audit_questions.hpp"

#include <algorithm>
#include <array>

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::array<NamedQuestion, 8> kQuestions{
    {{AuditQuestion::who_looked, "who_looked", "Who looked at a case"},
     {AuditQuestion::views_without_action,
      "views_without_action",
      "Who looked at a case and never did anything in it"},
     {AuditQuestion::denied, "denied", "What was refused, and to whom"},
     {AuditQuestion::out_of_hours, "out_of_hours", "Who looked outside the hours of work"},
     {AuditQuestion::own_name_searches,
      "own_name_searches",
      "Who searched for a surname like their own"},
     {AuditQuestion::sealed_views, "sealed_views", "Who looked at a case behind its seal"},
     {AuditQuestion::safe_contact_overrides,
      "safe_contact_overrides",
      "Contacts outside the safe times, with a reason"},
     {AuditQuestion::same_pair,
      "same_pair",
      "What two people must share, and the same two shared again and again"}}};

std::string text_of(const json::object& entry, std::string_view member) {
    const json::value* value = entry.if_contains(member);
    if (value == nullptr || !value->is_string()) return {};
    return std::string(value->get_string());
}

}  // namespace

std::span<const NamedQuestion> audit_questions() {
    return kQuestions;
}

std::optional<AuditQuestion> audit_question(std::string_view name) {
    for (const NamedQuestion& known : kQuestions) {
        if (known.name == name) return known.question;
    }
    return std::nullopt;
}

bool asks_out_of_hours(AuditQuestion question) {
    return question == AuditQuestion::out_of_hours;
}

std::string_view query_of(AuditQuestion question) {
    switch (question) {
        case AuditQuestion::who_looked:
            return "class:consultation";
        case AuditQuestion::views_without_action:
            return "-class:system";
        case AuditQuestion::denied:
            return "outcome:denied";
        case AuditQuestion::out_of_hours:
            return "class:consultation -actor:system";
        case AuditQuestion::own_name_searches:
            return "action:search why:own_name";
        case AuditQuestion::sealed_views:
            return "outcome:ok -class:system";
        case AuditQuestion::safe_contact_overrides:
            return "why:outside_plan";
        case AuditQuestion::same_pair:
            return "outcome:ok -class:consultation";
    }
    return {};
}

namespace {

// By what somebody saw a sealed case: as one of its readers, or through its broken glass.
bool is_behind_a_seal(const json::object& entry) {
    constexpr std::array<std::string_view, 3> kWhy{"reader", "walled", "break_glass"};
    const std::string why = text_of(entry, "why");
    return std::find(kWhy.begin(), kWhy.end(), why) != kWhy.end();
}

}  // namespace

void AuditAnswer::add(const json::object& entry) {
    if (question_ == AuditQuestion::sealed_views && !is_behind_a_seal(entry)) return;
    const std::string ts = text_of(entry, "ts");
    if (question_ == AuditQuestion::same_pair) {
        std::string& first =
            taken_[text_of(entry, "subj")][text_of(entry, "type")][text_of(entry, "actor")];
        if (first.empty() || ts < first) first = ts;
        return;
    }
    Key key{text_of(entry, "actor"), text_of(entry, "subj"), {}, {}};
    const bool is_of_cases =
        question_ == AuditQuestion::who_looked || question_ == AuditQuestion::views_without_action;
    if (!is_of_cases) key.what = text_of(entry, "type");
    if (is_of_cases && key.subj.empty()) return;
    Count& count = counts_[key];
    if (is_of_cases && text_of(entry, "cls") != "consultation") {
        ++count.acts;
        return;
    }
    ++count.times;
    if (count.first.empty() || ts < count.first) count.first = ts;
    count.last = std::max(count.last, ts);
}

// A pair counts once for a case and an action.
std::map<AuditAnswer::Key, AuditAnswer::Count> AuditAnswer::pairs_found() const {
    std::map<Key, Count> found;
    const auto count = [&found](Key key, const std::string& ts) {
        Count& one = found[std::move(key)];
        ++one.times;
        if (one.first.empty() || ts < one.first) one.first = ts;
        one.last = std::max(one.last, ts);
    };
    for (const auto& [subject, actions] : taken_) {
        for (const auto& [action, people] : actions) {
            const json::value* others = pairs_.if_contains(action);
            if (others == nullptr || subject.empty()) continue;
            std::map<std::string, std::string> pairs;  // of two people, when
            for (const json::value& other : others->as_array()) {
                const auto earlier = actions.find(std::string(other.as_string()));
                if (earlier == actions.end()) continue;
                for (const auto& [first, at] : earlier->second) {
                    for (const auto& [second, ts] : people) {
                        if (first != second) pairs[second + ' ' + first] = ts;
                    }
                }
            }
            for (const auto& [pair, ts] : pairs) {
                const auto space = pair.find(' ');
                count({pair.substr(0, space), {}, action, pair.substr(space + 1)}, ts);
            }
        }
    }
    return found;
}

std::vector<json::object> AuditAnswer::rows() const {
    const std::map<Key, Count> counts =
        question_ == AuditQuestion::same_pair ? pairs_found() : counts_;
    std::vector<std::pair<Key, Count>> found(counts.begin(), counts.end());
    std::erase_if(found, [this](const auto& one) {
        const bool has_acted =
            question_ == AuditQuestion::views_without_action && one.second.acts > 0;
        return one.second.times == 0 || has_acted;
    });
    std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
        return one.second.times > other.second.times;
    });
    std::vector<json::object> rows;
    rows.reserve(found.size());
    for (const auto& [key, count] : found) {
        rows.push_back(
            {{"actor", key.actor},
             {"with", key.with},
             {"case", key.subj},
             {"what", key.what},
             {"times", count.times},
             {"first", count.first},
             {"last", count.last}}
        );
    }
    return rows;
}

void AuditFacets::add(const json::object& entry) {
    ++entries_;
    for (const char* member : {"cls", "type", "out", "org", "why"}) {
        const std::string value = text_of(entry, member);
        if (!value.empty()) ++counts_[member][value];
    }
}

json::object AuditFacets::document() const {
    json::object document;
    for (const auto& [member, values] : counts_) {
        std::vector<std::pair<std::string, std::uint64_t>> sorted(values.begin(), values.end());
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) {
            return one.second > other.second;
        });
        json::array rows;
        for (const auto& [value, count] : sorted)
            rows.push_back(json::object{{"value", value}, {"count", count}});
        document[member] = std::move(rows);
    }
    return document;
}

}  // namespace clarion::runtime
