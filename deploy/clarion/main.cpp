// The program: reads the command line, runs one command, and ends with its code.
#include <CLI/CLI.hpp>
#include <iostream>
#include <system_error>

#include "adapters/files/file_set.hpp"
#include "adapters/http/server.hpp"
#include "adapters/system/private_memory.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/main_audit.hpp"
#include "deploy/clarion/main_keeping.hpp"
#include "deploy/clarion/main_workflow.hpp"
#include "engine/ports/failures.hpp"

namespace {

namespace deploy = clarion::deploy;
using deploy::ExitCode;

// What each kind of broken world means to the caller of the program.
ExitCode guarded(const std::function<ExitCode()>& command) {
    const auto say = [](ExitCode code, const std::exception& reason) {
        std::cerr << "clarion: " << reason.what() << std::endl;
        return code;
    };
    try {
        return command();
    } catch (const deploy::CommandFailed& failed) {
        return say(failed.code, failed);
    } catch (const clarion::files::FileProblem& problem) {
        return say(ExitCode::usage, problem);
    } catch (const clarion::ports::IntegrityBroken& broken) {
        return say(ExitCode::integrity_broken, broken);
    } catch (const clarion::ports::KeyUnavailable& unavailable) {
        return say(ExitCode::unavailable, unavailable);
    } catch (const clarion::ports::StoreUnavailable& unavailable) {
        return say(ExitCode::unavailable, unavailable);
    } catch (const clarion::http::ListenFailed& failed) {
        return say(ExitCode::unavailable, failed);
    } catch (const std::system_error& unavailable
    ) {  // a disk that is full, a folder that cannot be written
        return say(ExitCode::unavailable, unavailable);
    } catch (const std::exception& unexpected) {
        return say(ExitCode::failed, unexpected);
    }
}

struct CommandLine {
    CLI::App app{
        "Clarion: Clare's Law requests from intake to outcome, with a log anyone can prove.",
        "clarion"};
    std::function<ExitCode()> chosen;

    CLI::App* command(
        CLI::App& under,
        const std::string& name,
        const std::string& help,
        std::function<ExitCode()> run
    ) {
        CLI::App* made = under.add_subcommand(name, help);
        made->callback([this, run = std::move(run)] { chosen = run; });
        return made;
    }
};

void add_serving(CommandLine& line, deploy::ServeOptions& options) {
    const auto add_options = [&options](CLI::App* app) {
        app->add_flag("--demo", options.demo, "made-up people stand in for sign-in; loopback only");
        app->add_option("--config", options.configuration, "configuration file (TOML)");
        app->add_option("--public", options.public_address, "HOST:PORT of the applicant's pages");
        app->add_option("--staff", options.staff_address, "HOST:PORT of console and API");
        app->add_option("--admin", options.admin_address, "HOST:PORT of health and metrics");
        app->add_option("--data", options.data, "folder of the store and its keys");
    };
    CLI::App* serve =
        line.command(line.app, "serve", "run the service", [&] { return deploy::serve(options); });
    add_options(serve);
    serve->add_flag(
        "--believe-clock", options.believe_clock, "somebody looked: the wall clock is right now"
    );
    CLI::App* check = line.command(line.app, "check", "look whether the service could run", [&] {
        return options.running ? deploy::check_running(options.data) : deploy::check(options);
    });
    add_options(check);
    check->add_flag(
        "--running", options.running, "have the one that runs look at every obligation now"
    );
    CLI::App* init = line.command(line.app, "init", "make a data folder with new keys", [&] {
        return deploy::initialise(options.data, options.configuration);
    });
    init->add_option("--data", options.data, "folder to make")->required();
    init->add_option("--config", options.configuration, "where the store is to be (TOML)");
}

void add_catalogues(CommandLine& line, deploy::ImportOptions& options) {
    CLI::App* catalogue = line.app.add_subcommand("catalogue", "catalogues as files");
    catalogue->require_subcommand(1);
    CLI::App* import = line.command(
        *catalogue,
        "import",
        "make a catalogue of a published table (CSV), whole or not at all",
        [&] { return deploy::import_catalogue(options); }
    );
    import->add_option("FILE", options.table, "the table")->required();
    import->add_option("--out", options.out, "file to write (standard output otherwise)");
    import->add_option("--source", options.source, "where the table comes from");
    import->add_flag("--skip-bad", options.skip_bad, "leave bad rows out, and say which");
}

}  // namespace

int main(int count, char** words) {
    CommandLine line;
    line.app.require_subcommand(1);
    line.app.set_version_flag("--version", "clarion " CLARION_VERSION);
    deploy::ServeOptions serving;
    deploy::DemoOptions demo;
    deploy::BenchOptions benching;
    std::filesystem::path signer_data;
    std::string signer_origin = "localhost";
    bool signer_is_child = false;
    add_serving(line, serving);
    deploy::add_workflow_commands(line.app, line.chosen);
    deploy::add_audit_commands(line.app, line.chosen);
    deploy::add_keeping_commands(line.app, line.chosen);
    deploy::ImportOptions importing;
    add_catalogues(line, importing);

    CLI::App* demo_group = line.app.add_subcommand("demo", "a demonstration on this machine");
    demo_group->require_subcommand(1);
    CLI::App* run = line.command(*demo_group, "run", "one request from intake to outcome", [&] {
        return deploy::run_demo(demo);
    });
    run->add_option("--data", demo.data, "data folder (a temporary one otherwise)");
    run->add_option("--export", demo.out, "folder for the exported log");
    run->add_flag("--json", demo.as_json, "JSON lines");

    CLI::App* bench = line.command(line.app, "bench", "measure this machine", [&] {
        return deploy::bench(benching);
    });
    bench->add_option("--over", benching.over, "core, store, https or reads")
        ->required()
        ->check(CLI::IsMember({"core", "store", "https", "reads"}));
    bench->add_option("--connections", benching.connections, "clients at once")
        ->check(CLI::Range(1, 256));
    bench->add_option("--seconds", benching.seconds, "how long each part runs")
        ->check(CLI::Range(1, 600));
    bench->add_flag("--json", benching.as_json, "only the JSON line");

    CLI::App* signer =
        line.command(line.app, "signer", "sign checkpoints, as its own process", [&] {
            return deploy::run_signer_process(signer_data, signer_origin, signer_is_child);
        });
    signer->add_option("--data", signer_data, "data folder of the server")->required();
    signer->add_option("--origin-host", signer_origin, "host part of the log's origin");
    signer->add_flag("--ends-with-server", signer_is_child, "end when the server hangs up");

    try {
        line.app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        const bool asked_for_help = error.get_exit_code() == 0;
        const auto unknown = line.app.remaining(true);
        if (asked_for_help || unknown.empty()) {
            line.app.exit(error, std::cout, std::cerr);
        } else {
            std::cerr << "clarion: there is no command `" << unknown.front()
                      << "`\nRun with --help for more information.\n";
        }
        return static_cast<int>(asked_for_help ? ExitCode::good : ExitCode::usage);
    }
    return static_cast<int>(guarded([&line] {
        clarion::system::keep_memory_private();
        return line.chosen();
    }));
}
