// TokenKey: a public key of an issuer (RFC 7517) and the one algorithm it is used with.
//
// Which algorithm verifies is a property of the key and the configuration, never of the token.
// Ownership: shared and unchanging once read. Threads: any.
// Failure:   a set that is no key set is refused whole, with why; a key that is of no use here, or
//            too weak, is left out.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/compact_token.hpp"

namespace clarion::identity {

enum class Algorithm { es256, ps256, eddsa };

inline constexpr std::size_t kKeySetBytesMax = std::size_t{256} * 1024;
inline constexpr std::size_t kKeysMax = 100;
inline constexpr int kRsaBitsMin = 2048;
inline constexpr int kRsaBitsMax = 4096;  // above it, a signature is work that a stranger can cause

[[nodiscard]] std::optional<Algorithm> algorithm_named(std::string_view name);
[[nodiscard]] std::string_view to_string(Algorithm algorithm);

class TokenKey {
public:
    virtual ~TokenKey() = default;
    [[nodiscard]] virtual bool has_signed(const CompactToken& token) const = 0;

    std::string kid;
    Algorithm algorithm = Algorithm::es256;
};

using KeySet = std::vector<std::shared_ptr<const TokenKey>>;

[[nodiscard]] core::Result<KeySet, std::string> read_key_set(
    std::string_view text, std::span<const Algorithm> allowed
);
// Null: none, or more than one, of that name for that algorithm.
[[nodiscard]] const TokenKey* find_key(
    const KeySet& keys, std::string_view kid, Algorithm algorithm
);

}  // namespace clarion::identity
