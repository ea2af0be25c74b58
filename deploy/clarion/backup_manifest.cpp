#include "deploy/clarion/backup_manifest.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>

#include "deploy/clarion/exit_codes.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

constexpr std::string_view kFirstLine = "clarion-backup 1";
constexpr std::string_view kSealKind = "clarion-backup-manifest/1";  // frozen

std::string written(const BackupManifest& manifest) {
    std::string text(kFirstLine);
    text += "\nmade " + core::to_rfc3339(manifest.made);
    text += "\norigin " + manifest.origin;
    text += "\nlog " + std::to_string(manifest.entries) + ' ' + core::to_base64(manifest.root);
    text += "\nkeys " + manifest.keys + '\n';
    for (const BackupFile& file : manifest.files) {
        text += "file " + file.name + ' ' + std::to_string(file.bytes) + '\n';
        for (const core::Digest& piece : file.pieces)
            text += "piece " + core::to_base64(piece) + '\n';
    }
    return text;
}

// A plain name below the backup: never one that leads out of it.
bool is_plain_name(std::string_view name) {
    const auto fits = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
               letter == '_' || letter == '/';
    };
    return !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos &&
           std::all_of(name.begin(), name.end(), fits);
}

class ManifestReader {
public:
    explicit ManifestReader(std::string_view text) : all_(text), rest_(text) {}

    core::Result<SealedManifest, std::string> read() {
        SealedManifest sealed;
        if (take_line() != kFirstLine) return refuse("the first line is not that of a manifest");
        if (!read_head(sealed.manifest)) return refuse(why_);
        while (read_file(sealed.manifest)) {
        }
        if (!why_.empty()) return refuse(why_);
        sealed.sealed_text = all_.substr(0, before_line_);
        const auto seal = core::parse_base64_digest(value_of("seal"));
        if (!seal) return refuse("a line `seal` is wanted");
        if (!rest_.empty()) return refuse("something follows the seal");
        sealed.seal = *seal;
        return sealed;
    }

private:
    [[nodiscard]] core::Result<SealedManifest, std::string> refuse(const std::string& why) const {
        return core::failure("line " + std::to_string(number_) + ": " + why);
    }

    std::string_view take_line() {
        before_line_ = all_.size() - rest_.size();
        ++number_;
        const auto end = rest_.find('\n');
        line_ = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return line_;
    }
    // What follows the word in this line; empty when it is another's.
    [[nodiscard]] std::string_view value_of(std::string_view word) const {
        if (!line_.starts_with(word) || line_.size() <= word.size() || line_[word.size()] != ' ')
            return {};
        return line_.substr(word.size() + 1);
    }
    bool wrong(const char* why) {
        why_ = why;
        return false;
    }

    bool read_head(BackupManifest& manifest) {
        take_line();
        const auto made = core::parse_rfc3339(value_of("made"));
        if (!made) return wrong("a line `made` is wanted");
        take_line();
        const std::string_view origin = value_of("origin");
        if (origin.empty()) return wrong("a line `origin` is wanted");
        take_line();
        const std::string_view log = value_of("log");
        const auto space = std::min(log.find(' '), log.size());
        const auto entries = core::parse_log_number(log.substr(0, space));
        const auto root = core::parse_base64_digest(log.substr(std::min(space + 1, log.size())));
        if (!entries || !root) return wrong("a line `log` is wanted");
        take_line();
        const std::string_view keys = value_of("keys");
        if (keys.empty()) return wrong("a line `keys` is wanted");
        manifest = {*made, std::string(origin), *entries, *root, std::string(keys), {}};
        take_line();
        return true;
    }

    // The current line is looked at; the one after the file is current then.
    bool read_file(BackupManifest& manifest) {
        const std::string_view value = value_of("file");
        if (value.empty()) return false;
        const auto space = std::min(value.rfind(' '), value.size());
        const auto bytes = core::parse_log_number(value.substr(std::min(space + 1, value.size())));
        BackupFile file{std::string(value.substr(0, space)), bytes.value_or(0), {}};
        if (!bytes || !is_plain_name(file.name)) return wrong("a file has a plain name and a size");
        const std::uint64_t pieces = (file.bytes + kPieceBytes - 1) / kPieceBytes;
        for (take_line(); !value_of("piece").empty(); take_line()) {
            const auto piece = core::parse_base64_digest(value_of("piece"));
            if (!piece) return wrong("a piece is a SHA-256 in base64");
            file.pieces.push_back(*piece);
        }
        if (file.pieces.size() != pieces) return wrong("the file before has other pieces");
        manifest.files.push_back(std::move(file));
        return true;
    }

    std::string_view all_;
    std::string_view rest_;
    std::string_view line_;
    std::size_t before_line_ = 0;
    int number_ = 0;
    std::string why_;
};

core::Digest seal_of(std::string_view text, ports::KeyVault& keys) {
    return keys.token(kSealKind, text);
}

}  // namespace

std::string format_manifest(const BackupManifest& manifest, ports::KeyVault& keys) {
    const std::string text = written(manifest);
    return text + "seal " + core::to_base64(seal_of(text, keys)) + '\n';
}

core::Result<SealedManifest, std::string> parse_manifest(std::string_view text) {
    return ManifestReader(text).read();
}

bool is_sealed_by(const SealedManifest& sealed, ports::KeyVault& keys) {
    return seal_of(sealed.sealed_text, keys) == sealed.seal;
}

BackupFile describe_file(
    const std::filesystem::path& path,
    const std::string& name,
    const core::Sha256& sha256,
    const PieceSink& sink
) {
    BackupFile described{name, 0, {}};
    std::ifstream file(path, std::ios::binary);
    std::string piece(kPieceBytes, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto count = static_cast<std::size_t>(file.gcount());
        if (count == 0) break;
        const std::string_view view(piece.data(), count);
        described.bytes += count;
        described.pieces.push_back(sha256({ports::view_of(view)}));
        if (sink) sink(view);
    }
    if (!file.eof()) throw CommandFailed(ExitCode::unavailable, path.string() + ": cannot be read");
    return described;
}

void check_file(
    const std::filesystem::path& path,
    const BackupFile& known,
    const core::Sha256& sha256,
    const PieceSink& sink
) {
    if (!std::filesystem::is_regular_file(path)) {
        throw ports::IntegrityBroken(known.name + ": the backup had this file, and it is gone");
    }
    const BackupFile found = describe_file(path, known.name, sha256, sink);
    const std::size_t pieces = std::min(found.pieces.size(), known.pieces.size());
    for (std::size_t at = 0; at < pieces; ++at) {
        if (found.pieces[at] == known.pieces[at]) continue;
        const std::uint64_t first = at * kPieceBytes;
        const std::uint64_t last = std::min<std::uint64_t>(first + kPieceBytes, known.bytes) - 1;
        throw ports::IntegrityBroken(
            known.name + ": bytes " + std::to_string(first) + " to " + std::to_string(last) +
            " are not those that were backed up"
        );
    }
    if (found.bytes == known.bytes) return;
    throw ports::IntegrityBroken(
        known.name + ": has " + std::to_string(found.bytes) + " bytes, the backup had " +
        std::to_string(known.bytes)
    );
}

}  // namespace clarion::deploy
