#include "adapters/keys/file_key_vault.hpp"

#include <openssl/crypto.h>

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
constexpr std::array<std::uint8_t, 1> kBetween{0};
constexpr std::string_view kPurposeKind = "key for a purpose";  // no kind of search token

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

class TokenHash final : public ports::TokenKey {
public:
    explicit TokenHash(const SecretBytes& key) : hash_(key.bytes()) {}
    core::Digest token(std::string_view kind, std::string_view normalised) override {
        return hash_.of({ports::view_of(kind), kBetween, ports::view_of(normalised)});
    }

private:
    KeyedHash hash_;
};

class FileKeyVault final : public ports::KeyVault {
public:
    FileKeyVault(KeySet keys, std::string path) : keys_(std::move(keys)), path_(std::move(path)) {
        choose_token_key(keys_.fingerprint);
    }

    ports::WrappedKey create_data_key() override {
        const KeyEncryptionKey& newest = keys_.encryption_keys.back();
        SecretBytes key(kKeyBytes);
        fill_random(key.bytes());
        return wrap(newest, key);
    }

    std::string newest_key_id() override { return keys_.encryption_keys.back().id; }

    ports::WrappedKey rewrap(const ports::WrappedKey& wrapped) override {
        const SecretBytes key = unwrapped(wrapped);
        return wrap(keys_.encryption_keys.back(), key);
    }

    void read_again() override {
        if (path_.empty()) return;
        KeySet keys = read_key_file(path_);
        if (keys.fingerprint != in_use_ && keys.next_fingerprint != in_use_) {
            throw ports::KeyUnavailable(path_ + ": is another key set than the one in use");
        }
        keys_ = std::move(keys);
        choose_token_key(std::string(in_use_));
    }

    ports::DataKeyHandle unwrap(const ports::WrappedKey& wrapped) override {
        return handle_of(unwrapped(wrapped));
    }

    ports::DataKeyHandle key_for(std::string_view purpose) override {
        core::Digest made = token(kPurposeKind, purpose);
        SecretBytes key(made.size());
        std::copy(made.begin(), made.end(), key.bytes().begin());
        OPENSSL_cleanse(made.data(), made.size());
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
        return tokens_->token(kind, normalised);
    }

    std::string fingerprint() override { return in_use_; }
    ports::TokenKey* coming_token_key() override { return coming_.get(); }
    std::string coming_fingerprint() override {
        return coming_ == nullptr ? std::string() : keys_.next_fingerprint;
    }
    bool use_token_key_of(const std::string& fingerprint) override {
        const bool is_coming = coming_ != nullptr && fingerprint == keys_.next_fingerprint;
        if (is_coming) choose_token_key(fingerprint);
        return fingerprint == in_use_;
    }

private:
    void choose_token_key(const std::string& fingerprint) {
        const bool has_next = keys_.next_token_key.size() != 0;
        const bool is_next = has_next && fingerprint == keys_.next_fingerprint;
        tokens_ = std::make_unique<TokenHash>(is_next ? keys_.next_token_key : keys_.token_key);
        coming_ =
            has_next && !is_next ? std::make_unique<TokenHash>(keys_.next_token_key) : nullptr;
        in_use_ = fingerprint;
    }

    ports::WrappedKey wrap(const KeyEncryptionKey& under, const SecretBytes& key) {
        return {under.id, gcm_.seal(under.key.bytes(), wrap_context(under.id), key.bytes())};
    }

    SecretBytes unwrapped(const ports::WrappedKey& wrapped) {
        const KeyEncryptionKey& wrapping = find_encryption_key(wrapped.key_id);
        if (AesGcm::plain_size(wrapped.bytes) != kKeyBytes) {
            throw ports::IntegrityBroken("a wrapped key has a wrong size");
        }
        SecretBytes key(kKeyBytes);
        gcm_.open(wrapping.key.bytes(), wrap_context(wrapping.id), wrapped.bytes, key.bytes());
        return key;
    }

    static std::string wrap_context(const std::string& key_id) {
        return std::string(kWrapContext) + key_id;
    }

    [[nodiscard]] const KeyEncryptionKey* find_known(const std::string& id) const {
        const auto& all = keys_.encryption_keys;
        const auto found =
            std::find_if(all.begin(), all.end(), [&id](const auto& key) { return key.id == id; });
        return found == all.end() ? nullptr : &*found;
    }

    // Another node may wrap by a key that came into the file since it was read here.
    const KeyEncryptionKey& find_encryption_key(const std::string& id) {
        if (const KeyEncryptionKey* key = find_known(id)) return *key;
        read_again();
        if (const KeyEncryptionKey* key = find_known(id)) return *key;
        throw ports::KeyUnavailable(
            "the key `" + id + "` is not in the key file: restore the file that has it"
        );
    }

    KeySet keys_;
    AesGcm gcm_;
    std::unique_ptr<TokenHash> tokens_, coming_;
    std::string in_use_;  // the fingerprint that goes with `tokens_`
    std::string path_;    // empty: the keys are kept nowhere
};

}  // namespace

std::unique_ptr<ports::KeyVault> make_key_vault(KeySet keys) {
    return std::make_unique<FileKeyVault>(std::move(keys), std::string{});
}

std::unique_ptr<ports::KeyVault> open_key_vault(const std::string& path) {
    return std::make_unique<FileKeyVault>(read_key_file(path), path);
}

}  // namespace clarion::keys
