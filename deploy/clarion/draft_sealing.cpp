#include "deploy/clarion/draft_sealing.hpp"

#include "adapters/keys/aes_gcm.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

constexpr std::string_view kContext = "draft";

core::Digest key_of(const core::Sha256& sha256, std::string_view secret) {
    return sha256({ports::view_of("clarion-draft/v1\n"), ports::view_of(secret)});
}

keys::AesGcm& cipher() {
    thread_local keys::AesGcm kCipher;  // one at a time, and io threads are several
    return kCipher;
}

}  // namespace

http::intake::Sealing draft_sealing(const core::Sha256& sha256) {
    return {
        .seal =
            [sha256](std::string_view secret, std::string_view plain) {
                return ports::text_of(
                    cipher().seal(key_of(sha256, secret), kContext, ports::view_of(plain))
                );
            },
        .open = [sha256](
                    std::string_view secret, std::string_view sealed
                ) -> std::optional<std::string> {
            const auto bytes = ports::view_of(sealed);
            ports::Bytes plain(keys::AesGcm::plain_size(bytes));
            try {
                cipher().open(key_of(sha256, secret), kContext, bytes, plain);
            } catch (const ports::IntegrityBroken&) {
                return std::nullopt;  // another cookie's draft, or none
            }
            return ports::text_of(plain);
        },
    };
}

}  // namespace clarion::deploy
