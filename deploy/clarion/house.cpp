#include "deploy/clarion/house.hpp"

#include "adapters/files/scheme.hpp"
#include "deploy/clarion/embedded.hpp"

namespace clarion::deploy {

namespace {

files::FileSet from_embedded(std::span<const embedded::File> embedded_files) {
    files::FileSet files;
    for (const auto& file : embedded_files)
        files.emplace(file.name, file.bytes());
    return files;
}

files::FileSet all_files(const std::filesystem::path& replacement) {
    files::FileSet files = from_embedded(embedded::house());
    files.merge(from_embedded(embedded::made()));
    if (replacement.empty()) return files;
    // SQL and API belong to the program, the forms and everything else to the force.
    std::erase_if(files, [](const auto& file) {
        return file.first.starts_with("workflows/") || file.first.starts_with("schemas/forms/");
    });
    files.merge(files::read_folder(replacement / "workflows", "workflows/"));
    files.merge(files::read_folder(replacement / "schemas" / "forms", "schemas/forms/"));
    return files;
}

}  // namespace

files::FileSet house_files(const std::filesystem::path& replacement, const std::string& scheme) {
    files::FileSet files = all_files(replacement);
    if (!scheme.empty()) {
        files[std::string(files::kHouseFile)] =
            core::json::serialize(core::json::object{{"scheme", scheme}});
    }
    return files;
}

files::FileSet page_templates() {
    return from_embedded(embedded::templates());
}

files::FileSet page_assets() {
    return from_embedded(embedded::assets());
}

}  // namespace clarion::deploy
