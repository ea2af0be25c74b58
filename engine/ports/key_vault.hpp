// KeyVault: the keys, and what is done with them. Nothing above this port sees a key's bytes.
//
// Hierarchy: yearly key-encryption key -> one data key per case (wrapped, kept in the store) ->
// AES-256-GCM. Threads:   engine thread only. Failure:   throws KeyUnavailable or IntegrityBroken.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/sha256.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::ports {

struct WrappedKey {
    std::string key_id;  // of the key-encryption key
    Bytes bytes;
};

// An unwrapped data key; its bytes are wiped when the last holder lets go.
class DataKey;
using DataKeyHandle = std::shared_ptr<const DataKey>;

// Keyed tokens of normalised values, for search without plain text.
class TokenKey {
public:
    virtual ~TokenKey() = default;
    // 32 bytes.
    [[nodiscard]] virtual core::Digest token(
        std::string_view kind, std::string_view normalised
    ) = 0;
};

class KeyVault : public TokenKey {
public:
    [[nodiscard]] virtual WrappedKey create_data_key() = 0;
    [[nodiscard]] virtual DataKeyHandle unwrap(const WrappedKey& wrapped) = 0;
    // A key that follows from this key set and `purpose`, the same on every node and after a
    // restart: for what is sealed, handed out and taken back, and stored nowhere.
    [[nodiscard]] virtual DataKeyHandle key_for(std::string_view purpose) = 0;

    // The key-encryption key that wraps new data keys.
    [[nodiscard]] virtual std::string newest_key_id() = 0;
    // The same data key, wrapped by the newest key-encryption key.
    [[nodiscard]] virtual WrappedKey rewrap(const WrappedKey& wrapped) = 0;
    // Reads the keys again where they are kept: some were added or taken away. Throws
    // KeyUnavailable, and goes on with those it has, when it is another key set.
    virtual void read_again() = 0;

    // AES-256-GCM. `context` is the associated data: table, case and sequence, such as
    // "case_events|<id>|7".
    [[nodiscard]] virtual Bytes seal(
        const DataKeyHandle& key, std::string_view context, ByteView plain
    ) = 0;
    [[nodiscard]] virtual Bytes open(
        const DataKeyHandle& key, std::string_view context, ByteView sealed
    ) = 0;

    // A value that only this key set, with the token key in use, produces; the store keeps it and
    // refuses another key set.
    [[nodiscard]] virtual std::string fingerprint() = 0;

    // While the token key is turned: the one to come, and the fingerprint with it. Null and empty
    // otherwise.
    [[nodiscard]] virtual TokenKey* coming_token_key() = 0;
    [[nodiscard]] virtual std::string coming_fingerprint() = 0;
    // From now on the token key of that fingerprint is the one in use: the one to come, or the same
    // as now. False: there is no such key.
    [[nodiscard]] virtual bool use_token_key_of(const std::string& fingerprint) = 0;
};

}  // namespace clarion::ports
