// Signed notes (c2sp.org/signed-note): a text, a blank line, and who signed it.
//
// Signing and verifying come from outside, so that the core links no cryptography. Keys here are
// Ed25519 (type 0x01); lines of any other key are kept as they are and ignored when opening.
//
// Limits: 64 KiB a note, 16 signatures.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::core {

inline constexpr std::size_t kNoteBytesMax = std::size_t{64} << 10;
inline constexpr std::size_t kNoteSignaturesMax = 16;

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
using KeyId = std::array<std::uint8_t, 4>;

using SignBytes = std::function<Signature(std::string_view message)>;
using VerifyBytes = std::function<
    bool(const PublicKey& key, std::string_view message, std::span<const std::uint8_t> signature)>;

// Whose signatures count. Published as `name+hex(id)+base64(0x01 || key)`.
struct VerifierKey {
    std::string name;
    KeyId id{};
    PublicKey key{};
    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

struct NoteSignature {
    std::string name;
    KeyId id{};
    std::vector<std::uint8_t> signature;
};

struct SignedNote {
    std::string text;  // with its last newline; this is what was signed
    std::vector<NoteSignature> signatures;
};

// May stand on a signature line: not empty, valid UTF-8, no space of any kind, no plus sign.
[[nodiscard]] bool is_key_name(std::string_view name);

// Requires: is_key_name(name).
[[nodiscard]] VerifierKey verifier_key(
    const Sha256& sha256, std::string_view name, const PublicKey& key
);
[[nodiscard]] std::string format_verifier_key(const VerifierKey& key);
// The error says what is wrong with it, in words for an operator.
[[nodiscard]] Result<VerifierKey, std::string> parse_verifier_key(
    const Sha256& sha256, std::string_view text
);

// A key of another type of Ed25519 signature, such as a witness's; `whose` is for the complaint.
[[nodiscard]] Result<VerifierKey, std::string> parse_typed_key(
    const Sha256& sha256, std::string_view text, std::uint8_t type, std::string_view whose
);

// `text` ends with a newline.
[[nodiscard]] std::string sign_note(
    std::string_view text, const VerifierKey& key, const SignBytes& sign
);

// Reads the form alone; nothing in it is to be believed yet.
[[nodiscard]] Result<SignedNote, std::string> parse_note(std::string_view bytes);

// The text, when one of `keys` signed it. Unknown keys are ignored; a known key whose signature
// fails spoils the note.
[[nodiscard]] Result<std::string, std::string> open_note(
    std::string_view bytes, std::span<const VerifierKey> keys, const VerifyBytes& verify
);

// Of two notes with the same text: one with the signature lines of both, each line once, those of
// `kept` first. `kept` where the texts differ or either cannot be read.
[[nodiscard]] std::string merge_notes(std::string_view kept, std::string_view more);

}  // namespace clarion::core
