#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "adapters/files/schema.hpp"
#include "adapters/files/text_rules.hpp"
#include "engine/core/json_pointer.hpp"

namespace clarion::files {

namespace json = core::json;
using core::FieldError;

namespace {

// What is said when the schema has no words of its own for a code.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kWords{{
    {"required", "Give an answer"},
    {"type", "This answer has the wrong form"},
    {"enum", "Choose one of the answers on offer"},
    {"min_length", "This answer is too short"},
    {"max_length", "This answer is too long"},
    {"pattern", "This answer is not written as asked"},
    {"format", "This answer is not written as asked"},
    {"minimum", "This number is too small"},
    {"maximum", "This number is too large"},
    {"min_items", "Give at least one more"},
    {"max_items", "There are too many"},
    {"unknown", "The form has no such field"},
    {"characters", "Use letters, numbers and signs only; something here cannot be shown"},
    {"past", "The date must be in the past"},
    {"too_old", "Check the year of this date"},
    {"", "Check this answer"},
}};

std::string words_for(const Schema* schema, std::string_view code) {
    if (schema != nullptr) {
        if (const auto* own = schema->messages.if_contains(code);
            own != nullptr && own->is_string()) {
            return std::string(own->get_string());
        }
    }
    for (const auto& [known, words] : kWords) {
        if (known == code) return std::string(words);
    }
    return std::string(kWords.back().second);
}

class Checker {
public:
    explicit Checker(const Surroundings& surroundings) : surroundings_(surroundings) {}

    void check(const Schema& schema, const json::value& value, const std::string& pointer) {
        if (!has_type(schema.type, value)) return complain(schema, pointer, "type");
        if (!is_allowed(schema, value)) return complain(schema, pointer, "enum");
        if (const auto* text = value.if_string()) check_text(schema, *text, pointer);
        if (const auto* number = value.if_int64()) {
            if (*number < schema.minimum) complain(schema, pointer, "minimum");
            if (*number > schema.maximum) complain(schema, pointer, "maximum");
        }
        if (const auto* list = value.if_array()) check_list(schema, *list, pointer);
        if (const auto* object = value.if_object()) check_object(schema, *object, pointer);
        for (const Condition& condition : schema.conditions) {
            check_condition(schema, condition, value, pointer);
        }
    }

    std::vector<FieldError> errors;

private:
    void complain(const Schema& schema, const std::string& pointer, std::string_view code) {
        errors.push_back({pointer, std::string(code), words_for(&schema, code)});
    }

    static bool has_type(ValueType type, const json::value& value) {
        switch (type) {
            case ValueType::any:
                return true;
            case ValueType::object:
                return value.is_object();
            case ValueType::array:
                return value.is_array();
            case ValueType::string:
                return value.is_string();
            case ValueType::integer:
                return value.is_int64();
            case ValueType::boolean:
                return value.is_bool();
        }
        return false;
    }

    static bool is_allowed(const Schema& schema, const json::value& value) {
        return schema.allowed.empty() ||
               std::find(schema.allowed.begin(), schema.allowed.end(), value) !=
                   schema.allowed.end();
    }

    void check_text(const Schema& schema, std::string_view text, const std::string& pointer) {
        const bool is_needed = text.empty() && schema.min_length > 0;
        if (is_needed || is_blank(text)) return complain(schema, pointer, "required");
        if (has_more_characters_than(text, schema.max_length)) {
            return complain(schema, pointer, "max_length");
        }
        if (!has_good_characters(text, schema.several_lines)) {
            return complain(schema, pointer, "characters");
        }
        if (has_fewer_characters_than(text, schema.min_length)) {
            complain(schema, pointer, "min_length");
        }
        if (!has_format(schema.format, text, surroundings_.telephone_region)) {
            complain(schema, pointer, "format");
        } else if (schema.birth_date) {
            const auto complaint = complaint_about_birth(text, surroundings_.now);
            if (!complaint.empty()) complain(schema, pointer, complaint);
        }
        if (schema.pattern != nullptr &&
            !re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *schema.pattern)) {
            complain(schema, pointer, "pattern");
        }
    }

    void check_list(const Schema& schema, const json::array& list, const std::string& pointer) {
        if (list.size() < schema.min_items) complain(schema, pointer, "min_items");
        if (list.size() > schema.max_items) return complain(schema, pointer, "max_items");
        for (std::size_t index = 0; index < list.size(); ++index) {
            const std::string here = pointer + "/" + std::to_string(index);
            const auto end = list.begin() + static_cast<std::ptrdiff_t>(index);
            if (schema.unique_items && std::find(list.begin(), end, list[index]) != end) {
                complain(schema, here, "enum");
            }
            if (schema.items != nullptr) check(*schema.items, list[index], here);
        }
    }

    void check_object(
        const Schema& schema, const json::object& object, const std::string& pointer
    ) {
        for (const auto& [name, property] : schema.properties) {
            const std::string here = pointer + "/" + core::pointer_token(name);
            const bool needed = std::find(schema.required.begin(), schema.required.end(), name) !=
                                schema.required.end();
            if (const auto* value = object.if_contains(name)) {
                check(*property, *value, here);
            } else if (needed) {
                complain(*property, here, "required");
            }
        }
        check_needed_elsewhere(schema, object, pointer);
        if (!schema.closed) return;
        for (const auto& member : object) {
            if (schema.find_property(member.key()) == nullptr) {
                errors.push_back(
                    {pointer + "/" + core::pointer_token(member.key()),
                     "unknown",
                     words_for(nullptr, "unknown")}
                );
            }
        }
    }

    // A branch may ask for a property that only the form around it describes, with its words.
    void check_needed_elsewhere(
        const Schema& schema, const json::object& object, const std::string& pointer
    ) {
        for (const std::string& name : schema.required) {
            if (schema.find_property(name) != nullptr || object.contains(name)) continue;
            const Schema* described = around_ == nullptr ? nullptr : around_->find_property(name);
            errors.push_back(
                {pointer + "/" + core::pointer_token(name),
                 "required",
                 words_for(described, "required")}
            );
        }
    }

    void check_condition(
        const Schema& schema,
        const Condition& condition,
        const json::value& value,
        const std::string& pointer
    ) {
        Checker silent(surroundings_);
        silent.check(*condition.when, value, pointer);
        const auto& branch = silent.errors.empty() ? condition.then : condition.otherwise;
        if (branch == nullptr) return;
        const Schema* outer = around_;
        around_ = &schema;
        check(*branch, value, pointer);
        around_ = outer;
    }

    const Surroundings& surroundings_;
    const Schema* around_ = nullptr;
};

}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> usual_complaints() {
    return kWords;
}

std::vector<FieldError> check(
    const Schema& schema, const json::value& value, const Surroundings& surroundings
) {
    Checker checker(surroundings);
    checker.check(schema, value, "");
    return std::move(checker.errors);
}

}  // namespace clarion::files
