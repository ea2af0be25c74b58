#include "engine/runtime/colleagues.hpp"

#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// The names of the top-level fields that are chosen from colleagues.
std::vector<std::string> chosen_fields(const json::object& schema) {
    std::vector<std::string> names;
    const json::object* properties = member(schema, "properties").if_object();
    if (properties == nullptr) return names;
    for (const auto& [name, property] : *properties) {
        const json::object* rules = property.if_object();
        if (rules == nullptr) continue;
        if (member(*rules, "x-choices") == json::value("colleagues")) names.emplace_back(name);
    }
    return names;
}

}  // namespace

ports::Colleague colleague_of(const core::Principal& principal) {
    return {principal.person, principal.display_name, principal.roles};
}

json::object with_colleagues(ports::CaseStore& store, const json::object& schema) {
    json::object filled = schema;
    const std::vector<std::string> fields = chosen_fields(schema);
    if (fields.empty()) return filled;
    json::array ids;
    json::array titles;
    for (const ports::Colleague& colleague : store.colleagues()) {
        ids.emplace_back(colleague.person.text);
        titles.emplace_back(colleague.name);
    }
    if (ids.empty()) return filled;
    for (const std::string& field : fields) {
        json::object& property = filled["properties"].as_object()[field].as_object();
        property["enum"] = ids;
        property["x-titles"] = titles;
        json::array* examples = filled["examples"].if_array();
        if (examples == nullptr) continue;
        for (json::value& example : *examples)
            example.as_object()[field] = ids.front();
    }
    return filled;
}

std::vector<core::FieldError> check_colleagues(
    ports::CaseStore& store, const json::object& schema, const json::value& form
) {
    std::vector<core::FieldError> errors;
    const json::object* filled = form.if_object();
    if (filled == nullptr) return errors;
    for (const std::string& field : chosen_fields(schema)) {
        const json::string* id = member(*filled, field).if_string();
        if (id == nullptr || store.find_colleague({std::string(*id)})) continue;
        errors.push_back({"/" + field, "unknown_colleague", "Choose somebody who works on cases"});
    }
    return errors;
}

}  // namespace clarion::runtime
