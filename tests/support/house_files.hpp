// The house's own workflows, schemas and texts, as the program has them built in.
#pragma once

#include <filesystem>

#include "adapters/files/file_set.hpp"

namespace clarion::test {

inline const files::FileSet& house_files() {
    static const files::FileSet kFiles = [] {
        const std::filesystem::path root(CLARION_SOURCE_DIR);
        files::FileSet house = files::read_folder(root / "workflows", "workflows/");
        house.merge(files::read_folder(root / "schemas", "schemas/"));
        return house;
    }();
    return kFiles;
}

}  // namespace clarion::test
