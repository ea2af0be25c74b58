// FakeKeyVault: keys that are only good enough for tests. What is sealed cannot be read by eye, and
// any change, other key or other context is refused, as with the real one.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engine/ports/failures.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::test {

class FakeKeyVault final : public ports::KeyVault {
public:
    FakeKeyVault(core::Sha256 sha256, std::string secret)
        : sha256_(std::move(sha256)), secret_(std::move(secret)) {}

    ports::WrappedKey create_data_key() override {
        const core::Digest key = hash("data key", std::to_string(++numbered_));
        const core::Digest tag = hash("wrap", ports::text_of(key));
        ports::WrappedKey wrapped{known.back(), {key.begin(), key.end()}};
        wrapped.bytes.insert(wrapped.bytes.end(), tag.begin(), tag.end());
        return wrapped;
    }
    ports::DataKeyHandle unwrap(const ports::WrappedKey& wrapped) override {
        ++unwrapped;
        if (std::find(known.begin(), known.end(), wrapped.key_id) == known.end())
            throw ports::KeyUnavailable("no such key");
        constexpr std::size_t kHalf = 32;
        if (wrapped.bytes.size() != 2 * kHalf) throw ports::IntegrityBroken("not a wrapped key");
        const auto key = std::make_shared<core::Digest>();
        std::copy_n(wrapped.bytes.begin(), kHalf, key->begin());
        const core::Digest tag = hash("wrap", ports::text_of(*key));
        if (!std::equal(tag.begin(), tag.end(), wrapped.bytes.begin() + kHalf)) {
            throw ports::IntegrityBroken("a wrapped key was changed");
        }
        // The port leaves DataKey to the implementation: here it is a digest by another name.
        return {key, reinterpret_cast<const ports::DataKey*>(key.get())};
    }

    ports::DataKeyHandle key_for(std::string_view purpose) override {
        const auto key = std::make_shared<core::Digest>(hash("key for", purpose));
        return {key, reinterpret_cast<const ports::DataKey*>(key.get())};
    }

    std::string newest_key_id() override { return known.back(); }
    ports::WrappedKey rewrap(const ports::WrappedKey& wrapped) override {
        static_cast<void>(unwrap(wrapped));
        return {known.back(), wrapped.bytes};
    }
    void read_again() override {
        if (!added.empty()) known.push_back(std::exchange(added, {}));
    }

    ports::Bytes seal(
        const ports::DataKeyHandle& key, std::string_view context, ports::ByteView plain
    ) override {
        const core::Digest nonce = hash("nonce", std::to_string(++numbered_));
        ports::Bytes sealed(nonce.begin(), nonce.end());
        sealed.insert(sealed.end(), plain.begin(), plain.end());
        hide(*key, std::span(sealed).subspan(nonce.size()), nonce);
        const core::Digest tag = tag_of(*key, context, sealed);
        sealed.insert(sealed.end(), tag.begin(), tag.end());
        return sealed;
    }
    ports::Bytes open(
        const ports::DataKeyHandle& key, std::string_view context, ports::ByteView sealed
    ) override {
        ++opened;
        constexpr std::size_t kDigest = 32;
        if (sealed.size() < 2 * kDigest) throw ports::IntegrityBroken("too short to be sealed");
        const ports::ByteView body = sealed.first(sealed.size() - kDigest);
        const core::Digest tag = tag_of(*key, context, body);
        if (!std::equal(tag.begin(), tag.end(), sealed.last(kDigest).begin())) {
            throw ports::IntegrityBroken("sealed bytes do not open");
        }
        core::Digest nonce{};
        std::copy_n(body.begin(), kDigest, nonce.begin());
        ports::Bytes plain(body.begin() + kDigest, body.end());
        hide(*key, plain, nonce);
        return plain;
    }

    core::Digest token(std::string_view kind, std::string_view normalised) override {
        return token_under(token_key, kind, normalised);
    }
    std::string fingerprint() override { return fingerprint_with(token_key); }
    ports::TokenKey* coming_token_key() override {
        return coming.token_key.empty() ? nullptr : &coming;
    }
    std::string coming_fingerprint() override {
        return coming.token_key.empty() ? std::string() : fingerprint_with(coming.token_key);
    }
    bool use_token_key_of(const std::string& wanted) override {
        if (!coming.token_key.empty() && wanted == coming_fingerprint()) {
            token_key = std::exchange(coming.token_key, {});
        }
        return wanted == fingerprint();
    }

    struct Coming final : ports::TokenKey {
        explicit Coming(FakeKeyVault& of) : vault(of) {}
        core::Digest token(std::string_view kind, std::string_view normalised) override {
            return vault.token_under(token_key, kind, normalised);
        }
        FakeKeyVault& vault;
        std::string token_key;  // empty: none
    };
    std::string token_key = "token";
    Coming coming{*this};

    std::vector<std::string> known{"first"};
    std::string added;  // what reading again finds
    int unwrapped = 0;  // how often, for tests of what is kept open
    int opened = 0;

private:
    [[nodiscard]] core::Digest token_under(
        const std::string& key, std::string_view kind, std::string_view normalised
    ) const {
        return hash(key + '\0' + std::string(kind) + '\0', normalised);
    }
    [[nodiscard]] std::string fingerprint_with(const std::string& key) const {
        return ports::text_of(hash("fingerprint", key));
    }
    [[nodiscard]] core::Digest hash(std::string_view kind, std::string_view content) const {
        return sha256_({ports::view_of(secret_), ports::view_of(kind), ports::view_of(content)});
    }
    static ports::ByteView bytes_of(const ports::DataKey& key) {
        return {reinterpret_cast<const std::uint8_t*>(&key), sizeof(core::Digest)};
    }
    [[nodiscard]] core::Digest tag_of(
        const ports::DataKey& key, std::string_view context, ports::ByteView body
    ) const {
        const core::Digest bound = sha256_({ports::view_of(context)});
        return sha256_({bytes_of(key), bound, body});
    }
    void hide(const ports::DataKey& key, std::span<std::uint8_t> bytes, const core::Digest& nonce)
        const {
        core::Digest stream = sha256_({bytes_of(key), nonce});
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            if (at % stream.size() == 0) stream = sha256_({stream, bytes_of(key)});
            bytes[at] ^= stream[at % stream.size()];
        }
    }

    core::Sha256 sha256_;
    std::string secret_;
    std::uint64_t numbered_ = 0;
};

}  // namespace clarion::test
