#include "engine/core/statechart/reader.hpp"

#include <algorithm>

#include "engine/core/json_pointer.hpp"
#include "engine/core/statechart/reading.hpp"

namespace clarion::core::statechart {

std::string below(std::string_view pointer, std::string_view key) {
    return std::string(pointer) + '/' + pointer_token(key);
}

std::string below(std::string_view pointer, std::size_t index) {
    return std::string(pointer) + '/' + std::to_string(index);
}

void refuse_unknown_keys(
    Reading& reading,
    const json::object& object,
    std::initializer_list<std::string_view> known,
    const std::string& pointer
) {
    for (const auto& member : object) {
        const std::string_view key = member.key();
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const bool starts_actors = key == "invoke" || key == "spawn" || key == "activities";
        reading.refuse(
            below(pointer, key),
            starts_actors
                ? "\"" + std::string(key) + "\" starts other machines, which a workflow cannot"
                : "\"" + std::string(key) + "\" is not a known key here"
        );
    }
}

std::string read_text(
    Reading& reading, const json::object& object, std::string_view key, const std::string& pointer
) {
    const auto* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    reading.refuse(below(pointer, key), "\"" + std::string(key) + "\" must be text");
    return {};
}

json::object read_object(
    Reading& reading, const json::object& object, std::string_view key, const std::string& pointer
) {
    const auto* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (value->is_object()) return value->get_object();
    reading.refuse(below(pointer, key), "\"" + std::string(key) + "\" must be an object");
    return {};
}

Reading read_document(const json::value& document, Dialect dialect) {
    Reading reading{.dialect = dialect, .definition = {}, .written = {}, .problems = {}};
    if (!document.is_object()) {
        reading.refuse("", "a definition is a JSON object");
        return reading;
    }
    read_state_tree(reading, document.get_object());
    for (StateIndex index = 0; index < reading.definition.states.size(); ++index) {
        read_behaviour(reading, index);
    }
    return reading;
}

Result<Definition, std::vector<Problem>> read_definition(
    const json::value& document, Dialect dialect
) {
    Reading reading = read_document(document, dialect);
    if (!reading.problems.empty()) return failure(std::move(reading.problems));
    return std::move(reading.definition);
}

}  // namespace clarion::core::statechart
