#include "engine/core/access/walls.hpp"

#include <string_view>

namespace clarion::core {

namespace {

constexpr std::string_view kConflict = "conflict:";
constexpr std::string_view kReader = "reader:";
constexpr std::string_view kSealed = "sealed";

const json::value* member_of(const json::value* value, std::string_view key) {
    const json::object* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? nullptr : object->if_contains(key);
}

void add_person(const json::value* value, std::set<PersonId>& people) {
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    if (text != nullptr && !text->empty()) people.insert(PersonId{std::string(*text)});
}

void add_people(const json::value* list, std::set<PersonId>& people) {
    if (list == nullptr || !list->is_array()) return;
    for (const json::value& person : list->get_array())
        add_person(&person, people);
}

void add_recorder(const json::value* recorded, std::set<PersonId>& people) {
    add_person(member_of(member_of(recorded, "by"), "person"), people);
}

}  // namespace

Walls read_walls(const std::vector<std::string>& lines) {
    Walls walls;
    for (const std::string& line : lines) {
        if (line == kSealed) walls.sealed = true;
        if (line.starts_with(kConflict)) walls.conflicted.insert({line.substr(kConflict.size())});
        if (line.starts_with(kReader)) walls.readers.insert({line.substr(kReader.size())});
    }
    return walls;
}

std::vector<std::string> written(const Walls& walls) {
    std::set<std::string> lines;
    for (const PersonId& person : walls.conflicted)
        lines.insert(std::string(kConflict) + person.text);
    for (const PersonId& person : walls.readers)
        lines.insert(std::string(kReader) + person.text);
    if (walls.sealed) lines.insert(std::string(kSealed));
    return {lines.begin(), lines.end()};
}

Walls walls_of(const statechart::Context& context) {
    Walls walls;
    for (const std::string_view path : {kConflictsPath, kAgencyConflictsPath}) {
        const json::value* conflicts = context.find(path);
        if (conflicts == nullptr || !conflicts->is_array()) continue;
        for (const json::value& declared : conflicts->get_array())
            add_recorder(&declared, walls.conflicted);
    }
    const json::value* seal = context.find(kSealPath);
    if (seal == nullptr || !seal->is_object()) return walls;
    walls.sealed = true;
    add_recorder(seal, walls.readers);
    add_people(member_of(seal, "readers"), walls.readers);
    add_people(member_of(seal, "concerns"), walls.conflicted);
    return walls;
}

}  // namespace clarion::core
