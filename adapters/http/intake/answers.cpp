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

// Every box of this name, the empty ones too: they keep their places beside one another.
std::vector<std::string> boxes_of(const FormFields& fields, std::string_view name) {
    std::vector<std::string> boxes;
    for (const auto& [key, value] : fields) {
        if (key == name) boxes.push_back(typed_text(value, false));
    }
    return boxes;
}

json::array rows_of(const Field& field, const std::string& name, const FormFields& fields) {
    const auto names = boxes_of(fields, name);
    const auto ages = boxes_of(fields, name + "-age");
    json::array rows;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (field.kind == FieldKind::lines) {
            rows.emplace_back(names[i]);
        } else {
            rows.push_back({{"name", names[i]}, {"age", i < ages.size() ? ages[i] : ""}});
        }
    }
    return rows;
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
        case FieldKind::people:
        case FieldKind::lines:
            return rows_of(field, name, fields);
        case FieldKind::area:
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
    if (const auto* list = answer.if_array())
        return std::all_of(list->begin(), list->end(), is_empty);
    if (const auto* boxes = answer.if_object()) {
        return std::all_of(boxes->begin(), boxes->end(), [](const auto& box) {
            return box.value().as_string().empty();
        });
    }
    return true;
}

// The boxes of a list that nobody filled in go.
void drop_empty_rows(json::value& answer) {
    auto* list = answer.if_array();
    if (!list) return;
    list->erase(std::remove_if(list->begin(), list->end(), is_empty), list->end());
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
    struct Names {
        std::string_view box, age;
    };
    static constexpr std::array<Names, 12> kNames{
        {{"a1", "a1-age"},
         {"a2", "a2-age"},
         {"a3", "a3-age"},
         {"a4", "a4-age"},
         {"a5", "a5-age"},
         {"a6", "a6-age"},
         {"a7", "a7-age"},
         {"a8", "a8-age"},
         {"a9", "a9-age"},
         {"a10", "a10-age"},
         {"a11", "a11-age"},
         {"a12", "a12-age"}}};
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < page.fields.size() && i < kNames.size(); ++i) {
        const FieldKind kind = page.fields[i].kind;
        const bool rows = is_list(kind);
        if (rows || kind == FieldKind::checkboxes || kind == FieldKind::flags ||
            kind == FieldKind::times) {
            names.push_back(kNames[i].box);
        }
        if (rows) names.push_back(kNames[i].age);
    }
    return names;
}

bool is_list(FieldKind kind) {
    return kind == FieldKind::lines || kind == FieldKind::people;
}

std::optional<Answers> with_other_rows(const Page& page, const FormFields& fields) {
    Answers answers = typed_answers(page, fields);
    bool changed = false;
    for (const Field& field : page.fields) {
        if (!is_list(field.kind)) continue;
        const std::string name = name_of(page, field);
        json::array& rows = answers.at(field.pointer).as_array();
        if (value_of(fields, "add") == name && static_cast<int>(rows.size()) < field.rows.most) {
            rows.push_back(
                field.kind == FieldKind::lines ? json::value("")
                                               : json::value{{"name", ""}, {"age", ""}}
            );
            changed = true;
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (value_of(fields, "remove") != name + "-" + std::to_string(i + 1)) continue;
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
            changed = true;
            break;
        }
    }
    return changed ? std::optional(std::move(answers)) : std::nullopt;
}

Answers answers_of(const Page& page, const FormFields& fields) {
    Answers answers = typed_answers(page, fields);
    for (const Field& field : page.fields) {
        if (is_list(field.kind)) drop_empty_rows(answers.at(field.pointer));
    }
    return answers;
}

Answers typed_answers(const Page& page, const FormFields& fields) {
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
