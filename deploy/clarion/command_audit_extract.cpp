// audit extract: entries that a query finds, as JSON lines and CSV, with a manifest that two people
// sign before anybody gets them.
//
// The first run reads, writes the manifest and keeps nothing else; with both signatures it writes
// the very same entries, or nothing. Both people and every reading are in the log.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <sstream>

#include "adapters/files/file_set.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/draft_folder.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/two_people.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/log_extract.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

// Data Protection Act 2018 s.62(4): logs may be used for these, and for nothing else.
constexpr std::array<std::string_view, 4> kPurposes{
    "lawfulness", "self_monitoring", "integrity", "proceedings"};
constexpr std::string_view kLogLine = "\nlog ";
constexpr int kLogsBits = 63 - ports::kPlacesOfLog;  // so many has the number of a log

struct Extract {
    std::uint64_t end = 0;  // a place: entries from there on are left out
    std::string logs;       // lines of the manifest
    core::LogExtract files;
};

// The place where the logs ended when the manifest was written: of its lines of logs the first is
// the one that was open.
std::optional<std::uint64_t> end_in(const StatementFiles& files) {
    if (files.proposal.empty() && files.approval.empty()) return std::nullopt;
    const std::string text = files::read_file(files.statement);
    const auto at = text.find(kLogLine);
    if (at == std::string::npos) return std::nullopt;
    std::istringstream line(text.substr(at + kLogLine.size()));
    std::string number;
    std::string origin;
    std::string size;
    line >> number >> origin >> size;
    const auto log = core::parse_log_number(number);
    const auto entries = core::parse_log_number(size);
    if (!log || !entries || *log >> kLogsBits != 0 || *entries >> ports::kPlacesOfLog != 0)
        return std::nullopt;
    return (*log << ports::kPlacesOfLog) + *entries;
}

Extract read_extract(Errands& errands, const ExtractOptions& options, const std::string& origin) {
    json::object ends{{"errand", "audit_logs"}, {"origin", origin}};
    if (const auto end = end_in(options.statement)) ends["end"] = *end;
    const json::object logs = errands.ask(ends);
    Extract extract;
    extract.end = logs.at("end").to_number<std::uint64_t>();
    extract.logs = logs.at("lines").as_string();
    if (extract.logs.empty()) {
        throw CommandFailed(
            ExitCode::conflict,
            options.statement.statement.string() +
                ": the log was turned since it was written; write it anew, and have it signed"
        );
    }
    const json::object asked{{"query", options.query}, {"purpose", "audit_extract"}};
    each_part(errands, asked, [&](const std::string& leaf, std::uint64_t place, const auto&) {
        if (place >= extract.end) return;
        extract.files.add(leaf, json::parse(leaf).as_object(), place >> ports::kPlacesOfLog);
    });
    return extract;
}

std::string manifest_of(
    const ExtractOptions& options, const std::string& origin, const Extract& extract
) {
    const std::uint64_t size = extract.end & ((std::uint64_t{1} << ports::kPlacesOfLog) - 1);
    return "clarion audit extract 1\norigin " + origin + "\nquery " + options.query + "\npurpose " +
           options.purpose + "\nrecipient " + options.recipient + "\nlog-size " +
           std::to_string(size) + "\nentries " + std::to_string(extract.files.entries()) + "\n" +
           extract.logs + extract.files.file_lines(keys::make_sha256());
}

void check_options(const ExtractOptions& options) {
    if (std::find(kPurposes.begin(), kPurposes.end(), options.purpose) == kPurposes.end()) {
        throw CommandFailed(
            ExitCode::usage,
            "--purpose is lawfulness, self_monitoring, integrity or proceedings: the log may be "
            "used for nothing else"
        );
    }
    for (const std::string& text : {options.query, options.recipient}) {
        if (text.find('\n') == std::string::npos) continue;
        throw CommandFailed(ExitCode::usage, "query and recipient are one line each");
    }
}

}  // namespace

ExitCode extract_audit(const ExtractOptions& options) {
    check_options(options);
    const DataFolder folder{options.data};
    require_initialised(folder);
    const fs::path target = signer::free_target(options.out);
    if (target.empty()) {
        throw CommandFailed(
            ExitCode::conflict, options.out.string() + " is there and not empty; name a new folder"
        );
    }
    return guarded_by_peer([&] {
        Errands errands(folder);
        const std::string origin = log_origin_of(folder, {});
        const Extract extract = read_extract(errands, options, origin);
        const std::string manifest = manifest_of(options, origin, extract);
        const auto people = two_people_for(manifest, options.statement, folder.administrators());
        if (!people) return ExitCode::good;
        for (const auto& [name, type] :
             {std::pair(people->proposed_by, "audit_extract_proposed"),
              std::pair(people->approved_by, "audit_extract_approved")}) {
            static_cast<void>(errands.ask(
                {{"errand", "audit_part"},
                 {"query", "action:audit_extract_approved"},
                 {"purpose", type},
                 {"as", name}}
            ));
        }
        signer::DraftFolder draft(target);
        draft.write("manifest", manifest);
        draft.write("entries.jsonl", extract.files.lines());
        draft.write("entries.csv", extract.files.csv());
        draft.write(people->proposed_by + ".sig", files::read_file(options.statement.proposal));
        draft.write(people->approved_by + ".sig", files::read_file(options.statement.approval));
        draft.move_to(target);
        std::cout << extract.files.entries() << " entries in " << target.string()
                  << ", proposed by " << people->proposed_by << ", approved by "
                  << people->approved_by << std::endl;
        return ExitCode::good;
    });
}

}  // namespace clarion::deploy
