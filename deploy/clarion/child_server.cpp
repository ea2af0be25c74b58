#include "deploy/clarion/child_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <vector>

#include "deploy/clarion/exit_codes.hpp"

extern char** environ;

namespace clarion::deploy {

namespace {

std::string value_after(const std::string& line, const std::string& name) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
        if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
    }
    return {};
}

}  // namespace

ChildServer::ChildServer(const std::filesystem::path& data) : data_(data) {
    std::array<int, 2> pipe_ends{};
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
        throw CommandFailed(ExitCode::unavailable, "no pipe for a server of our own");
    }
    const std::string free_port = "127.0.0.1:0";
    std::vector<std::string> words{
        "clarion",
        "serve",
        "--demo",
        "--public",
        free_port,
        "--staff",
        free_port,
        "--admin",
        free_port,
        "--data",
        data.string()};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    const std::string log = (data.parent_path() / (data.filename().string() + ".log")).string();
    posix_spawn_file_actions_addopen(
        &actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600
    );
    const int trouble =
        ::posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);
    if (trouble != 0)
        throw CommandFailed(ExitCode::unavailable, "a server of our own cannot be started");
    read_ready_line(pipe_ends[0]);
    ::close(pipe_ends[0]);
    if (staff_url_.empty()) {
        stop();
        throw CommandFailed(ExitCode::unavailable, "the server did not get ready; see " + log);
    }
}

void ChildServer::read_ready_line(int descriptor) {
    std::string line;
    char letter = 0;
    while (::read(descriptor, &letter, 1) == 1) {
        if (letter != '\n') {
            line += letter;
            continue;
        }
        if (line.starts_with("ready ")) {
            public_url_ = value_after(line, "public");
            staff_url_ = value_after(line, "staff");
            admin_url_ = value_after(line, "admin");
            return;
        }
        line.clear();
    }
}

ChildServer::~ChildServer() {
    stop();
}

bool ChildServer::stop() {
    if (process_ <= 0) return true;
    ::kill(process_, SIGTERM);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string ChildServer::certificate_file() const {
    return (data_ / "demo-certificate.pem").string();
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "clarion-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw CommandFailed(ExitCode::unavailable, "no temporary folder can be made");
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // what is left behind is a temporary folder
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace clarion::deploy
