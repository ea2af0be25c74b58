// audit explain: one entry in words, of an export that proves it, or of a store.
#include <algorithm>
#include <iostream>

#include "adapters/files/json_text.hpp"
#include "adapters/signer/proven_entry.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/witness_room.hpp"
#include "engine/core/audit/utf8.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

// Lists are those of an entry: of texts.
std::string words_of(const json::value& value) {
    if (const auto* text = value.if_string()) return core::shown_text(*text);
    const auto* list = value.if_array();
    if (list == nullptr) return json::serialize(value);
    std::string words;
    for (const json::value& item : *list)
        words += (words.empty() ? "" : ", ") + words_of(item);
    return words;
}

}  // namespace

void say_fault(const signer::LogFault& fault) {
    std::cerr << "clarion: " << core::shown_text(fault.file) << (fault.file.empty() ? "" : ": ")
              << (fault.seq ? "entry " + std::to_string(*fault.seq) + ": " : "")
              << core::shown_text(fault.what) << std::endl;
}

ExitCode explain_audit(const VerifyFiles& files, std::uint64_t seq) {
    const fs::path& folder = files.folder;
    if (!fs::exists(folder))
        throw CommandFailed(ExitCode::not_found, folder.string() + ": no such folder");
    const auto trusted = files.vkey.empty() ? std::nullopt : std::optional(given_key(files.vkey));
    const auto policy =
        files.policy.empty() ? std::nullopt : trust_policy_in(existing(files.policy));
    const signer::ProvenEntry found = signer::read_proven_entry(folder, seq, trusted, policy);
    if (found.fault) {
        say_fault(*found.fault);
        return ExitCode::integrity_broken;
    }
    const std::string which = "entry " + std::to_string(seq);
    const std::string size = std::to_string(found.entries);
    if (!found.leaf) {
        throw CommandFailed(
            ExitCode::not_found,
            "no " + which + " in " + folder.string() + ": its log has " + size +
                " entries, counted from 0"
        );
    }
    for (const auto& member : files::parse_json_object(which, *found.leaf)) {
        const std::string key(member.key());
        std::cout << key << std::string(12 - std::min<std::size_t>(key.size(), 11), ' ')
                  << words_of(member.value()) << '\n';
    }
    std::cout << which << " of the " << size << " of " << core::shown_text(found.origin)
              << ", as signed by " << core::shown_text(found.verifier_key)
              << (trusted || policy
                      ? ""
                      : "   (as the folder says; compare it with the one you were given)")
              << '\n';
    for (const std::string& label : found.cosigned_by) {
        std::cout << (label == found.cosigned_by.front() ? "cosigned by " : ", ")
                  << core::shown_text(label);
    }
    std::cout << (found.cosigned_by.empty() ? "" : "\n") << std::flush;
    return ExitCode::good;
}

ExitCode explain_stored(const fs::path& data, std::uint64_t seq, std::optional<std::uint64_t> log) {
    const DataFolder folder{data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        Errands errands(folder);
        json::object asked{{"errand", "audit_explain"}, {"seq", seq}};
        if (log) asked["log"] = *log;
        const json::object found = errands.ask(asked);
        for (const json::value& sentence : found.at("in_words").as_array())
            std::cout << core::shown_text(sentence.as_string()) << '\n';
        std::cout << json::serialize(found.at("entry")) << std::endl;
        return ExitCode::good;
    });
}

}  // namespace clarion::deploy
