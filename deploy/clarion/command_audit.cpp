// audit export and verify: the log for those who must prove it.
#include <algorithm>
#include <iostream>
#include <iterator>

#include "adapters/files/file_set.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/export_link.hpp"
#include "adapters/signer/log_export.hpp"
#include "adapters/signer/log_files.hpp"
#include "adapters/signer/log_verify.hpp"
#include "adapters/sql/store.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/progress.hpp"
#include "deploy/clarion/witness_room.hpp"
#include "engine/core/audit/utf8.hpp"
#include "engine/core/hex.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

std::string cosigned_words(const signer::LogReport& report) {
    if (report.cosigned_by.empty()) return {};
    std::string words = "cosigned by ";
    for (const std::string& label : report.cosigned_by)
        words += (label == report.cosigned_by.front() ? " " : ", ") + label;
    return words + "\n";
}

std::string held_words(const signer::LogReport& report) {
    if (report.held == 0) return {};
    return "held         " + std::to_string(report.held) + ", and the log goes on from each\n";
}

// What `--since` names: a checkpoint, or CommandFailed that blames the option.
signer::HeldCheckpoint held_checkpoint(const fs::path& file) {
    std::error_code trouble;
    const fs::path plain = fs::canonical(existing(file), trouble);
    const auto refuse = [&file](const std::string& why) {
        throw CommandFailed(
            ExitCode::usage, "--since: " + file.string() + ": is no checkpoint: " + why
        );
    };
    const auto note = signer::read_log_file(plain, signer::kNoteBytesMax);
    if (!note) refuse(note.error());
    const auto parsed = core::parse_note(*note);
    if (!parsed) refuse(parsed.error());
    const auto checkpoint = core::parse_checkpoint_text(parsed->text);
    if (!checkpoint) refuse(checkpoint.error());
    return {.name = file.string(), .note = *note};
}

std::vector<std::pair<std::uint64_t, std::string>> all_checkpoints(ports::AuditLog& log) {
    constexpr int kPage = 1024;
    std::vector<std::pair<std::uint64_t, std::string>> all;
    for (;;) {
        auto page = log.checkpoints(all.empty() ? 0 : all.back().first, kPage);
        if (page.empty()) return all;
        std::move(page.begin(), page.end(), std::back_inserter(all));
    }
}

// With a policy, an auditor believes a checkpoint only with its quorum: the export ends there.
void leave_out_uncosigned(signer::LogSource& source, const DataFolder& folder) {
    const auto policy = trust_policy_in(folder.witness_policy());
    if (!policy || policy->quorum == "none") return;
    const auto has_quorum = [&policy](const auto& checkpoint) {
        return core::open_cosigned_checkpoint(
                   *policy, {}, checkpoint.second, signer::verify_ed25519
        )
            .has_value();
    };
    const auto last =
        std::find_if(source.checkpoints.rbegin(), source.checkpoints.rend(), has_quorum);
    if (last == source.checkpoints.rend()) {
        std::cout << "no checkpoint has the quorum of witness.policy yet" << std::endl;
        return;
    }
    source.checkpoints.erase(last.base(), source.checkpoints.end());
}

// That the log was taken out is put on record, before it is.
void note_export(const DataFolder& folder) {
    Errands errands(folder);
    static_cast<void>(errands.ask(
        {{"errand", "audit_part"}, {"query", "action:audit_export"}, {"purpose", "audit_export"}}
    ));
}

ExitCode export_from(signer::LogSource source, const DataFolder& folder, const fs::path& out) {
    if (source.checkpoints.empty()) {
        throw CommandFailed(
            ExitCode::not_found,
            folder.root.string() +
                ": nothing is signed yet; start the service once, or wait a minute"
        );
    }
    if (source.verifier_key.empty()) source.verifier_key = line_in_file(folder.log_vkey());
    leave_out_uncosigned(source, folder);
    source.progress = progress_of("written");
    const auto summary = signer::export_log(source, out);
    std::cout << summary.entries << " entries and " << summary.checkpoints << " checkpoints in "
              << out.string() << "\n"
              << "what was signed so far; what came in the last minute may wait for its signature"
              << std::endl;
    return ExitCode::good;
}

