#include <re2/re2.h>

#include <array>

#include "adapters/files/schema.hpp"
#include "engine/core/cases/form_dates.hpp"

namespace clarion::files {

namespace json = core::json;
using core::statechart::Problem;

Schema::Schema() = default;
Schema::~Schema() = default;

const Schema* Schema::find_property(std::string_view name) const {
    for (const auto& [key, schema] : properties) {
        if (key == name) return schema.get();
    }
    return nullptr;
}

namespace {

constexpr std::array<std::pair<std::string_view, ValueType>, 5> kTypes{{
    {"object", ValueType::object},
    {"array", ValueType::array},
    {"string", ValueType::string},
    {"integer", ValueType::integer},
    {"boolean", ValueType::boolean},
}};
constexpr std::array<std::pair<std::string_view, Format>, 6> kFormats{{
    {"date", Format::date},
    {"date-time", Format::date_time},
    {"email", Format::email},
    {"telephone", Format::telephone},
    {"postcode", Format::postcode},
    {"uuid", Format::uuid},
}};
constexpr int kDepthMax = 16;

class Compiler {
public:
    explicit Compiler(const json::object& document) : document_(document) {}

    SchemaPtr compile(const json::object& source, const std::string& pointer, int depth) {
        auto schema = std::make_unique<Schema>();
        if (depth > kDepthMax) return complain(pointer, "is nested too deeply"), std::move(schema);
        if (const json::value* reference = source.if_contains("$ref")) {
            return follow(*reference, pointer, depth);
        }
        for (const auto& [key, value] : source) {
            read_keyword(*schema, key, value, pointer + "/" + std::string(key), depth);
        }
        if (const auto* when = source.if_contains("if")) {
            add_condition(*schema, *when, source, pointer, depth);
        }
        if (schema->type == ValueType::object && !schema->properties.empty() && !schema->closed) {
            complain(pointer, "an object with properties needs additionalProperties: false");
        }
        return schema;
    }

    std::vector<Problem> problems;

private:
    void complain(const std::string& pointer, std::string reason) {
        problems.push_back({pointer, std::move(reason)});
    }

    SchemaPtr follow(const json::value& reference, const std::string& pointer, int depth) {
        constexpr std::string_view kPrefix = "#/$defs/";
        const auto* text = reference.if_string();
        const auto* defs = document_.if_contains("$defs");
        if (text != nullptr && text->starts_with(kPrefix) && defs != nullptr && defs->is_object()) {
            const auto name = std::string_view(*text).substr(kPrefix.size());
            const auto* found = defs->get_object().if_contains(name);
            if (found != nullptr && found->is_object()) {
                return compile(found->get_object(), "/$defs/" + std::string(name), depth + 1);
            }
        }
        complain(pointer + "/$ref", "must name an entry of this document's $defs");
        return std::make_unique<Schema>();
    }

    SchemaPtr child(const json::value& value, const std::string& pointer, int depth) {
        if (value.is_object()) return compile(value.get_object(), pointer, depth + 1);
        complain(pointer, "must be a schema object");
        return std::make_unique<Schema>();
    }

    void add_condition(
        Schema& schema,
        const json::value& when,
        const json::object& source,
        const std::string& pointer,
        int depth
    ) {
        Condition condition{
            .when = child(when, pointer + "/if", depth), .then = {}, .otherwise = {}};
        if (const auto* then = source.if_contains("then")) {
            condition.then = child(*then, pointer + "/then", depth);
        }
        if (const auto* otherwise = source.if_contains("else")) {
            condition.otherwise = child(*otherwise, pointer + "/else", depth);
        }
        schema.conditions.push_back(std::move(condition));
    }

    void read_keyword(
        Schema& schema,
        std::string_view key,
        const json::value& value,
        const std::string& pointer,
        int depth
    ) {
        if (key == "type") return read_type(schema, value, pointer);
        if (key == "properties") return read_properties(schema, value, pointer, depth);
        if (key == "required") return read_required(schema, value, pointer);
        if (key == "items") return void(schema.items = child(value, pointer, depth));
        if (key == "enum") return read_enum(schema, value, pointer);
        if (key == "const") return void(schema.allowed = {value});
        if (key == "pattern") return read_pattern(schema, value, pointer);
        if (key == "format") return read_format(schema, value, pointer);
        if (key == "allOf") return read_all_of(schema, value, pointer, depth);
        if (key == "additionalProperties") {
            schema.closed = value.is_bool() && !value.get_bool();
            if (!schema.closed) complain(pointer, "may only be false");
            return;
        }
        if (key == "x-messages") {
            if (value.is_object()) return void(schema.messages = value.get_object());
            return complain(pointer, "must be an object of texts by code");
        }
        if (key == "x-widget") {
            schema.several_lines = value == "textarea";
            return;
        }
        if (key == "x-date") {
            const bool is_mark = value.is_string() && core::is_date_mark(value.get_string());
            if (!is_mark) complain(pointer, "must be one of birth, past, coming");
            return;
        }
        if (key == "x-differs-from") return read_differs_from(schema, value, pointer);
        if (key == "uniqueItems")
            return void(schema.unique_items = value.is_bool() && value.get_bool());
        if (read_number(schema, key, value, pointer)) return;
        if (!is_annotation(key)) complain(pointer, "is not a keyword of our subset");
    }

