// The files of an exported log, as anybody may hand them in: a pipe is not waited for, and nothing
// is read beyond what such a file can hold.
//
// Threads: any.
// Failure: `why` for an auditor; std::filesystem::filesystem_error when the machine cannot read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "engine/core/result.hpp"

namespace clarion::signer {

inline constexpr std::size_t kNoteBytesMax = 1'000'000;  // as Go's sumdb packages have it
inline constexpr std::size_t kKeyLineBytesMax = 4096;
inline constexpr std::size_t kTileBytesMax = std::size_t{256} * 32;
inline constexpr std::size_t kBundleBytesMax = std::size_t{256} * (2 + 65535);

// A plain file of at most `most` bytes, whole.
[[nodiscard]] core::Result<std::string, std::string> read_log_file(
    const std::filesystem::path& path, std::size_t most
);

}  // namespace clarion::signer
