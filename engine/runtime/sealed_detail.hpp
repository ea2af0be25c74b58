// SealedDetail: how the detail of an entry lies under its envelope. Frozen: stored.
//
// Salt, length (32 bits, big-endian), detail, zeros up to a multiple of kDetailStep: the length of
// what is sealed tells little of the detail's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/sha256.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::runtime {

// Frozen: sealed details are as long as the next multiple of this.
inline constexpr std::size_t kDetailStep = 256;

struct SaltedDetail {
    core::Digest salt{};
    std::string detail;
};

[[nodiscard]] ports::Bytes padded(const SaltedDetail& salted);
// Empty when the bytes are not what padded() makes.
[[nodiscard]] std::optional<SaltedDetail> unpadded(ports::ByteView plain);

// What the envelope is bound to: the log, the entry and its commitment.
[[nodiscard]] std::string detail_binding(
    std::string_view origin, std::uint64_t seq, std::string_view det
);

}  // namespace clarion::runtime
