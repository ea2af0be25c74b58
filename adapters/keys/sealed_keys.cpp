#include "adapters/keys/sealed_keys.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "adapters/keys/aes_gcm.hpp"
#include "adapters/keys/private_file.hpp"
#include "adapters/keys/random.hpp"
#include "adapters/keys/root_token.hpp"
#include "adapters/keys/root_wrap.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

// Frozen: part of what is stored.
constexpr std::string_view kFirstLine = "clarion-sealed-keys 1\n";
constexpr std::string_view kRoot = "root ";
constexpr std::string_view kKey = "key ";
constexpr std::string_view kSealed = "sealed ";
constexpr std::size_t kFileKeyBytes = 32;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ports::KeyUnavailable(path + ": " + why + "; restore the key file from its own backup");
}

std::string_view text_in(const SecretBytes& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.size() - 1};
}

std::optional<ports::Bytes> bytes_in(std::string_view digits) {
    ports::Bytes bytes(digits.size() / 2);
    if (!core::read_hex(digits, bytes)) return std::nullopt;
    return bytes;
}

struct SealedFile {
    std::string_view context;  // the lines before the seal
    ports::Bytes root, key, sealed;
};

ports::Bytes take_line(const std::string& path, std::string_view& rest, std::string_view kind) {
    const auto end = rest.find('\n');
    const bool fits = rest.starts_with(kind) && end != std::string_view::npos;
    auto bytes = fits ? bytes_in(rest.substr(kind.size(), end - kind.size())) : std::nullopt;
    if (!bytes || bytes->empty())
        refuse(
            path, "the line `" + std::string(kind) + "` of a sealed key file is missing or wrong"
        );
    rest.remove_prefix(end + 1);
    return *std::move(bytes);
}

SealedFile parse(const std::string& path, std::string_view text) {
    std::string_view rest = text.substr(kFirstLine.size());
    SealedFile file;
    file.root = take_line(path, rest, kRoot);
    file.key = take_line(path, rest, kKey);
    file.context = text.substr(0, text.size() - rest.size());
    file.sealed = take_line(path, rest, kSealed);
    if (!rest.empty()) refuse(path, "something follows the last line of a sealed key file");
    return file;
}

std::string marker_of(const std::string& path) {
    return std::filesystem::path(path).replace_filename("clarion.root.refused");
}

SecretBytes open_by(RootToken& token, const std::string& path, std::string_view text) {
    const SealedFile file = parse(path, text);
    if (token.public_key() != file.root) {
        refuse(path, "was sealed under another root key than the token's: name the right token");
    }
    const SecretBytes key = token.take_wrap_off(file.key);
    if (key.size() != kFileKeyBytes) refuse(path, "its file key has a wrong size");
    try {
        AesGcm gcm;
        SecretBytes plain(AesGcm::plain_size(file.sealed) + 1);
        const std::size_t size = plain.size() - 1;
        gcm.open(key.bytes(), file.context, file.sealed, plain.bytes().first(size));
        plain.bytes().back() = '\0';
        return plain;
    } catch (const ports::IntegrityBroken&) {
        refuse(path, "the sealed key file was changed");
    }
}

std::string sealed_text(ports::ByteView root, ports::ByteView plain) {
    SecretBytes key(kFileKeyBytes);
    fill_random(key.bytes());
    std::string text(kFirstLine);
    text += std::string(kRoot) + core::to_hex(root) + "\n";
    text += std::string(kKey) + core::to_hex(wrap_for_root(root, key.bytes())) + "\n";
    const ports::Bytes sealed = AesGcm().seal(key.bytes(), text, plain);
    text += std::string(kSealed) + core::to_hex(sealed) + "\n";
    return text;
}

bool is_sealed(std::string_view text) {
    return text.starts_with(kFirstLine);
}

}  // namespace

KeptKeys read_kept_keys(const std::string& path, std::size_t size_max) {
    SecretBytes file = read_private_file(path, kSealedKeysBytesMax);
    if (!is_sealed(text_in(file))) {
        if (file.size() - 1 > size_max) throw ports::KeyUnavailable(path + ": is too large");
        return {std::move(file), {}};
    }
    static_cast<void>(parse(path, text_in(file)));  // no token is asked about what is no such file
    const RootPlace place = read_root_place(root_file_of(path));
    RootToken token(place, marker_of(path));
    KeptKeys kept{open_by(token, path, text_in(file)), parse(path, text_in(file)).root};
    if (kept.text.size() - 1 > size_max) throw ports::KeyUnavailable(path + ": is too large");
    return kept;
}

void replace_kept_keys(const std::string& path, const KeptKeys& kept, ports::ByteView text) {
    if (kept.root.empty()) {
        write_private_file(path, text, WriteMode::replace);
        return;
    }
    write_private_file(path, ports::view_of(sealed_text(kept.root, text)), WriteMode::replace);
}

void seal_key_file(const std::string& path, const RootPlace& place) {
    const SecretBytes plain = read_private_file(path, kPlainKeysBytesMax);
    if (is_sealed(text_in(plain))) {
        throw ports::KeyUnavailable(
            path + ": is sealed already; `clarion keys unseal` first, to seal it under another root"
        );
    }
    std::string sealed;
    {
        RootToken token(place, marker_of(path));
        token.check_kept_inside();
        sealed = sealed_text(token.public_key(), ports::view_of(text_in(plain)));
        const SecretBytes opened = open_by(token, path, sealed);
        if (!std::ranges::equal(opened.bytes(), plain.bytes()))
            throw ports::KeyUnavailable(path + ": what was sealed does not open again");
    }
    write_root_place(root_file_of(path), place);
    replace_and_write_over(path, ports::view_of(sealed));
}

void unseal_key_file(const std::string& path) {
    const KeptKeys kept = read_kept_keys(path, kPlainKeysBytesMax);
    if (kept.root.empty()) throw ports::KeyUnavailable(path + ": is not sealed");
    const auto text = kept.text.bytes();
    write_private_file(path, text.first(text.size() - 1), WriteMode::replace);
    std::filesystem::remove(root_file_of(path));
}

void copy_key_file(const std::string& from, const std::string& to) {
    const SecretBytes file = read_private_file(from, kSealedKeysBytesMax);
    prepare_private_folder_of(to);
    if (is_sealed(text_in(file)))
        write_root_place(root_file_of(to), read_root_place(root_file_of(from)));
    write_private_file(to, file.bytes().first(file.size() - 1), WriteMode::make_new);
}

}  // namespace clarion::keys
