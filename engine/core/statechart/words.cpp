#include "engine/core/statechart/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace clarion::core::statechart {

namespace {

struct Spoken {
    std::string_view operation;
    std::string_view words;
};
constexpr std::array<Spoken, 9> kBetween{{
    {"==", " is "},
    {"===", " is "},
    {"!=", " is not "},
    {"!==", " is not "},
    {"<", " is below "},
    {"<=", " is at most "},
    {">", " is above "},
    {">=", " is at least "},
    {"in", " is one of "},
}};

json::array arguments_of(const json::value& written) {
    if (const auto* list = written.if_array()) return *list;
    return {written};
}

// One operation of a term; empty when the term is not an object with one member.
const json::key_value_pair* operation_of(const json::value& term) {
    const auto* object = term.if_object();
    return object == nullptr || object->size() != 1 ? nullptr : &*object->begin();
}

bool joins(const json::value& term) {
    const auto* operation = operation_of(term);
    return operation != nullptr && (operation->key() == "and" || operation->key() == "or");
}

// In brackets where its own "and" or "or" could be read as the one around it.
std::string part_in_words(const json::value& term) {
    return joins(term) ? "(" + in_words(term) + ")" : in_words(term);
}

std::string joined(const json::array& parts, std::string_view between) {
    std::string words;
    for (const auto& part : parts) {
        if (&part != &parts.front()) words += between;
        words += part_in_words(part);
    }
    return words;
}

std::optional<std::string> comparison(std::string_view operation, const json::array& parts) {
    const auto known = std::find_if(kBetween.begin(), kBetween.end(), [&](const Spoken& spoken) {
        return spoken.operation == operation;
    });
    if (known == kBetween.end() || parts.size() != 2) return std::nullopt;
    return part_in_words(parts[0]) + std::string(known->words) + part_in_words(parts[1]);
}

std::optional<std::string> about_list(std::string_view operation, const json::array& parts) {
    if (parts.size() != 2) return std::nullopt;
    if (operation != "some" && operation != "all" && operation != "none") return std::nullopt;
    return std::string(operation) + " of " + part_in_words(parts[0]) + " where " +
           part_in_words(parts[1]);
}

std::string variable(const json::array& parts) {
    if (parts.empty() || !parts[0].is_string()) return "the value itself";
    const auto& name = parts[0].get_string();
    return name.empty() ? "the value itself" : std::string(name);
}

std::string guard_in_words(const json::value& written) {
    if (written.is_string()) return std::string(written.get_string());
    const auto* object = written.if_object();
    const auto* type = object == nullptr ? nullptr : object->if_contains("type");
    if (type == nullptr || !type->is_string()) return json::serialize(written);
    const auto* params = object->if_contains("params");
    return guard_in_words(Term{
        .type = std::string(type->get_string()),
        .params = params == nullptr ? json::value() : *params});
}

const json::value& param(const Term& guard, std::string_view name) {
    static const json::value kNothing;
    const auto* object = guard.params.if_object();
    const auto* found = object == nullptr ? nullptr : object->if_contains(name);
    return found == nullptr ? kNothing : *found;
}

std::string text_param(const Term& guard, std::string_view name) {
    const auto& value = param(guard, name);
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

}  // namespace

std::string in_words(const json::value& term) {
    const auto* operation = operation_of(term);
    if (operation == nullptr) return json::serialize(term);
    const std::string_view name = operation->key();
    const json::array parts = arguments_of(operation->value());
    if (name == "var") return variable(parts);
    if (name == "and") return joined(parts, " and ");
    if (name == "or") return joined(parts, " or ");
    if (name == "!!" && parts.size() == 1) return "there is " + part_in_words(parts[0]);
    if (name == "!" && parts.size() == 1) return "not (" + in_words(parts[0]) + ")";
    if (auto words = comparison(name, parts)) return *std::move(words);
    if (auto words = about_list(name, parts)) return *std::move(words);
    return json::serialize(term);
}

std::string guard_in_words(const Term& guard) {
    if (guard.type == "logic") return in_words(guard.params);
    if (guard.type == "xstate.stateIn") return "in state " + text_param(guard, "state");
    if (guard.type == "xstate.not") return "not (" + guard_in_words(param(guard, "guard")) + ")";
    if (guard.type == "quorum") {
        return "enough " + text_param(guard, "answers") + " for " + text_param(guard, "of");
    }
    const auto* guards = param(guard, "guards").if_array();
    if (guards == nullptr) {
        return guard.params.is_null() ? guard.type
                                      : guard.type + " " + json::serialize(guard.params);
    }
    std::string words;
    for (const auto& each : *guards) {
        if (!words.empty()) words += guard.type == "xstate.or" ? " or " : " and ";
        words += "(" + guard_in_words(each) + ")";
    }
    return words;
}

}  // namespace clarion::core::statechart
