// Server: the real program as a child, on free loopback ports, killed without warning.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace clarion::test {

// Runs the program to its end. Its exit code, or 128 and more after a signal.
[[nodiscard]] int run_program(const std::vector<std::string>& words, const std::string& log);

class Server {
public:
    // Starts `clarion serve --demo` and waits until it is ready. Throws when it does not get there.
    Server(
        const std::string& program,
        const std::string& data,
        const std::string& log,
        const std::vector<std::string>& more_words = {}
    );
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void kill();               // SIGKILL
    [[nodiscard]] int stop();  // SIGTERM; the exit code
    void signal(int number) const;

    [[nodiscard]] const std::string& public_url() const { return public_url_; }
    [[nodiscard]] const std::string& staff_url() const { return staff_url_; }

private:
    void read_ready_line(int descriptor);
    [[nodiscard]] int wait();

    pid_t process_ = -1;
    std::string public_url_;
    std::string staff_url_;
};

}  // namespace clarion::test
