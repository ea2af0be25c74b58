#include "engine/runtime/colleagues.hpp"

#include <algorithm>

#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

std::vector<std::string> chosen_fields(const json::object& schema) {
    return fields_marked(schema, "x-choices", "colleagues");
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
        json::value* items = property.if_contains("items");
        json::object& choice = items == nullptr ? property : items->as_object();
        choice["enum"] = ids;
        choice["x-titles"] = titles;
        json::array* examples = filled["examples"].if_array();
        if (examples == nullptr) continue;
        const json::value chosen =
            items == nullptr ? json::value(ids.front()) : json::array{ids.front()};
        for (json::value& example : *examples)
            example.as_object()[field] = chosen;
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
        const json::value& said = member(*filled, field);
        const json::array chosen = said.is_array() ? said.get_array() : json::array{said};
        const bool is_known = std::all_of(chosen.begin(), chosen.end(), [&](const json::value& id) {
            const json::string* text = id.if_string();
            return text == nullptr || store.find_colleague({std::string(*text)});
        });
        if (is_known) continue;
        errors.push_back({"/" + field, "unknown_colleague", "Choose somebody who works on cases"});
    }
    return errors;
}

}  // namespace clarion::runtime
