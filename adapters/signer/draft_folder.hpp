// DraftFolder: a folder that appears whole or not at all. It is made beside the wanted one, and is
// gone again unless it was moved there. Its maker holds a lock (flock) on it while it lives: what a
// maker that was killed left behind nobody holds, and the next draft beside it sweeps it away.
//
// Failure: throws std::filesystem::filesystem_error.
#pragma once

#include <filesystem>
#include <string_view>

#include "adapters/signer/durable_file.hpp"

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
    Descriptor lock_;
};

// Removes the drafts in `folder` that nobody holds any more. A draft whose file system knows no
// locks stays. Failure: none; what cannot be removed stays.
void sweep_drafts(const std::filesystem::path& folder);

// The absolute path of a folder to make; empty when there is something in it already.
[[nodiscard]] std::filesystem::path free_target(const std::filesystem::path& folder);

}  // namespace clarion::signer
