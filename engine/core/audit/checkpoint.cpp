#include "engine/core/audit/checkpoint.hpp"

#include <charconv>
#include <limits>

#include "engine/core/audit/base64.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kProofSiblingsMax = 63;

// The next line without its newline, which `rest` then no longer holds. Empty when there is none.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

// What follows `word` and a space.
std::optional<std::string_view> after_word(std::string_view line, std::string_view word) {
    if (!line.starts_with(word) || !line.substr(word.size()).starts_with(' ')) return std::nullopt;
    return line.substr(word.size() + 1);
}

}  // namespace

std::optional<std::uint64_t> parse_log_number(std::string_view text) {
    const bool is_digits =
        !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_digits || (text.front() == '0' && text.size() > 1)) return std::nullopt;
    std::int64_t number = 0;  // signed, as in the programs that will read ours
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc()) return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
           to_base64(checkpoint.root) + '\n';
}

Result<Checkpoint, std::string> parse_checkpoint_text(std::string_view text) {
    const auto origin = take_line(text);
    const auto size = take_line(text);
    const auto root = take_line(text);
    if (!root || !text.empty()) {
        return failure(std::string("a checkpoint has three lines: origin, size, root"));
    }
    const auto number = parse_log_number(*size);
    const auto digest = parse_base64_digest(*root);
    if (!is_key_name(*origin)) return failure(std::string("the checkpoint's origin is not a name"));
    if (!number) return failure(std::string("the checkpoint's size is not a plain number"));
    if (!digest) return failure(std::string("the checkpoint's root is not 32 bytes in base 64"));
    return Checkpoint{.origin = std::string(*origin), .size = *number, .root = *digest};
}

std::string sign_checkpoint(
    const Checkpoint& checkpoint, const VerifierKey& key, const SignBytes& sign
) {
    return sign_note(checkpoint_text(checkpoint), key, sign);
}

Result<Checkpoint, std::string> open_checkpoint(
    std::string_view note, std::span<const VerifierKey> keys, const VerifyBytes& verify
) {
    const auto text = open_note(note, keys, verify);
    if (!text) return failure(text.error());
    return parse_checkpoint_text(*text);
}

std::string format_proof(const TlogProof& proof) {
    std::string text(kProofHeader);
    if (!proof.extra.empty()) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(proof.extra.data());
        text += "\nextra " + to_base64({bytes, proof.extra.size()});
    }
    text += "\nindex " + std::to_string(proof.index) + '\n';
    for (const Digest& sibling : proof.siblings)
        text += to_base64(sibling) + '\n';
    return text + '\n' + proof.checkpoint;
}

Result<TlogProof, std::string> parse_proof(std::string_view text) {
    const auto refuse = [](const char* why) { return failure(std::string(why)); };
    if (take_line(text) != kProofHeader) return refuse("the first line is not that of a proof");
    auto line = take_line(text);
    std::string extra;
    if (const auto written = line ? after_word(*line, "extra") : std::nullopt) {
        const auto bytes = parse_base64(*written);
        if (!bytes) return refuse("the extra data is not base 64");
        extra.assign(bytes->begin(), bytes->end());
        line = take_line(text);
    }
    const auto written = line ? after_word(*line, "index") : std::nullopt;
    const auto index = written ? parse_log_number(*written) : std::nullopt;
    if (!index) return refuse("the line of the index is missing or malformed");

    TlogProof proof{.index = *index, .siblings = {}, .checkpoint = {}, .extra = std::move(extra)};
    for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
        const auto sibling = parse_base64_digest(*line);
        if (!sibling) return refuse("a line of the proof is not 32 bytes in base 64");
        if (proof.siblings.size() == kProofSiblingsMax) return refuse("the proof is too long");
        proof.siblings.push_back(*sibling);
    }
    if (!line) return refuse("the proof has no checkpoint");
    const auto note = parse_note(text);
    if (!note) return failure(note.error());
    proof.checkpoint = text;
    return proof;
}

}  // namespace clarion::core
