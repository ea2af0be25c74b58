// audit proof, and verify --proof: one entry of the log in a file that needs nothing beside it
// (c2sp.org/tlog-proof, with the entry as its extra data).
#include <fstream>
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "adapters/signer/ed25519.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/witness_room.hpp"
#include "engine/core/audit/merkle.hpp"
#include "engine/core/audit/utf8.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

[[noreturn]] void broken(const fs::path& file, const std::string& why) {
    throw CommandFailed(ExitCode::integrity_broken, file.string() + ": " + core::shown_text(why));
}

// Who must have signed: the policy's logs and its quorum, or, without a policy, the key given.
core::Result<core::Checkpoint, std::string> opened(
    const std::string& note, const VerifyFiles& files, const std::vector<core::VerifierKey>& keys
) {
    const auto policy =
        files.policy.empty() ? std::nullopt : trust_policy_in(existing(files.policy));
    if (policy) {
        return core::open_cosigned_checkpoint(*policy, keys, note, signer::verify_ed25519);
    }
    return core::open_checkpoint(note, keys, signer::verify_ed25519);
}

}  // namespace

fs::path existing(const fs::path& file) {
    if (fs::exists(file)) return file;
    throw CommandFailed(ExitCode::not_found, file.string() + ": no such file");
}

ExitCode prove_audit(const ProofOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        Errands errands(folder);
        json::object asked{{"errand", "audit_proof"}, {"seq", options.seq}};
        if (options.log) asked["log"] = *options.log;
        const json::object found = errands.ask(asked);
        const auto& proof = found.at("bytes").as_string();
        if (options.out.empty()) {
            std::cout << std::string_view(proof) << std::flush;
            return ExitCode::good;
        }
        std::ofstream file(options.out, std::ios::binary | std::ios::trunc);
        if (!(file << std::string_view(proof)) || !file.flush())
            throw CommandFailed(
                ExitCode::unavailable, options.out.string() + ": cannot be written"
            );
        std::cout << "entry " << options.seq << " and its proof in " << options.out.string()
                  << std::endl;
        return ExitCode::good;
    });
}

ExitCode verify_proof(const VerifyFiles& files) {
    const core::Sha256 sha256 = signer::openssl_sha256();
    const fs::path& file = files.proof;
    const auto proof = core::parse_proof(files::read_file(existing(file)));
    if (!proof) broken(file, proof.error());
    std::vector<core::VerifierKey> keys;
    if (!files.vkey.empty()) {
        keys.push_back(*core::parse_verifier_key(sha256, given_key(files.vkey)));
    }
    if (keys.empty() && files.policy.empty()) {
        throw CommandFailed(
            ExitCode::usage, "a proof vouches for nobody's key: give --vkey or --policy"
        );
    }
    const auto checkpoint = opened(proof->checkpoint, files, keys);
    if (!checkpoint) broken(file, "its checkpoint: " + checkpoint.error());
    if (proof->extra.empty()) broken(file, "does not carry the entry");
    const bool is_in = proof->index < checkpoint->size && core::verify_inclusion(
                                                              sha256,
                                                              core::leaf_hash(sha256, proof->extra),
                                                              proof->index,
                                                              checkpoint->size,
                                                              proof->siblings,
                                                              checkpoint->root
                                                          );
    if (!is_in) {
        broken(file, "entry " + std::to_string(proof->index) + ": is not in the signed log");
    }
    std::cout << core::shown_text(proof->extra) << "\nis entry " << proof->index << " of the "
              << checkpoint->size << " of " << core::shown_text(checkpoint->origin) << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
