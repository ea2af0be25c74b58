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
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kWords{{
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
    {"same_person", "This is somebody else's name in the same form"},
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

// 3,000: as the pages write it.
std::string in_words(std::size_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

// A date that cannot be read has the codes of the three boxes it is asked in.
std::string_view complaint_about_date(std::string_view text) {
    static const re2::RE2 kPartial(R"(\d{4}(-\d{1,2})?)");
    static const re2::RE2 kShortYear(R"(\d{1,3}-\d{1,2}-\d{1,2})");
    const re2::StringPiece piece(text.data(), text.size());
    if (re2::RE2::FullMatch(piece, kPartial)) return "incomplete";
    return re2::RE2::FullMatch(piece, kShortYear) ? "year_digits" : "not_real";
}

class Checker {
public:
    Checker(const Surroundings& surroundings, const json::value& root)
        : surroundings_(surroundings), root_(root) {}

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
    // A limit is said with its number, where the form has no words of its own.
    void complain_of_limit(
        const Schema& schema,
        const std::string& pointer,
        std::string_view code,
        const std::string& usual
    ) {
        const bool own = schema.messages.contains(code);
        errors.push_back({pointer, std::string(code), own ? words_for(&schema, code) : usual});
    }
    // Dates share the words for what has no format, where the form does not tell them apart.
    void complain_of_format(
        const Schema& schema, const std::string& pointer, std::string_view text
    ) {
        if (schema.format != Format::date) return complain(schema, pointer, "format");
        const std::string_view code = complaint_about_date(text);
        const bool own = schema.messages.contains(code);
        errors.push_back({pointer, std::string(code), words_for(&schema, own ? code : "format")});
    }

    [[nodiscard]] bool names_one_of(std::string_view text, const std::vector<std::string>& pointers)
        const {
        return std::any_of(pointers.begin(), pointers.end(), [&](const std::string& pointer) {
            boost::system::error_code error;
            const json::value* other = root_.find_pointer(pointer, error);
            if (other == nullptr) return false;
            const json::array* list = other->if_array();
            const json::array one{*other};
            const json::array& all = list != nullptr ? *list : one;
            return std::any_of(all.begin(), all.end(), [text](const json::value& name) {
                return name.is_string() && is_same_name(text, name.get_string());
            });
        });
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
            const std::string usual = words_of_length(schema.max_length);
            return complain_of_limit(schema, pointer, "max_length", usual);
        }
        if (!has_good_characters(text, schema.several_lines)) {
            return complain(schema, pointer, "characters");
        }
        if (has_fewer_characters_than(text, schema.min_length)) {
            complain(schema, pointer, "min_length");
        }
        if (!has_format(schema.format, text, surroundings_)) {
            complain_of_format(schema, pointer, text);
        }
        if (schema.pattern != nullptr &&
            !re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *schema.pattern)) {
            complain(schema, pointer, "pattern");
        }
        if (names_one_of(text, schema.differs_from)) complain(schema, pointer, "same_person");
    }

    void check_list(const Schema& schema, const json::array& list, const std::string& pointer) {
        if (list.size() < schema.min_items) complain(schema, pointer, "min_items");
        if (list.size() > schema.max_items) {
            const std::string usual = words_of_count(schema.max_items);
            return complain_of_limit(schema, pointer, "max_items", usual);
        }
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
        Checker silent(surroundings_, root_);
        silent.check(*condition.when, value, pointer);
        const auto& branch = silent.errors.empty() ? condition.then : condition.otherwise;
        if (branch == nullptr) return;
        const Schema* outer = around_;
        around_ = &schema;
        check(*branch, value, pointer);
        around_ = outer;
    }

    const Surroundings& surroundings_;
    const json::value& root_;
    const Schema* around_ = nullptr;
};

}  // namespace

std::string words_of_length(std::size_t characters_max) {
    return "Your answer must be " + in_words(characters_max) + " characters or fewer";
}

std::string words_of_count(std::size_t items_max) {
    return "Give no more than " + in_words(items_max);
}

std::span<const std::pair<std::string_view, std::string_view>> usual_complaints() {
    return kWords;
}

std::vector<FieldError> check(
    const Schema& schema, const json::value& value, const Surroundings& surroundings
) {
    Checker checker(surroundings, value);
    checker.check(schema, value, "");
    return std::move(checker.errors);
}

}  // namespace clarion::files
