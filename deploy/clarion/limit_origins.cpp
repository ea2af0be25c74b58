#include "deploy/clarion/limit_origins.hpp"

#include <set>
#include <string>

namespace clarion::deploy {

namespace json = core::json;

namespace {

using Names = std::set<std::string, std::less<>>;

std::string first_of(std::string_view path) {
    return std::string(path.substr(0, path.find('.')));
}

// What an action writes: `record` under a path, `xstate.assign` by name.
void add_written(const json::object& action, Names& written) {
    const auto* type = action.if_contains("type");
    const auto* found = action.if_contains("params");
    const json::object* params = found == nullptr ? nullptr : found->if_object();
    if (type == nullptr || params == nullptr) return;
    if (*type == "xstate.assign") {
        for (const auto& [name, term] : *params)
            written.insert(first_of(name));
    }
    const auto* as = params->if_contains("as");
    if (*type == "record" && as != nullptr && as->is_string())
        written.insert(first_of(as->get_string()));
}

void add_all_written(const json::value& value, Names& written) {
    if (const json::array* list = value.if_array()) {
        for (const json::value& entry : *list)
            add_all_written(entry, written);
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    add_written(*object, written);
    for (const auto& [key, child] : *object)
        add_all_written(child, written);
}

bool is_definition(std::string_view path) {
    return path.starts_with("workflows/") && path.ends_with(".json") &&
           path.find(".v") != std::string_view::npos;
}

Names written_in(const files::FileSet& house) {
    Names written{"now", "received_at"};
    for (const auto& [path, bytes] : house) {
        if (!is_definition(path)) continue;
        boost::system::error_code failed;
        const json::value definition = json::parse(bytes, failed);
        if (!failed) add_all_written(definition, written);
    }
    return written;
}

}  // namespace

void check_limit_origins(
    const json::object& profile, const files::FileSet& house, Problems& problems
) {
    const auto* found = profile.if_contains("limits");
    const json::object* limits = found == nullptr ? nullptr : found->if_object();
    if (limits == nullptr) return;
    const Names written = written_in(house);
    for (const auto& [name, limit] : *limits) {
        const json::object* object = limit.if_object();
        const auto* from = object == nullptr ? nullptr : object->if_contains("from");
        if (from == nullptr || !from->is_string()) continue;
        if (written.contains(first_of(from->get_string()))) continue;
        problems.push_back(
            {"/limits/" + std::string(name) + "/from",
             "is neither now nor received_at, and no workflow writes it down"}
        );
    }
}

}  // namespace clarion::deploy
