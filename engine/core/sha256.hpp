// The one cryptographic function the rules use; passed in from outside so that the core links none.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

namespace clarion::core {

using Digest = std::array<std::uint8_t, 32>;

// Of the parts one after another. Pure; callable from any thread.
using Sha256 = std::function<Digest(std::initializer_list<std::span<const std::uint8_t>>)>;

}  // namespace clarion::core
