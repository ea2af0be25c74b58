// What was typed into a form made of a schema, as the document the engine takes.
#include <algorithm>
#include <charconv>

#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/intake/answers.hpp"

namespace clarion::http::console {

namespace json = core::json;

namespace {

std::string value_of(const FormFields& typed, std::string_view name) {
    for (const auto& [key, value] : typed) {
        if (key == name) return value;
    }
    return {};
}

std::string trimmed(std::string text) {
    std::erase(text, '\r');
    const auto first = text.find_first_not_of(" \n\t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
}

json::value number_or_text(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? json::value(number) : json::value(text);
}

// As it was typed when it is no date: the schema then says so at the field.
std::string date_of(const FormFields& typed, const std::string& pointer) {
    const std::string day = trimmed(value_of(typed, pointer + "-day"));
    const std::string month = trimmed(value_of(typed, pointer + "-month"));
    const std::string year = trimmed(value_of(typed, pointer + "-year"));
    if (day.empty() && month.empty() && year.empty()) return {};
    const auto padded = [](const std::string& text) {
        return text.size() == 1 ? "0" + text : text;
    };
    const auto number = intake::read_month(month);
    return year + "-" + padded(number ? std::to_string(*number) : month) + "-" + padded(day);
}

void put(json::object& object, std::string_view name, json::value value) {
    const bool nothing = value.is_null() || (value.is_string() && value.get_string().empty()) ||
                         (value.is_array() && value.get_array().empty()) ||
                         (value.is_object() && value.get_object().empty());
    if (!nothing) object[name] = std::move(value);
}

json::object read_object(
    const json::value& schema, const FormFields& typed, const std::string& pointer
);

json::array read_list(
    const json::value& items, const FormFields& typed, const std::string& pointer
) {
    json::array list;
    if (at(items, "enum").is_array()) {
        for (const auto& [name, value] : typed) {
            if (name == pointer) list.emplace_back(value);
        }
        return list;
    }
    if (text_at(items, "type") == "object") {
        for (std::size_t i = 0; i < 32; ++i) {
            json::object item = read_object(items, typed, pointer + "/" + std::to_string(i));
            if (!item.empty()) list.emplace_back(std::move(item));
        }
        return list;
    }
    std::string text = value_of(typed, pointer);
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string line = trimmed(text.substr(0, end));
        if (!line.empty()) list.emplace_back(line);
        text.erase(0, end == std::string::npos ? text.size() : end + 1);
    }
    return list;
}

json::value read_value(
    const json::value& schema, const FormFields& typed, const std::string& pointer
) {
    const std::string type = text_at(schema, "type");
    if (type == "object") return read_object(schema, typed, pointer);
    if (type == "array") return read_list(at(schema, "items"), typed, pointer);
    if (text_at(schema, "format") == "date") return json::value(date_of(typed, pointer));
    const std::string text = trimmed(value_of(typed, pointer));
    if (text.empty()) return nullptr;
    if (type == "boolean") return text == "yes";
    if (type == "integer") return number_or_text(text);
    return json::value(text);
}

json::object read_object(
    const json::value& schema, const FormFields& typed, const std::string& pointer
) {
    json::object object;
    const auto* properties = at(schema, "properties").if_object();
    if (!properties) return object;
    for (const auto& [name, property] : *properties) {
        put(object, name, read_value(property, typed, pointer + "/" + std::string(name)));
    }
    return object;
}

void collect_repeatable(
    const json::value& schema, const std::string& pointer, std::vector<std::string>& names
) {
    const auto* properties = at(schema, "properties").if_object();
    if (!properties) return;
    for (const auto& [name, property] : *properties) {
        const std::string here = pointer + "/" + std::string(name);
        if (at(at(property, "items"), "enum").is_array()) names.push_back(here);
        if (text_at(property, "type") == "object") collect_repeatable(property, here, names);
    }
}

}  // namespace

json::object read_form(const json::value& schema, const FormFields& typed) {
    return read_object(schema, typed, "");
}

std::vector<std::string> repeatable_fields(const json::value& schema) {
    std::vector<std::string> names;
    collect_repeatable(schema, "", names);
    return names;
}

}  // namespace clarion::http::console
