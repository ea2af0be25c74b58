#include "adapters/keys/file_key_vault.hpp"

#include <algorithm>

#include "adapters/keys/aes_gcm.hpp"
#include "adapters/keys/keyed_hash.hpp"
#include "adapters/keys/random.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

// Frozen: part of what is stored.
constexpr std::string_view kWrapContext = "data_key|";
constexpr std::string_view kFingerprintContext = "clarion-key-set/1";
constexpr std::array<std::uint8_t, 1> kBetween{0};

// The port's DataKey stays without a definition, so that no two vaults in one program can disagree
// about it: a handle is a SecretBytes behind another name.
ports::DataKeyHandle handle_of(SecretBytes key) {
    auto owner = std::make_shared<const SecretBytes>(std::move(key));
    const auto* named = reinterpret_cast<const ports::DataKey*>(owner.get());
    return {std::move(owner), named};
}

ports::ByteView bytes_of(const ports::DataKeyHandle& handle) {
    core::ensure(handle != nullptr, "a data key is there when it is used");
    return reinterpret_cast<const SecretBytes*>(handle.get())->bytes();
}

std::string hex_of(const core::Digest& digest) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += kHex[byte >> 4];
        text += kHex[byte & 0xf];
    }
    return text;
}

class FileKeyVault final : public ports::KeyVault {
public:
    explicit FileKeyVault(KeySet keys) : keys_(std::move(keys)), tokens_(keys_.token_key.bytes()) {}

    ports::WrappedKey create_data_key() override {
        const KeyEncryptionKey& newest = keys_.encryption_keys.back();
        SecretBytes key(kKeyBytes);
        fill_random(key.bytes());
        return {newest.id, gcm_.seal(newest.key.bytes(), wrap_context(newest.id), key.bytes())};
    }

    ports::DataKeyHandle unwrap(const ports::WrappedKey& wrapped) override {
        const KeyEncryptionKey& wrapping = find_encryption_key(wrapped.key_id);
        if (AesGcm::plain_size(wrapped.bytes) != kKeyBytes) {
            throw ports::IntegrityBroken("a wrapped key has a wrong size");
        }
        SecretBytes key(kKeyBytes);
        gcm_.open(wrapping.key.bytes(), wrap_context(wrapping.id), wrapped.bytes, key.bytes());
        return handle_of(std::move(key));
    }

    ports::Bytes seal(
        const ports::DataKeyHandle& key, std::string_view context, ports::ByteView plain
    ) override {
        return gcm_.seal(bytes_of(key), context, plain);
    }

    ports::Bytes open(
        const ports::DataKeyHandle& key, std::string_view context, ports::ByteView sealed
    ) override {
        ports::Bytes plain(AesGcm::plain_size(sealed));
        gcm_.open(bytes_of(key), context, sealed, plain);
        return plain;
    }

    core::Digest token(std::string_view kind, std::string_view normalised) override {
        return tokens_.of({ports::view_of(kind), kBetween, ports::view_of(normalised)});
    }

    std::string fingerprint() override {
        const KeyEncryptionKey& first = keys_.encryption_keys.front();
        return hex_of(tokens_.of(
            {ports::view_of(kFingerprintContext),
             kBetween,
             ports::view_of(first.id),
             kBetween,
             first.key.bytes()}
        ));
    }

private:
    static std::string wrap_context(const std::string& key_id) {
        return std::string(kWrapContext) + key_id;
    }

    const KeyEncryptionKey& find_encryption_key(const std::string& id) const {
        const auto& all = keys_.encryption_keys;
        const auto found =
            std::find_if(all.begin(), all.end(), [&id](const auto& key) { return key.id == id; });
        if (found != all.end()) return *found;
        throw ports::KeyUnavailable(
            "the key `" + id + "` is not in the key file: restore the file that has it"
        );
    }

    KeySet keys_;
    AesGcm gcm_;
    KeyedHash tokens_;
};

}  // namespace

std::unique_ptr<ports::KeyVault> make_key_vault(KeySet keys) {
    return std::make_unique<FileKeyVault>(std::move(keys));
}

std::unique_ptr<ports::KeyVault> open_key_vault(const std::string& path) {
    return make_key_vault(read_key_file(path));
}

}  // namespace clarion::keys
