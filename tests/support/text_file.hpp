// Small files of tests, whole.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace clarion::test {

[[nodiscard]] inline std::string text_in(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// For their owner alone, as files with keys must be.
inline void write_text(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
    constexpr auto kOwner =
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    std::filesystem::permissions(path, kOwner);
}

}  // namespace clarion::test
