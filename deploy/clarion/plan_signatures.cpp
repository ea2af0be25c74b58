#include "deploy/clarion/plan_signatures.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "adapters/files/file_set.hpp"
#include "adapters/signer/ed25519.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "engine/core/audit/base64.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

// What stands before the 32 bytes of an Ed25519 key in its public form (RFC 8410).
constexpr std::string_view kKeyHead("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

std::optional<core::PublicKey> read_public_key(const std::string& pem) {
    constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----";
    constexpr std::string_view kEnd = "-----END PUBLIC KEY-----";
    const auto begin = pem.find(kBegin);
    const auto end = pem.find(kEnd);
    if (begin == std::string::npos || end == std::string::npos || end < begin) return std::nullopt;
    std::string body = pem.substr(begin + kBegin.size(), end - begin - kBegin.size());
    std::erase_if(body, [](char character) { return character == '\n' || character == '\r'; });
    const auto bytes = core::parse_base64(body);
    core::PublicKey key{};
    if (!bytes || bytes->size() != kKeyHead.size() + key.size()) return std::nullopt;
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (!text.starts_with(kKeyHead)) return std::nullopt;
    std::copy(text.begin() + kKeyHead.size(), text.end(), key.begin());
    return key;
}

std::map<std::string, core::PublicKey> keys_in(const fs::path& administrators) {
    std::map<std::string, core::PublicKey> keys;
    if (!fs::is_directory(administrators)) return keys;
    for (const auto& entry : fs::directory_iterator(administrators)) {
        if (entry.path().extension() != ".pem") continue;
        const auto key = read_public_key(files::read_file(entry.path()));
        if (!key) {
            throw CommandFailed(
                ExitCode::usage,
                entry.path().string() +
                    ": not an Ed25519 public key as `openssl pkey -pubout` "
                    "writes it"
            );
        }
        keys.emplace(entry.path().stem().string(), *key);
    }
    return keys;
}

// `what`: the signature, in words for whoever brought it.
std::string signer_of(
    const std::map<std::string, core::PublicKey>& keys,
    std::string_view plan,
    std::string_view signature,
    const std::string& what
) {
    const std::span<const std::uint8_t> bytes(
        reinterpret_cast<const std::uint8_t*>(signature.data()), signature.size()
    );
    for (const auto& [name, key] : keys) {
        if (signer::verify_ed25519(key, plan, bytes)) return name;
    }
    throw CommandFailed(
        ExitCode::not_allowed, what + ": nobody in administrators/ signed these bytes"
    );
}

TwoPeople two_of(
    const std::map<std::string, core::PublicKey>& keys, std::string proposer, std::string approver
) {
    // One key under two names is one person.
    if (keys.at(proposer) == keys.at(approver))
        throw CommandFailed(ExitCode::not_allowed, "it was proposed and approved by one person");
    return {.proposed_by = std::move(proposer), .approved_by = std::move(approver)};
}

}  // namespace

std::string read_signature(const fs::path& path) {
    if (path.empty() || !fs::exists(path)) {
        throw CommandFailed(
            ExitCode::not_allowed,
            "it needs --proposal and --approval: two people's signatures of the same bytes"
        );
    }
    return files::read_file(path);
}

TwoPeople check_signatures(
    const fs::path& administrators,
    std::string_view plan,
    const fs::path& proposal,
    const fs::path& approval
) {
    const auto keys = keys_in(administrators);
    auto proposer = signer_of(keys, plan, read_signature(proposal), proposal.string());
    auto approver = signer_of(keys, plan, read_signature(approval), approval.string());
    return two_of(keys, std::move(proposer), std::move(approver));
}

TwoPeople check_signature_bytes(
    const fs::path& administrators,
    std::string_view plan,
    std::string_view proposal,
    std::string_view approval
) {
    const auto keys = keys_in(administrators);
    auto proposer = signer_of(keys, plan, proposal, "the proposal");
    auto approver = signer_of(keys, plan, approval, "the approval");
    return two_of(keys, std::move(proposer), std::move(approver));
}

}  // namespace clarion::deploy
