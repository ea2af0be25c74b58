#include "adapters/keys/refused_pin.hpp"

#include <openssl/evp.h>

#include <array>
#include <filesystem>

#include "adapters/keys/openssl_call.hpp"
#include "adapters/keys/private_file.hpp"
#include "adapters/keys/random.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr std::size_t kMarkerBytesMax = 1024;
constexpr std::size_t kSaltDigits = 32;
constexpr int kRounds = 600'000;  // OWASP's figure for PBKDF2 with SHA-256

std::string line_of(const std::string& salt, const SecretBytes& pin) {
    std::array<std::uint8_t, 32> hash{};
    const bool good = PKCS5_PBKDF2_HMAC(
                          reinterpret_cast<const char*>(pin.bytes().data()),
                          static_cast<int>(pin.size()),
                          ports::view_of(salt).data(),
                          static_cast<int>(salt.size()),
                          kRounds,
                          EVP_sha256(),
                          static_cast<int>(hash.size()),
                          hash.data()
                      ) == 1;
    require_done(good);
    return salt + " " + core::to_hex(hash) + "\n";
}

}  // namespace

bool was_refused(const std::string& marker, const SecretBytes& pin) {
    std::error_code unseen;
    if (!std::filesystem::exists(marker, unseen)) return false;
    try {
        const SecretBytes file = read_private_file(marker, kMarkerBytesMax);
        const std::string line = ports::text_of(file.bytes().first(file.size() - 1));
        return line.size() > kSaltDigits && line == line_of(line.substr(0, kSaltDigits), pin);
    } catch (const ports::KeyUnavailable&) {
        return false;
    }
}

void remember_refused(const std::string& marker, const SecretBytes& pin) {
    std::array<std::uint8_t, kSaltDigits / 2> salt{};
    fill_random(salt);
    const std::string line = line_of(core::to_hex(salt), pin);
    write_private_file(marker, ports::view_of(line), WriteMode::replace);
}

void forget_refused(const std::string& marker) {
    std::error_code ignored;
    std::filesystem::remove(marker, ignored);
}

}  // namespace clarion::keys
