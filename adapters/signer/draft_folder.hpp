// DraftFolder: a folder that appears whole or not at all. It is made beside the wanted one, and is
// gone again unless it was moved there.
//
// Failure: throws std::filesystem::filesystem_error.
#pragma once

#include <filesystem>
#include <string_view>

namespace clarion::signer {

class DraftFolder {
public:
    // Requires: `wanted` is absolute and names something.
    explicit DraftFolder(const std::filesystem::path& wanted);
    ~DraftFolder();
    DraftFolder(const DraftFolder&) = delete;
    DraftFolder& operator=(const DraftFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void write(const std::string& name, std::string_view content) const;
    void move_to(const std::filesystem::path& wanted);

private:
    std::filesystem::path path_;
};

// The absolute path of a folder to make; empty when there is something in it already.
[[nodiscard]] std::filesystem::path free_target(const std::filesystem::path& folder);

}  // namespace clarion::signer
