// SourceTree: our own source files as text, for rules about them; or planted ones, to see a rule
// bite.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::structure {

struct SourceFile {
    std::string path;  // from the root of the house
    std::vector<std::string> lines;
};

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

inline SourceFile planted(std::string path, const std::string& text) {
    return {std::move(path), lines_of(text)};
}

inline std::string text_at(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

inline bool is_source(const std::filesystem::path& path) {
    const auto ending = path.extension();
    return ending == ".cpp" || ending == ".hpp";
}

// Every C++ file below the folders of the house.
inline std::vector<SourceFile> our_sources() {
    const std::filesystem::path root = CLARION_SOURCE_DIR;
    std::vector<SourceFile> files;
    for (const char* folder : {"engine", "adapters", "deploy", "tests"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file() || !is_source(entry.path())) continue;
            const auto path = std::filesystem::relative(entry.path(), root).generic_string();
            files.push_back({path, lines_of(text_at(entry.path()))});
        }
    }
    return files;
}

inline std::string joined(const std::vector<std::string>& complaints) {
    std::string text;
    for (const std::string& complaint : complaints)
        text += "\n" + complaint;
    return text;
}

}  // namespace clarion::structure