    static bool is_annotation(std::string_view key) {
        return key == "title" || key == "description" || key == "examples" || key == "$schema" ||
               key == "$id" || key == "$defs" || key == "default" || key == "then" ||
               key == "else" || key == "if" || key.starts_with("x-");
    }

    void read_type(Schema& schema, const json::value& value, const std::string& pointer) {
        for (const auto& [name, type] : kTypes) {
            if (value.is_string() && value.get_string() == name) return void(schema.type = type);
        }
        complain(pointer, "must be one of object, array, string, integer, boolean");
    }

    void read_properties(
        Schema& schema, const json::value& value, const std::string& pointer, int depth
    ) {
        if (!value.is_object()) return complain(pointer, "must be an object");
        for (const auto& [name, property] : value.get_object()) {
            schema.properties.emplace_back(
                name, child(property, pointer + "/" + std::string(name), depth)
            );
        }
    }

    void read_required(Schema& schema, const json::value& value, const std::string& pointer) {
        if (!value.is_array()) return complain(pointer, "must be an array of names");
        for (const auto& name : value.get_array()) {
            if (!name.is_string()) return complain(pointer, "must be an array of names");
            schema.required.emplace_back(name.get_string());
        }
    }

    void read_differs_from(Schema& schema, const json::value& value, const std::string& pointer) {
        if (!value.is_array()) return complain(pointer, "must be an array of pointers");
        for (const auto& name : value.get_array()) {
            const bool is_pointer = name.is_string() && name.get_string().starts_with('/');
            if (!is_pointer) return complain(pointer, "must be an array of pointers");
            schema.differs_from.emplace_back(name.get_string());
        }
    }

    void read_enum(Schema& schema, const json::value& value, const std::string& pointer) {
        if (!value.is_array() || value.get_array().empty()) {
            return complain(pointer, "must be an array with at least one value");
        }
        schema.allowed.assign(value.get_array().begin(), value.get_array().end());
    }

    void read_pattern(Schema& schema, const json::value& value, const std::string& pointer) {
        if (!value.is_string()) return complain(pointer, "must be text");
        const std::string text(value.get_string());
        auto pattern = std::make_unique<re2::RE2>(text, re2::RE2::Quiet);
        if (!pattern->ok()) return complain(pointer, "is not a pattern RE2 can read");
        schema.pattern = std::move(pattern);
    }

    void read_format(Schema& schema, const json::value& value, const std::string& pointer) {
        for (const auto& [name, format] : kFormats) {
            if (value.is_string() && value.get_string() == name)
                return void(schema.format = format);
        }
        complain(pointer, "must be one of date, date-time, email, telephone, postcode, uuid");
    }

    void read_all_of(
        Schema& schema, const json::value& value, const std::string& pointer, int depth
    ) {
        if (!value.is_array()) return complain(pointer, "must be an array");
        std::size_t index = 0;
        for (const auto& part : value.get_array()) {
            const std::string here = pointer + "/" + std::to_string(index++);
            const auto* source = part.if_object();
            const auto* when = source == nullptr ? nullptr : source->if_contains("if");
            if (when == nullptr) {
                complain(here, "must be an if with then or else");
            } else {
                add_condition(schema, *when, *source, here, depth);
            }
        }
    }

    // True when `key` is one of the bounds.
    bool read_number(
        Schema& schema, std::string_view key, const json::value& value, const std::string& pointer
    ) {
        const bool is_bound = key == "minLength" || key == "maxLength" || key == "minItems" ||
                              key == "maxItems" || key == "minimum" || key == "maximum";
        if (!is_bound) return false;
        const auto* number = value.if_int64();
        if (number == nullptr) return complain(pointer, "must be a whole number"), true;
        const auto count = static_cast<std::size_t>(*number < 0 ? 0 : *number);
        if (key == "minLength") schema.min_length = count;
        if (key == "maxLength") schema.max_length = std::min(count, kStringMax);
        if (key == "minItems") schema.min_items = count;
        if (key == "maxItems") schema.max_items = count;
        if (key == "minimum") schema.minimum = *number;
        if (key == "maximum") schema.maximum = *number;
        return true;
    }

    const json::object& document_;
};

}  // namespace

core::Result<SchemaPtr, std::vector<Problem>> compile_schema(const json::object& document) {
    Compiler compiler(document);
    SchemaPtr schema = compiler.compile(document, "", 0);
    if (!compiler.problems.empty()) return core::failure(std::move(compiler.problems));
    return schema;
}

}  // namespace clarion::files
