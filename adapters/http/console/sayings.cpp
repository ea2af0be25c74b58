// Values as people read them: a form's titles before its answers, codes as words.
#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;

namespace {

const json::value* property_of(const json::value* schema, std::string_view name) {
    if (!schema) return nullptr;
    const auto* properties = at(*schema, "properties").if_object();
    return properties ? properties->if_contains(name) : nullptr;
}

std::string line_of(const json::value& value, const json::value* schema) {
    if (value.is_bool()) return value.get_bool() ? "Yes" : "No";
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_uint64()) return std::to_string(value.get_uint64());
    if (!value.is_string()) return {};
    const std::string text(value.get_string());
    if (schema && at(*schema, "enum").is_array()) return title_of_code(text);
    if (core::parse_rfc3339(text)) return moment_words(text);
    if (schema && text_at(*schema, "format") == "date") return date_words(text);
    // What somebody wrote stays as they wrote it; only values that no form describes may be codes.
    const bool code = !schema && !text.empty() &&
                      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return code ? title_of_code(text) : text;
}

void say_into(
    std::vector<Said>& said,
    const std::string& title,
    const json::value& value,
    const json::value* schema
) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            const json::value* own = property_of(schema, name);
            const std::string own_title = own && !text_at(*own, "title").empty()
                                              ? text_at(*own, "title")
                                              : title_of_code(name);
            const bool inner = member.is_object() && !title.empty();
            say_into(said, inner ? title + ", " + own_title : own_title, member, own);
        }
        return;
    }
    const json::value* items = schema ? &at(*schema, "items") : nullptr;
    if (const auto* list = value.if_array()) {
        Said entry{title, {}};
        for (const json::value& member : *list) {
            if (!member.is_object()) {
                entry.lines.push_back(line_of(member, items));
                continue;
            }
            std::string line;
            for (const Said& part : say(member, items)) {
                if (!line.empty()) line += "; ";
                line += part.title + ": ";
                for (std::size_t i = 0; i < part.lines.size(); ++i) {
                    line += (i == 0 ? "" : ", ") + part.lines[i];
                }
            }
            entry.lines.push_back(std::move(line));
        }
        if (!entry.lines.empty()) said.push_back(std::move(entry));
        return;
    }
    if (const std::string line = line_of(value, schema); !line.empty()) {
        said.push_back({title, {line}});
    }
}

}  // namespace

std::vector<Said> say(const json::value& value, const json::value* schema) {
    std::vector<Said> said;
    say_into(said, "", value, schema);
    return said;
}

}  // namespace clarion::http::console
