// The commands of the log, as functions; see commands.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/two_people.hpp"
#include "engine/core/json.hpp"

namespace clarion::signer {
struct LogFault;
}

namespace clarion::deploy {

struct ExportOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path out;
    std::optional<std::uint64_t> log;  // number of a closed one; the open one otherwise
};
ExitCode export_audit(const ExportOptions& options);
struct VerifyFiles {
    std::filesystem::path folder;              // an export
    std::filesystem::path proof;               // or one proof
    std::filesystem::path vkey;                // the key you were given
    std::filesystem::path policy;              // c2sp.org/tlog-policy
    std::vector<std::filesystem::path> since;  // checkpoints held from before
};
ExitCode verify_audit(const VerifyFiles& files);
// Where and what is wrong with an export, on stderr, safe to print.
void say_fault(const signer::LogFault& fault);
ExitCode verify_proof(const VerifyFiles& files);
// Throws CommandFailed (not_found) when it is not there.
[[nodiscard]] std::filesystem::path existing(const std::filesystem::path& file);
// A file that holds one line, without its end.
[[nodiscard]] std::string line_in_file(const std::filesystem::path& file);
// What `--vkey` names: a verifier key, or CommandFailed that blames the option.
[[nodiscard]] std::string given_key(const std::filesystem::path& file);

struct ProofOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path out;
    std::uint64_t seq = 0;
    std::optional<std::uint64_t> log;  // number of a closed one; the open one otherwise
};
ExitCode prove_audit(const ProofOptions& options);

// What a query finds, as files, when two people sign for it.
struct ExtractOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path out;
    std::string query;
    std::string purpose;
    std::string recipient;
    StatementFiles statement;
};
ExitCode extract_audit(const ExtractOptions& options);

// Of an export, whose checkpoint has to prove it by the key in `vkey` or else its own, and by
// `policy` where one is named; of a store.
ExitCode explain_audit(const VerifyFiles& files, std::uint64_t seq);
ExitCode explain_stored(
    const std::filesystem::path& data, std::uint64_t seq, std::optional<std::uint64_t> log
);
struct QueryOptions {
    std::filesystem::path data = "clarion-data";
    std::string query;
    std::string question;  // a ready-made one, over what the query finds
    bool facets = false;   // counts by class, action, outcome, organisation and reason instead
    bool as_json = false;
};
ExitCode query_audit(const QueryOptions& options);

// The end of a closed log whose period of keeping is over, when two people say so. The service is
// stopped.
struct RetireLogOptions {
    std::filesystem::path configuration;
    std::filesystem::path data;  // empty: the configuration's
    std::uint64_t log = 0;
    StatementFiles statement;
};
ExitCode retire_log(const RetireLogOptions& options);

class Errands;
// Every leaf that the errand's query finds, newest first, with its place among all logs and the
// part that it came in.
using EachEntry = std::function<
    void(const std::string& leaf, std::uint64_t place, const core::json::object& part)>;
void each_part(Errands& errands, core::json::object errand, const EachEntry& visit);

}  // namespace clarion::deploy
