#include "engine/core/cases/form_dates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "engine/core/json_pointer.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::years;

constexpr years kOldest{130};
constexpr years kFarthest{2};
constexpr days kExampleAhead{14};

constexpr std::array<std::string_view, 3> kMarks{"birth", "past", "coming"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWords{{
    {"past", "The date must be today or in the past"},
    {"too_old", "Check the year of this date"},
    {"coming", "The date must be today or in the future"},
    {"too_far", "Check the year of this date"},
}};

local_days moved_by(local_days day, years by) {
    const std::chrono::year_month_day date(day);
    const auto moved = date + by;
    // There is no 29 February in most years.
    return moved.ok() ? local_days(moved)
                      : local_days(moved.year() / moved.month() / std::chrono::last);
}

std::optional<local_days> day_of(std::string_view date) {
    const auto midnight = parse_rfc3339(std::string(date) + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return local_days(std::chrono::floor<days>(*midnight).time_since_epoch());
}

std::string text_of(local_days day) {
    const std::chrono::sys_days midnight(day.time_since_epoch());
    return to_rfc3339(midnight).substr(0, 10);
}

// Empty: the date is as its mark asks.
std::string_view complaint_about(std::string_view mark, local_days date, local_days today) {
    if (mark == "coming") {
        if (date < today) return "coming";
        return date > moved_by(today, kFarthest) ? "too_far" : "";
    }
    if (date > today) return "past";
    return mark == "birth" && date < moved_by(today, -kOldest) ? "too_old" : "";
}

const json::value* member(const json::object& object, std::string_view name) {
    return object.if_contains(name);
}

// Every marked date of a form, wherever it stands, with the schema beside it.
template <typename Value, typename Visit>
class Walk {
public:
    Walk(const json::object& document, const Visit& visit) : document_(document), visit_(visit) {}

    void over(const json::object& schema, Value& value, const std::string& pointer) const {
        const json::object& rules = followed(schema);
        if (auto* list = value.if_array()) {
            const json::value* items = member(rules, "items");
            if (items == nullptr || !items->is_object()) return;
            for (std::size_t at = 0; at < list->size(); ++at)
                over(items->get_object(), (*list)[at], pointer + "/" + std::to_string(at));
        } else if (auto* object = value.if_object()) {
            over_members(rules, *object, pointer);
        } else if (value.is_string()) {
            const json::value* mark = member(rules, "x-date");
            if (mark != nullptr && mark->is_string())
                visit_(rules, std::string_view(mark->get_string()), value, pointer);
        }
    }

private:
    template <typename Object>
    void over_members(const json::object& rules, Object& object, const std::string& pointer) const {
        const json::value* properties = member(rules, "properties");
        if (properties == nullptr || !properties->is_object()) return;
        for (auto& entry : object) {
            const json::value* property = member(properties->get_object(), entry.key());
            if (property == nullptr || !property->is_object()) continue;
            over(property->get_object(), entry.value(), pointer + "/" + pointer_token(entry.key()));
        }
    }

    [[nodiscard]] const json::object& followed(const json::object& schema) const {
        constexpr std::string_view kPrefix = "#/$defs/";
        const json::value* reference = member(schema, "$ref");
        const json::value* defs = member(document_, "$defs");
        if (reference == nullptr || !reference->is_string() || defs == nullptr) return schema;
        const std::string_view text = reference->get_string();
        if (!text.starts_with(kPrefix) || !defs->is_object()) return schema;
        const json::value* named = member(defs->get_object(), text.substr(kPrefix.size()));
        return named != nullptr && named->is_object() ? named->get_object() : schema;
    }

    const json::object& document_;
    const Visit& visit_;
};

std::string words_for(const json::object& rules, std::string_view code) {
    const json::value* own = member(rules, "x-messages");
    if (own != nullptr && own->is_object()) {
        const json::value* words = own->get_object().if_contains(code);
        if (words != nullptr && words->is_string()) return std::string(words->get_string());
    }
    const auto found = std::find_if(kWords.begin(), kWords.end(), [code](const auto& usual) {
        return usual.first == code;
    });
    return std::string(found->second);
}

}  // namespace

bool is_date_mark(std::string_view mark) {
    return std::find(kMarks.begin(), kMarks.end(), mark) != kMarks.end();
}

std::span<const std::pair<std::string_view, std::string_view>> date_complaints() {
    return kWords;
}

std::vector<FieldError> check_dates(
    const json::object& schema, const json::value& filled, local_days today
) {
    std::vector<FieldError> errors;
    const auto visit = [&](const json::object& rules,
                           std::string_view mark,
                           const json::value& value,
                           const std::string& pointer) {
        const auto date = day_of(value.get_string());
        if (!date) return;
        const std::string_view code = complaint_about(mark, *date, today);
        if (!code.empty()) errors.push_back({pointer, std::string(code), words_for(rules, code)});
    };
    Walk<const json::value, decltype(visit)>(schema, visit).over(schema, filled, "");
    return errors;
}

json::object with_examples_of(json::object schema, local_days today) {
    json::value* examples = schema.if_contains("examples");
    if (examples == nullptr || !examples->is_array()) return schema;
    json::array moved = std::move(examples->get_array());
    const auto visit =
        [today](const json::object&, std::string_view mark, json::value& value, const std::string&) {
            const auto date = day_of(value.get_string());
            if (!date || complaint_about(mark, *date, today).empty()) return;
            value = text_of(mark == "coming" ? today + kExampleAhead : today);
        };
    for (json::value& example : moved)
        Walk<json::value, decltype(visit)>(schema, visit).over(schema, example, "");
    schema["examples"] = std::move(moved);
    return schema;
}

}  // namespace clarion::core
