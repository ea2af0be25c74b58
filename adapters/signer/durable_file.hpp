// Small files that survive loss of power, whole or not at all.
//
// Durability: when write_durably() returns, the new content is what a reader finds after a crash.
// Failure:    throws std::filesystem::filesystem_error with the path.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace clarion::signer {

// Temporary file, fsync, rename, fsync of the folder.
void write_durably(const std::filesystem::path& path, std::string_view content, mode_t mode);

// Empty when there is no such file.
[[nodiscard]] std::optional<std::string> read_if_there(const std::filesystem::path& path);

// A descriptor that closes itself; -1 when it holds none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] int release();
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_ = -1;
};

}  // namespace clarion::signer
