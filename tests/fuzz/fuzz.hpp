// Fuzz: the one function libFuzzer calls, and how a target says that something must hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// NOLINTNEXTLINE: the name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace clarion::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Ends the program, so that libFuzzer keeps the input.
inline void must_hold(bool claim) {
    if (!claim) std::abort();
}

}  // namespace clarion::fuzz