ExitCode export_closed(const DataFolder& folder, std::uint64_t number, const fs::path& out) {
    const auto store = open_store_at_rest(folder);
    ports::AuditLog& log = store->audit();
    const auto closed = log.closed();
    if (number >= closed.size()) {
        throw CommandFailed(
            ExitCode::not_found,
            "there is no closed log " + std::to_string(number) + "; see `clarion audit turns`"
        );
    }
    if (closed[number].is_retired()) {
        throw CommandFailed(
            ExitCode::not_found,
            "log " + std::to_string(number) +
                " was retired: its period of keeping is over, and its entries are given out no more"
        );
    }
    return export_from(
        {.entries = [&](auto from, int limit) { return log.closed_entries(number, from, limit); },
         .checkpoints = log.closed_checkpoints(number),
         .verifier_key = closed[number].verifier_key,
         .progress = {}},
        folder,
        out
    );
}

}  // namespace

ExitCode export_audit(const ExportOptions& options) {
    const DataFolder folder{options.data};
    const fs::path& out = options.out;
    require_initialised(folder);
    try {
        note_export(folder);
        if (options.log) return export_closed(folder, *options.log, out);
        // A service that runs has the store for itself, and is asked.
        if (auto running = signer::RemoteLog::connect(folder.export_socket())) {
            return export_from(
                {.entries = [&](auto from, int limit) { return running->entries(from, limit); },
                 .checkpoints = running->checkpoints(),
                 .verifier_key = {},
                 .progress = {}},
                folder,
                out
            );
        }
        const auto store = open_store_at_rest(folder);
        ports::AuditLog& log = store->audit();
        return export_from(
            {.entries = [&](auto from, int limit) { return log.entries(from, limit); },
             .checkpoints = all_checkpoints(log),
             .verifier_key = {},
             .progress = {}},
            folder,
            out
        );
    } catch (const signer::ExportRefused& refused) {
        throw CommandFailed(ExitCode::conflict, refused.what());
    } catch (const signer::PeerGone& gone) {
        throw CommandFailed(
            ExitCode::unavailable,
            std::string("the service stopped answering (") + gone.what() + "); export again"
        );
    }
}

std::string line_in_file(const fs::path& file) {
    std::string text = files::read_file(file);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

std::string given_key(const fs::path& file) {
    std::error_code trouble;
    const fs::path plain = fs::canonical(existing(file), trouble);
    const auto text = signer::read_log_file(plain, signer::kKeyLineBytesMax);
    std::string why = text ? "" : text.error();
    if (text) {
        std::string line = *text;
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
            line.pop_back();
        const auto key = core::parse_verifier_key(signer::openssl_sha256(), line);
        if (key) return line;
        why = key.error();
    }
    throw CommandFailed(ExitCode::usage, "--vkey: " + file.string() + ": " + why);
}

ExitCode verify_audit(const VerifyFiles& files) {
    const fs::path& folder = files.folder;
    if (!fs::exists(folder))
        throw CommandFailed(ExitCode::not_found, folder.string() + ": no such folder");
    signer::VerifyOptions options;
    options.progress = progress_of("checked");
    if (!files.vkey.empty()) options.trusted_key = given_key(files.vkey);
    if (!files.policy.empty()) options.policy = trust_policy_in(existing(files.policy));
    for (const fs::path& file : files.since)
        options.held.push_back(held_checkpoint(file));
    const signer::LogReport report = signer::verify_log(folder, options);
    if (report.fault) {
        say_fault(*report.fault);
        return ExitCode::integrity_broken;
    }
    std::cout << "origin       " << core::shown_text(report.origin) << "\nkey          "
              << core::shown_text(report.verifier_key)
              << (files.vkey.empty() && files.policy.empty()
                      ? "   (as the folder says; compare it with the one you were given)"
                      : "")
              << "\nentries      " << report.entries << " of " << report.cases
              << " cases, none missing\nroot         " << core::to_hex(report.root)
              << "\ncheckpoints  " << report.checkpoints << ", all on one history\n"
              << held_words(report) << cosigned_words(report) << "the log is whole" << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
