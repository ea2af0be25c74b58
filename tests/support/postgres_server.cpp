#include "tests/support/postgres_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace clarion::test {

namespace fs = std::filesystem;

namespace {

constexpr auto kPatience = std::chrono::seconds(30);

const passwd* server_user() {
    const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : ::getpwuid(::getuid());
    if (user == nullptr) throw std::runtime_error("no user to run a server as");
    return user;
}

fs::path make_folder() {
    std::string name = fs::temp_directory_path() / "clarion-postgres-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    fs::create_directory(fs::path(name) / "socket");
    for (const fs::path& path : {fs::path(name), fs::path(name) / "socket"}) {
        if (::chown(path.c_str(), server_user()->pw_uid, server_user()->pw_gid) != 0)
            throw std::runtime_error("the folder cannot be given to the server's user");
    }
    return name;
}

}  // namespace

std::string server_program(const std::string& name) {
    std::vector<fs::path> found;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql"))
        found.push_back(version.path() / "bin" / name);
    if (found.empty()) throw std::runtime_error("PostgreSQL is not installed");
    return *std::max_element(found.begin(), found.end());
}

pid_t start_as_server_user(const std::vector<std::string>& words, const std::string& log_file) {
    const passwd* user = server_user();
    const pid_t process = ::fork();
    if (process != 0) return process;
    const int log = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    if (::getuid() == 0) {
        const bool changed = ::initgroups(user->pw_name, user->pw_gid) == 0 &&
                             ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0;
        if (!changed) ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // at once; nobody needs what it holds
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (::chdir("/") != 0) ::_exit(126);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

void run_as_server_user(const std::vector<std::string>& words, const std::string& log_file) {
    const pid_t process = start_as_server_user(words, log_file);
    int status = 0;
    ::waitpid(process, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    std::ostringstream said;
    said << std::ifstream(log_file).rdbuf();
    throw std::runtime_error(words.front() + " failed: " + said.str());
}

PostgresServer::PostgresServer(const std::vector<std::string>& settings) : folder_(make_folder()) {
    run_as_server_user(
        {server_program("initdb"),
         "--pgdata=" + (folder_ / "data").string(),
         "--username=clarion",
         "--auth=trust",
         "--encoding=UTF8",
         "--locale=C",
         "--data-checksums",
         "--no-sync"},
        folder_ / "log"
    );
    start(settings);
    run("CREATE ROLE node LOGIN; GRANT ALL ON SCHEMA public TO node");
}

PostgresServer::PostgresServer(
    const PostgresServer& primary, const std::string& name, const std::string& relay
)
    : folder_(make_folder()) {
    run_as_server_user(
        {server_program("pg_basebackup"),
         "--pgdata=" + (folder_ / "data").string(),
         "--checkpoint=fast",
         "--write-recovery-conf",
         "--no-sync",
         "--dbname=" + primary.master_connection(relay) + " application_name=" + name},
        folder_ / "log"
    );
    start();
}

PostgresServer::~PostgresServer() {
    kill();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string PostgresServer::connection(const std::string& schema) const {
    return "host=" + socket_folder() +
           " port=5432 user=node dbname=postgres options='-csearch_path=" + schema + "'";
}

std::string PostgresServer::master_connection(const std::string& relay) const {
    return "host=" + (relay.empty() ? socket_folder() : relay) +
           " port=5432 user=clarion dbname=postgres";
}

void PostgresServer::start(const std::vector<std::string>& settings) {
    std::vector<std::string> words{
        server_program("postgres"),
        "-D",
        folder_ / "data",
        "-k",
        socket_folder(),
        "-c",
        "listen_addresses=",
        "-c",
        "shared_buffers=32MB",
        "-c",
        "max_connections=40"};
    for (const std::string& setting : settings) {
        words.emplace_back("-c");
        words.push_back(setting);
    }
    process_ = start_as_server_user(words, folder_ / "log");
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!answers()) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the server does not start: " + log());
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

bool PostgresServer::answers() const {
    return PQping(master_connection().c_str()) == PQPING_OK;
}

void PostgresServer::stop() {
    if (process_ < 0) return;
    ::kill(process_, SIGINT);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
}

void PostgresServer::signal_all(int number) const {
    // Read before the first signal: a server that is dead has no children any more.
    std::ifstream listed(
        "/proc/" + std::to_string(process_) + "/task/" + std::to_string(process_) + "/children"
    );
    const std::vector<pid_t> children{
        std::istream_iterator<pid_t>(listed), std::istream_iterator<pid_t>()};
    ::kill(process_, number);
    for (const pid_t child : children)
        ::kill(child, number);
}

void PostgresServer::freeze() const {
    signal_all(SIGSTOP);
}

void PostgresServer::kill() {
    if (process_ < 0) return;
    signal_all(SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
}

void PostgresServer::promote() const {
    run("SELECT pg_promote(true, 30)");
}

std::string PostgresServer::run(const std::string& sql) const {
    PGconn* connection = PQconnectdb(master_connection().c_str());
    PQclear(PQexec(connection, "SET client_min_messages = warning"));
    PGresult* answer = PQexec(connection, sql.c_str());
    const ExecStatusType status = PQresultStatus(answer);
    const bool is_good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    std::string text = is_good ? "" : PQerrorMessage(connection);
    for (int row = 0; is_good && row < PQntuples(answer); ++row) {
        for (int column = 0; column < PQnfields(answer); ++column)
            text += (column == 0 ? "" : "|") + std::string(PQgetvalue(answer, row, column));
        text += row + 1 < PQntuples(answer) ? "\n" : "";
    }
    PQclear(answer);
    PQfinish(connection);
    if (!is_good) throw std::runtime_error(text);
    return text;
}

std::string PostgresServer::log() const {
    std::ostringstream text;
    text << std::ifstream(folder_ / "log").rdbuf();
    return text.str();
}

}  // namespace clarion::test
