#include "deploy/clarion/catalogue_ids.hpp"

#include "adapters/files/json_text.hpp"

namespace clarion::deploy {

std::optional<std::set<std::string>> catalogue_ids(
    const files::FileSet& house, const std::string& name, Problems& problems
) {
    const std::string path = "workflows/catalogue/" + name + ".json";
    try {
        std::set<std::string> ids;
        const auto catalogue = files::parse_json_object(path, files::file_named(house, path));
        for (const auto& entry : catalogue.at(name).as_array())
            ids.emplace(entry.at("id").as_string());
        return ids;
    } catch (const std::exception&) {
        problems.push_back({"", "cannot be held against " + path + ": it is broken"});
        return std::nullopt;
    }
}

}  // namespace clarion::deploy
