// ASCII: what every program reads alike, and what a log holds alone.
#pragma once

#include <algorithm>
#include <string_view>

namespace clarion::core {

[[nodiscard]] inline bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80;
    });
}

}  // namespace clarion::core
