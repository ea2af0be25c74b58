// The commands of the program, one function each. Each returns how the program should end, or
// throws CommandFailed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "deploy/clarion/audit_commands.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/two_people.hpp"

namespace clarion::deploy {

struct ServeOptions {
    bool demo = false;
    std::filesystem::path configuration;
    std::string public_address;
    std::string staff_address;
    std::string admin_address;
    std::filesystem::path data;
    bool believe_clock = false;  // the wall clock is right, whatever the log's last entry says
    bool running = false;        // of check: ask the service that runs
};
ExitCode serve(const ServeOptions& options);

// Makes DIR with its keys and an empty store, where the configuration says. Refuses a folder that
// has one already.
ExitCode initialise(const std::filesystem::path& data, const std::filesystem::path& configuration);
// Looks at configuration, keys, store, certificate and ports; prints a line and the remedy for
// each.
ExitCode check(const ServeOptions& options);
// Has the service that runs begin its hourly look at every obligation now.
ExitCode check_running(const std::filesystem::path& data);

ExitCode lint_workflows(const std::vector<std::filesystem::path>& paths);

struct PlotRequest {
    bool as_dot = false;
    std::filesystem::path out;   // empty: standard output
    std::filesystem::path data;  // a stopped store whose cases are counted in each state
};
ExitCode plot_workflow(const std::filesystem::path& path, const PlotRequest& request);
// Case files and scenario scripts; `house`: a folder with workflows/ and schemas/ for the scripts,
// empty for the built-in one.
ExitCode test_cases(
    const std::vector<std::filesystem::path>& paths, const std::filesystem::path& house
);
// The data protection sheet, on standard output. `house`: a folder of its own; empty: the built-in.
ExitCode write_data_sheet(const std::filesystem::path& house);

// Each: a file, or ID@VERSION. Says `failed` when they differ.
ExitCode diff_workflows(const std::string& older, const std::string& newer, bool as_json);

struct SimulateOptions {
    std::vector<std::string> workflows;  // files or ID@VERSION; empty: the newest of each
    std::string scheme;                  // where no workflows are named; empty: the one served
    std::filesystem::path model;         // empty: the scheme's own
    int years = 1;
    std::uint64_t cases = 10'000;
    std::uint64_t seed = 1;
    bool as_json = false;
};
ExitCode simulate_workflows(const SimulateOptions& options);

struct ImportOptions {
    std::filesystem::path table;
    std::filesystem::path out;  // empty: standard output
    std::string source;
    bool skip_bad = false;
};
// A published table as a catalogue. With a bad row nothing is imported, unless it is to be left
// out.
ExitCode import_catalogue(const ImportOptions& options);

// Every stored case on a candidate: which part ways, where and why.
struct ReplayOptions {
    std::filesystem::path data = "clarion-data";
    std::string candidate;  // file, or ID@VERSION
    bool as_json = false;
};
ExitCode replay_workflows(const ReplayOptions& options);

// Moves cases to another version by a plan that two people signed.
struct MigrateOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path plan;
    std::string to;  // file of the new version; empty: the built-in one of the plan's number
    std::filesystem::path proposal;
    std::filesystem::path approval;
    bool dry_run = false;
};
ExitCode migrate_cases(const MigrateOptions& options);

// `ends_with_server`: it was started by the server as a child.
ExitCode run_signer_process(
    const std::filesystem::path& data, const std::string& origin_host, bool ends_with_server
);

// From one log to the next, when two people say so. The service is stopped.
struct TurnOptions {
    std::filesystem::path data = "clarion-data";
    std::string reason = "planned";
    StatementFiles statement;
};
ExitCode turn_log(const TurnOptions& options);
ExitCode list_turns(const TurnOptions& options);

// Brings the store's schema up to this program's; `dry_run`: does it to a copy, and tells.
struct StoreOptions {
    std::filesystem::path data = "clarion-data";
    bool dry_run = false;
};
ExitCode migrate_store(const StoreOptions& options);

struct BackupOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path backup;
    std::filesystem::path keys;
    StatementFiles statement;
    bool as_json = false;
};
ExitCode create_backup(const BackupOptions& options);
ExitCode back_up_keys(const BackupOptions& options);
ExitCode verify_backup(const BackupOptions& options);
ExitCode restore_backup(const BackupOptions& options);
// What was restored may send when two people say that the original is stopped.
ExitCode release_copy(const BackupOptions& options);

struct MoveOptions {
    std::filesystem::path data = "clarion-data";
    std::filesystem::path configuration;  // its [store] says where to
    std::string to;
    bool as_json = false;
};
// The store of a stopped service, brought into another kind of store. Goes on where it was
// interrupted.
ExitCode move_store(const MoveOptions& options);

struct KeyOptions {
    std::filesystem::path data = "clarion-data";
    std::string id;  // empty: today
    bool resume = false;
    bool token = false;  // the token key instead
    bool as_json = false;
};
// A new token key, and everything that cases are found by made anew under it. Goes on when it was
// interrupted.
ExitCode rotate_token_key(const KeyOptions& options);
// A new key-encryption key, and every case's data key wrapped by it. A rotation that was
// interrupted goes on when it is asked for again.
ExitCode rotate_keys(const KeyOptions& options);
// Destroys a key-encryption key that wraps nothing any more.
ExitCode retire_key(const KeyOptions& options);

// Of a service that runs: somebody is shut out at once, whatever their provider says of them.
struct AccessOptions {
    std::filesystem::path data = "clarion-data";
    std::string issuer;  // its name in the configuration
    std::string subject;
};
ExitCode revoke_access(const AccessOptions& options);
ExitCode restore_access(const AccessOptions& options);
// What they hold of before is over; they sign in again with the roles they have now.
ExitCode end_access(const AccessOptions& options);
ExitCode list_revoked(const AccessOptions& options);

// A way in for one person, made by two, for when no identity provider answers.
struct PassOptions {
    std::filesystem::path data = "clarion-data";
    std::string issuer;
    std::string subject;
    std::vector<std::string> roles;
    int hours = 4;
    StatementFiles statement;
};
// Without signatures: writes the statement and tells the code. With both: the pass is good.
ExitCode make_pass(const PassOptions& options);
ExitCode list_passes(const PassOptions& options);

struct DemoOptions {
    std::filesystem::path data;
    std::filesystem::path out;
    bool as_json = false;
};
ExitCode run_demo(const DemoOptions& options);

struct BenchOptions {
    std::string over;
    int connections = 32;
    int seconds = 10;
    bool as_json = false;
};
ExitCode bench(const BenchOptions& options);

}  // namespace clarion::deploy
