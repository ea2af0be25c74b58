// The verifier made of Go's sumdb packages (tests/foreign), built once for this program.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace clarion::test {

inline const std::string& foreign_verifier() {
    static const std::string program = [] {
        std::string path = std::string(CLARION_BUILD_DIR) + "/foreign_verifier";
        const std::string build = std::string(CLARION_SOURCE_DIR) + "/tests/foreign/build " + path;
        if (std::system(build.c_str()) != 0) throw std::runtime_error("cannot build " + path);
        return path;
    }();
    return program;
}

// `options` stand before the folder and end with a space.
inline bool foreign_verifier_says_good(
    const std::filesystem::path& folder, const std::string& options = ""
) {
    const std::string command =
        foreign_verifier() + " " + options + folder.string() + " >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) <= 1);
    return WEXITSTATUS(status) == 0;
}

}  // namespace clarion::test
