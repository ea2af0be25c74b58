// PostgresServer: a real server in a folder of its own, reached by a Unix socket, gone with the
// test.
//
// Ownership: the folder and the process; the process also ends when the test program does.
// Failure:   throws std::runtime_error with what the server logged.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace clarion::test {

class PostgresServer {
public:
    // Makes an empty one and starts it with these settings, such as "fsync=off".
    explicit PostgresServer(const std::vector<std::string>& settings = {});
    // A standby that follows `primary`, which has to run, under this name; by a relay to it where
    // its socket's folder is given.
    PostgresServer(
        const PostgresServer& primary, const std::string& name, const std::string& relay = {}
    );
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // As libpq reads it, for a user without any right but to its own tables. `schema`: where those
    // lie.
    [[nodiscard]] std::string connection(const std::string& schema = "public") const;
    [[nodiscard]] std::string socket_folder() const { return folder_ / "socket"; }

    void start(const std::vector<std::string>& settings = {});
    void stop();  // in good order
    // Ends it as loss of power would, but for what the system still writes.
    void kill();
    // It is there and does not answer, until it is killed.
    void freeze() const;
    // A standby becomes the primary.
    void promote() const;
    // What psql would print; several statements are allowed.
    std::string run(const std::string& sql) const;

private:
    // To it and to all of its children.
    void signal_all(int number) const;
    // Of the user who may do everything.
    [[nodiscard]] std::string master_connection(const std::string& relay = {}) const;
    [[nodiscard]] std::string log() const;
    [[nodiscard]] bool answers() const;

    std::filesystem::path folder_;
    pid_t process_ = -1;
};

// Runs a program as the server's user when this one is root, which no server would run as.
[[nodiscard]] pid_t start_as_server_user(
    const std::vector<std::string>& words, const std::string& log_file
);
// The same to its end. Throws std::runtime_error with what it said when that is not a good one.
void run_as_server_user(const std::vector<std::string>& words, const std::string& log_file);
[[nodiscard]] std::string server_program(const std::string& name);

}  // namespace clarion::test
