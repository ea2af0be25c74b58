#include "tests/crash/kill_loop/server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace clarion::test {

namespace {

constexpr int kReadyTimeoutMs = 60'000;

pid_t start(const std::vector<std::string>& words, int output, const std::string& log) {
    std::vector<std::string> copies = words;
    std::vector<char*> arguments;
    for (std::string& word : copies)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const int flags = O_WRONLY | O_CREAT | O_APPEND;
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), flags, 0600);
    if (output < 0) {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), flags, 0600);
    } else {
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    }
    pid_t process = -1;
    const int trouble =
        ::posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (trouble != 0) throw std::runtime_error("cannot start " + words[0]);
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string value_after(const std::string& line, const std::string& name) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
        if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
    }
    return {};
}

}  // namespace

int run_program(const std::vector<std::string>& words, const std::string& log) {
    return wait_for(start(words, -1, log));
}

Server::Server(
    const std::string& program,
    const std::string& data,
    const std::string& log,
    const std::vector<std::string>& more_words
) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const std::string any = "127.0.0.1:0";
    std::vector<std::string> words{
        program,
        "serve",
        "--demo",
        "--public",
        any,
        "--staff",
        any,
        "--admin",
        any,
        "--data",
        data};
    words.insert(words.end(), more_words.begin(), more_words.end());
    process_ = start(words, ends[1], log);
    ::close(ends[1]);
    read_ready_line(ends[0]);
    ::close(ends[0]);
    if (!staff_url_.empty()) return;
    kill();
    throw std::runtime_error("the server did not get ready; see " + log);
}

Server::~Server() {
    kill();
}

void Server::read_ready_line(int descriptor) {
    std::string line;
    pollfd ready{descriptor, POLLIN, 0};
    char letter = 0;
    while (::poll(&ready, 1, kReadyTimeoutMs) > 0 && ::read(descriptor, &letter, 1) == 1) {
        if (letter != '\n') {
            line += letter;
            continue;
        }
        if (line.starts_with("ready ")) {
            public_url_ = value_after(line, "public");
            staff_url_ = value_after(line, "staff");
            return;
        }
        line.clear();
    }
}

int Server::wait() {
    const int code = wait_for(process_);
    process_ = -1;
    return code;
}

void Server::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    (void)wait();
}

void Server::signal(int number) const {
    ::kill(process_, number);
}

int Server::stop() {
    ::kill(process_, SIGTERM);
    return wait();
}

}  // namespace clarion::test
