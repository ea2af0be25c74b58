#include "engine/core/audit/note.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/utf8.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/hex.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // em dash and a space
constexpr std::uint8_t kEd25519Type = 0x01;

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

KeyId id_of(const Sha256& sha256, std::string_view name, const PublicKey& key, std::uint8_t type) {
    const std::array<std::uint8_t, 2> between{'\n', type};
    const Digest digest = sha256({bytes_of(name), between, key});
    KeyId id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

// One line without its newline: em dash, name, base 64 of key id and signature.
std::optional<NoteSignature> parse_signature(std::string_view line) {
    if (!line.starts_with(kSignaturePrefix)) return std::nullopt;
    line.remove_prefix(kSignaturePrefix.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto name = line.substr(0, space);
    const auto bytes = parse_base64(line.substr(space + 1));
    NoteSignature signature{.name = std::string(name), .id = {}, .signature = {}};
    if (!is_key_name(name) || !bytes || bytes->size() <= signature.id.size()) return std::nullopt;
    const auto id_end = bytes->begin() + static_cast<std::ptrdiff_t>(signature.id.size());
    std::copy(bytes->begin(), id_end, signature.id.begin());
    signature.signature.assign(id_end, bytes->end());
    return signature;
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        return static_cast<unsigned char>(character) < 0x20 && character != '\n';
    });
}

}  // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && is_utf8(name) && !contains_space(name) &&
           !has_control_characters(name) && name.find('+') == std::string_view::npos;
}

VerifierKey verifier_key(const Sha256& sha256, std::string_view name, const PublicKey& key) {
    ensure(is_key_name(name), "the name of a log's key has no space and no plus sign");
    return {.name = std::string(name), .id = id_of(sha256, name, key, kEd25519Type), .key = key};
}

std::string format_verifier_key(const VerifierKey& key) {
    std::vector<std::uint8_t> typed{kEd25519Type};
    typed.insert(typed.end(), key.key.begin(), key.key.end());
    return key.name + '+' + to_hex(key.id) + '+' + to_base64(typed);
}

Result<VerifierKey, std::string> parse_typed_key(
    const Sha256& sha256, std::string_view text, std::uint8_t type, std::string_view whose
) {
    const auto refuse = [whose](std::string_view why) {
        return failure("the " + std::string(whose) + " key" + std::string(why));
    };
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) return refuse(" is written name+id+key");
    const auto name = text.substr(0, first);
    if (!is_key_name(name)) return refuse("'s name is not a valid name");
    const auto typed = parse_base64(text.substr(second + 1));
    if (!typed || typed->size() != 1 + PublicKey{}.size()) {
        return refuse(" is not 33 bytes in base 64");
    }
    if (typed->front() != type) {
        return refuse(" is not an Ed25519 key (type 0" + std::to_string(type) + ")");
    }
    VerifierKey parsed{.name = std::string(name), .id = {}, .key = {}};
    std::copy(typed->begin() + 1, typed->end(), parsed.key.begin());
    parsed.id = id_of(sha256, name, parsed.key, type);
    if (text.substr(first + 1, second - first - 1) != to_hex(parsed.id)) {
        return refuse("'s id does not belong to its name and key");
    }
    return parsed;
}

Result<VerifierKey, std::string> parse_verifier_key(const Sha256& sha256, std::string_view text) {
    return parse_typed_key(sha256, text, kEd25519Type, "log");
}

std::string sign_note(std::string_view text, const VerifierKey& key, const SignBytes& sign) {
    ensure(text.ends_with('\n'), "a note's text ends with a newline");
    const Signature signature = sign(text);
    std::vector<std::uint8_t> bytes(key.id.begin(), key.id.end());
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    std::string note(text);
    note += '\n';
    note += kSignaturePrefix;
    return note + key.name + ' ' + to_base64(bytes) + '\n';
}

Result<SignedNote, std::string> parse_note(std::string_view bytes) {
    const auto refuse = [](const char* why) { return failure(std::string(why)); };
    if (bytes.size() > kNoteBytesMax) return refuse("the note is longer than 64 KiB");
    if (!is_utf8(bytes)) return refuse("the note is not UTF-8");
    if (has_control_characters(bytes)) return refuse("the note holds control characters");
    if (!bytes.ends_with('\n')) return refuse("the note does not end with a newline");
    const auto blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos) return refuse("the note has no signatures");

    SignedNote note{.text = std::string(bytes.substr(0, blank + 1)), .signatures = {}};
    std::string_view lines = bytes.substr(blank + 2);
    if (lines.empty()) return refuse("the note has no signatures");
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        auto signature = parse_signature(lines.substr(0, end));
        if (!signature) return refuse("a signature line is malformed");
        if (note.signatures.size() == kNoteSignaturesMax) return refuse("more than 16 signatures");
        note.signatures.push_back(*std::move(signature));
        lines.remove_prefix(end + 1);
    }
    return note;
}

Result<std::string, std::string> open_note(
    std::string_view bytes, std::span<const VerifierKey> keys, const VerifyBytes& verify
) {
    auto note = parse_note(bytes);
    if (!note) return failure(note.error());
    bool signed_by_known_key = false;
    for (const NoteSignature& line : note->signatures) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&line](const VerifierKey& key) {
            return key.name == line.name && key.id == line.id;
        });
        if (known == keys.end()) continue;
        if (!verify(known->key, note->text, line.signature)) {
            return failure("the signature of " + line.name + " does not fit the text");
        }
        signed_by_known_key = true;
    }
    if (!signed_by_known_key) return failure(std::string("no known key signed this note"));
    return std::move(note->text);
}

std::string merge_notes(std::string_view kept, std::string_view more) {
    const auto first = parse_note(kept);
    const auto second = parse_note(more);
    std::string merged(kept);
    if (!first || !second || first->text != second->text) return merged;
    std::size_t count = first->signatures.size();
    std::string_view lines = more.substr(second->text.size() + 1);
    while (!lines.empty() && count < kNoteSignaturesMax) {
        const std::string line(lines.substr(0, lines.find('\n') + 1));
        lines.remove_prefix(line.size());
        if (merged.find("\n" + line) != std::string::npos) continue;
        merged += line;
        ++count;
    }
    return merged;
}

}  // namespace clarion::core
