// signer: signs checkpoints of the log, as a process of its own.
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stop_token>

#include "adapters/signer/signer.hpp"
#include "adapters/system/json_log.hpp"
#include "adapters/system/signals.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/file_places.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/log_turn.hpp"
#include "deploy/clarion/signer_process.hpp"

extern char** environ;

namespace clarion::deploy {

ExitCode run_signer_process(
    const std::filesystem::path& data, const std::string& origin_host, bool ends_with_server
) {
    const auto stop = std::make_unique<std::stop_source>();
    const system::Signals signals([&stop] { stop->request_stop(); });
    system::JsonLog log(ports::LogLevel::warning);
    const DataFolder folder{data};
    follow_turn(folder, log_origin_of(folder, origin_host));
    // The first time: behind the fence it could not be made.
    if (!std::filesystem::exists(folder.signer())) ::mkdir(folder.signer().c_str(), S_IRWXU);
    fence_in_signer(folder, log);
    const signer::SignerSettings settings{
        .socket_path = folder.signer_socket(),
        .folder = folder.signer(),
        .origin = log_origin_of(folder, origin_host),
        .ends_with_server = ends_with_server,
    };
    const auto end = signer::run_signer(settings, log, stop->get_token());
    return end == signer::SignerEnd::stopped ? ExitCode::good : ExitCode::integrity_broken;
}

SignerProcess::SignerProcess(const std::filesystem::path& data, const std::string& origin_host) {
    std::string program = "clarion";
    std::string command = "signer";
    std::string data_option = "--data";
    std::string data_value = data.string();
    std::string host_option = "--origin-host";
    std::string host_value = origin_host;
    std::string child_flag = "--ends-with-server";
    std::array<char*, 8> words{
        program.data(),
        command.data(),
        data_option.data(),
        data_value.data(),
        host_option.data(),
        host_value.data(),
        child_flag.data(),
        nullptr};
    // A terminal's Ctrl-C goes to the whole group; the signer must outlive the server's last
    // entries.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    // Nothing that is open here is the signer's: a listener it held would outlive a killed server,
    // and take callers in that nobody answers.
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    const int trouble =
        ::posix_spawn(&process_, "/proc/self/exe", &actions, &attributes, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (trouble != 0) throw CommandFailed(ExitCode::unavailable, "the signer cannot be started");
}

SignerProcess::~SignerProcess() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);  // it would look for a server for a minute yet
    ::waitpid(process_, nullptr, 0);
}

}  // namespace clarion::deploy
