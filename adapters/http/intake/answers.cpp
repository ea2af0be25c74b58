#include "adapters/http/intake/answers.hpp"

#include <algorithm>
#include <array>

#include "adapters/http/intake/typed_text.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

std::string value_of(const FormFields& fields, std::string_view name) {
    for (const auto& [key, value] : fields) {
        if (key == name) return value;
    }
    return {};
}

json::array values_of(const FormFields& fields, const Field& field, std::string_view name) {
    json::array values;
    for (const auto& [key, value] : fields) {
        const bool on_offer = std::any_of(
            field.options.begin(),
            field.options.end(),
            [&chosen = value](const Option& option) { return option.value == chosen; }
        );
        if (key == name && on_offer) values.emplace_back(value);
    }
    return values;
}

json::value answer_of(const Field& field, const std::string& name, const FormFields& fields) {
    switch (field.kind) {
        case FieldKind::checkboxes:
        case FieldKind::flags:
        case FieldKind::times:
            return values_of(fields, field, name);
        case FieldKind::radios: {
            const json::array chosen = values_of(fields, field, name);
            return chosen.empty() ? json::value("") : chosen.front();
        }
        case FieldKind::date:
            return json::object{
                {"day", typed_text(value_of(fields, name + "-day"), false)},
                {"month", typed_text(value_of(fields, name + "-month"), false)},
                {"year", typed_text(value_of(fields, name + "-year"), false)}};
        case FieldKind::area:
        case FieldKind::people:
        case FieldKind::lines:
            return json::value(typed_text(value_of(fields, name), true));
        case FieldKind::tick:
            return json::value(value_of(fields, name) == "yes" ? "yes" : "");
        case FieldKind::text:
        case FieldKind::number:
            return json::value(typed_text(value_of(fields, name), false));
    }
    return nullptr;
}

bool is_empty(const json::value& answer) {
    if (const auto* text = answer.if_string()) return text->empty();
    if (const auto* list = answer.if_array()) return list->empty();
    if (const auto* boxes = answer.if_object()) {
        return std::all_of(boxes->begin(), boxes->end(), [](const auto& box) {
            return box.value().as_string().empty();
        });
    }
    return true;
}

bool holds_one(const Condition& condition, const Answers& answers) {
    const json::value* answer = answers.if_contains(condition.pointer);
    if (!answer) return false;
    const auto is_wanted = [&](const json::value& value) {
        const auto* text = value.if_string();
        return text && std::find(
                           condition.any_of.begin(), condition.any_of.end(), std::string_view(*text)
                       ) != condition.any_of.end();
    };
    if (const auto* list = answer->if_array()) {
        return std::any_of(list->begin(), list->end(), is_wanted);
    }
    return is_wanted(*answer);
}

}  // namespace

std::string name_of(const Page& page, const Field& field) {
    return "a" + std::to_string(&field - page.fields.data() + 1);
}

std::vector<std::string_view> repeatable_names(const Page& page) {
    static constexpr std::array<std::string_view, 12> kNames{
        "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12"};
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < page.fields.size() && i < kNames.size(); ++i) {
        const FieldKind kind = page.fields[i].kind;
        if (kind == FieldKind::checkboxes || kind == FieldKind::flags || kind == FieldKind::times) {
            names.push_back(kNames[i]);
        }
    }
    return names;
}

Answers answers_of(const Page& page, const FormFields& fields) {
    Answers answers;
    for (const Field& field : page.fields) {
        const json::value answer = answer_of(field, name_of(page, field), fields);
        if (field.kind != FieldKind::flags) {
            answers[field.pointer] = answer;
            continue;
        }
        const json::array& ticked = answer.as_array();
        for (const Option& option : field.options) {
            const bool on =
                std::find(ticked.begin(), ticked.end(), json::value(option.value)) != ticked.end();
            answers[option.pointer] = on ? "yes" : "";
        }
    }
    return answers;
}

bool holds(const std::vector<Condition>& conditions, const Answers& answers) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return holds_one(condition, answers);
    });
}

bool holds_any(const std::vector<Condition>& conditions, const Answers& answers) {
    return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return holds_one(condition, answers);
    });
}

bool applies(const Page& page, const Answers& answers) {
    return holds(page.when, answers) &&
           (page.when_any.empty() || holds_any(page.when_any, answers));
}

bool is_shown(const Page& page, const Field& field, const Answers& answers) {
    return std::all_of(field.when.begin(), field.when.end(), [&](const Condition& condition) {
        const bool of_this_page =
            std::any_of(page.fields.begin(), page.fields.end(), [&](const Field& other) {
                return other.pointer == condition.pointer;
            });
        return of_this_page || holds_one(condition, answers);
    });
}

bool is_answered(const Answers& answers, const Field& field) {
    if (field.kind == FieldKind::flags) {
        return std::any_of(field.options.begin(), field.options.end(), [&](const Option& option) {
            const json::value* answer = answers.if_contains(option.pointer);
            return answer && !is_empty(*answer);
        });
    }
    const json::value* answer = answers.if_contains(field.pointer);
    return answer && !is_empty(*answer);
}

std::vector<const Page*> active_pages(const Journey& journey, const Answers& answers) {
    std::vector<const Page*> pages;
    for (const Page& page : journey.pages) {
        if (applies(page, answers)) pages.push_back(&page);
    }
    return pages;
}

}  // namespace clarion::http::intake
