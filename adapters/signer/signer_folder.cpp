#include "adapters/signer/signer_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>

namespace clarion::signer {

namespace {

constexpr mode_t kOwnerOnly = 0600;

// Makes the folder and sees to it that nobody else can look inside.
std::filesystem::path prepared(std::filesystem::path folder) {
    std::filesystem::create_directories(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        throw SignerRefused("cannot make the signer's folder " + folder.string());
    }
    struct stat facts {};
    if (::stat(folder.c_str(), &facts) != 0 || !S_ISDIR(facts.st_mode)) {
        throw SignerRefused(folder.string() + " is not a folder");
    }
    if ((facts.st_mode & 0077) != 0) {
        throw SignerRefused(
            "the signer's folder " + folder.string() + " is open to others; run: chmod 700"
        );
    }
    return folder;
}

Descriptor locked(const std::filesystem::path& folder) {
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        throw SignerRefused("another signer works in " + folder.string());
    }
    return opened;
}

// The folder keeps others out; a key that was copied here with its mode says that it was elsewhere.
void check_private(const std::filesystem::path& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        throw SignerRefused(path.string() + " is not a plain file");
    }
    if ((facts.st_mode & 0077) != 0) {
        throw SignerRefused(
            path.string() +
            ": others may read the signer's key; turn the log to a new key, or run "
            "`chmod 600` on it when nobody has"
        );
    }
}

SigningKey read_or_make_key(const std::filesystem::path& folder) {
    const auto path = folder / "key";
    if (const auto pem = read_if_there(path)) {
        check_private(path);
        auto key = SigningKey::parse_pem(*pem);
        if (!key) throw SignerRefused(path.string() + " is not an Ed25519 private key in PEM");
        return *std::move(key);
    }
    if (std::filesystem::exists(folder / "state")) {
        throw SignerRefused("the signer's key is gone from " + folder.string());
    }
    auto key = SigningKey::generate();
    write_durably(path, key.to_pem(), kOwnerOnly);
    return key;
}

}  // namespace

SignerFolder::SignerFolder(std::filesystem::path folder, const std::string& origin)
    : folder_(prepared(std::move(folder))),
      lock_(locked(folder_)),
      key_(read_or_make_key(folder_)),
      verifier_key_(core::verifier_key(openssl_sha256(), origin, key_.public_key())) {}

SignedState SignerFolder::load() const {
    const auto path = folder_ / "state";
    const auto text = read_if_there(path);
    if (!text) return {};
    auto state = parse_state(*text);
    if (!state) throw SignerRefused(path.string() + " is damaged: " + state.error());
    if (state->checkpoint.origin != verifier_key_.name) {
        throw SignerRefused(
            "this signer signed for " + state->checkpoint.origin + ", not for " + verifier_key_.name
        );
    }
    const std::array keys{verifier_key_};
    const auto opened = core::open_note(state->note, keys, verify_ed25519);
    if (!opened) throw SignerRefused(path.string() + " is damaged: " + opened.error());
    return *std::move(state);
}

void SignerFolder::keep(const SignedState& state) const {
    write_durably(folder_ / "state", format_state(state), kOwnerOnly);
}

}  // namespace clarion::signer
