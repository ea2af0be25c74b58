#include "adapters/signer/signed_export.hpp"

#include <array>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/log_files.hpp"

namespace clarion::signer {

LogFault fault_in(std::string file, std::string what) {
    return {.file = std::move(file), .seq = std::nullopt, .what = std::move(what)};
}

core::Result<ExportKey, LogFault> read_export_key(
    const std::filesystem::path& folder, const std::optional<std::string>& trusted
) {
    const auto refuse = [](std::string why) {
        return core::failure(fault_in("log.vkey", std::move(why)));
    };
    const auto text = read_log_file(folder / "log.vkey", kKeyLineBytesMax);
    if (!text) return refuse(text.error());
    if (!text->ends_with('\n')) return refuse("is not one line");
    std::string line = text->substr(0, text->size() - 1);
    auto key = core::parse_verifier_key(openssl_sha256(), line);
    if (!key) return refuse(key.error());
    if (trusted && *trusted != line) return refuse("is not the key that you trust");
    return ExportKey{std::move(line), *std::move(key)};
}

core::Result<core::Checkpoint, LogFault> open_own_checkpoint(
    const std::string& file, std::string_view note, const core::VerifierKey& key
) {
    const std::array keys{key};
    auto checkpoint = core::open_checkpoint(note, keys, verify_ed25519);
    if (!checkpoint) return core::failure(fault_in(file, checkpoint.error()));
    if (checkpoint->origin != key.name) return core::failure(fault_in(file, "is of another log"));
    return *std::move(checkpoint);
}

core::Result<core::Checkpoint, LogFault> read_own_checkpoint(
    const std::filesystem::path& folder, const std::string& file, const core::VerifierKey& key
) {
    const auto note = read_log_file(folder / file, kNoteBytesMax);
    if (!note) return core::failure(fault_in(file, note.error()));
    return open_own_checkpoint(file, *note, key);
}

core::Result<std::vector<std::string>, LogFault> check_cosigned(
    const std::filesystem::path& folder,
    const core::TrustPolicy& policy,
    const core::VerifierKey& key
) {
    const auto refuse = [](std::string why) {
        return core::failure(fault_in("checkpoint", std::move(why)));
    };
    const auto note = read_log_file(folder / "checkpoint", kNoteBytesMax);
    if (!note) return refuse(note.error());
    const std::array keys{key};
    const auto opened = core::open_cosigned_checkpoint(policy, keys, *note, verify_ed25519);
    if (!opened) return refuse(opened.error());
    const auto cosigned = core::cosignatures_of(policy, *note, verify_ed25519);
    if (!cosigned) return refuse(cosigned.error());
    std::vector<std::string> labels;
    for (const core::Cosignature& one : *cosigned)
        labels.push_back(one.label);
    return labels;
}

}  // namespace clarion::signer
