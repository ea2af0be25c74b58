// Files built into the program as bytes; the tables are made by deploy/cmake/ClarionEmbed.cmake.
#pragma once

#include <span>
#include <string_view>

namespace clarion::embedded {

struct File {
    const char* name;  // path from the root it was embedded under
    const char* begin;
    const char* end;

    [[nodiscard]] std::string_view bytes() const {
        return {begin, static_cast<std::size_t>(end - begin)};
    }
};

std::span<const File> house();      // workflows/ and schemas/
std::span<const File> made();       // API description as JSON, compiled texts
std::span<const File> templates();  // of the pages
std::span<const File> assets();     // built styles and icons

}  // namespace clarion::embedded
