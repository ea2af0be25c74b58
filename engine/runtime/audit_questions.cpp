#include "engine/runtime/audit_questions.hpp"

#include <algorithm>
#include <array>

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::array<std::pair<std::string_view, AuditQuestion>, 3> kNames{
    {{"who_looked", AuditQuestion::who_looked},
     {"views_without_action", AuditQuestion::views_without_action},
     {"denied", AuditQuestion::denied}}};

std::string text_of(const json::object& entry, std::string_view member) {
    const json::value* value = entry.if_contains(member);
    if (value == nullptr || !value->is_string()) return {};
    return std::string(value->get_string());
}

}  // namespace

std::optional<AuditQuestion> audit_question(std::string_view name) {
    for (const auto& [known, question] : kNames) {
        if (known == name) return question;
    }
    return std::nullopt;
}

std::string_view query_of(AuditQuestion question) {
    switch (question) {
        case AuditQuestion::who_looked:
            return "class:consultation";
        case AuditQuestion::views_without_action:
            return "-class:system";
        case AuditQuestion::denied:
            return "outcome:denied";
    }
    return {};
}

void AuditAnswer::add(const json::object& entry) {
    Key key{text_of(entry, "actor"), text_of(entry, "subj"), {}};
    const bool is_denied = question_ == AuditQuestion::denied;
    if (is_denied) key.what = text_of(entry, "type");
    if (!is_denied && key.subj.empty()) return;
    Count& count = counts_[key];
    const bool is_view = text_of(entry, "cls") == "consultation";
    if (!is_denied && !is_view) {
        ++count.acts;
        return;
    }
    ++count.times;
    const std::string ts = text_of(entry, "ts");
    if (count.first.empty() || ts < count.first) count.first = ts;
    count.last = std::max(count.last, ts);
}

std::vector<json::object> AuditAnswer::rows() const {
    std::vector<std::pair<Key, Count>> found(counts_.begin(), counts_.end());
    std::erase_if(found, [this](const auto& one) {
        const bool has_acted =
            question_ == AuditQuestion::views_without_action && one.second.acts > 0;
        return one.second.times == 0 || has_acted;
    });
    std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
        return one.second.times > other.second.times;
    });
    std::vector<json::object> rows;
    for (const auto& [key, count] : found) {
        rows.push_back(
            {{"actor", key.actor},
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
