// ChildServer: a server of one's own, as a process, for the demonstration and the benchmark.
//
// Failure: throws CommandFailed with the server's reason when it does not get ready.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace clarion::deploy {

class ChildServer {
public:
    // `serve --demo` on free loopback ports over this data folder; returns when it is ready.
    explicit ChildServer(const std::filesystem::path& data);
    ~ChildServer();
    ChildServer(const ChildServer&) = delete;
    ChildServer& operator=(const ChildServer&) = delete;

    // Asks it to stop and waits; the last checkpoint is signed by then. True when it ended well.
    bool stop();

    [[nodiscard]] const std::string& public_url() const { return public_url_; }
    [[nodiscard]] const std::string& staff_url() const { return staff_url_; }
    [[nodiscard]] const std::string& admin_url() const { return admin_url_; }
    [[nodiscard]] std::string certificate_file() const;
    [[nodiscard]] pid_t process() const { return process_; }

private:
    void read_ready_line(int descriptor);

    std::filesystem::path data_;
    pid_t process_ = -1;
    std::string public_url_;
    std::string staff_url_;
    std::string admin_url_;
};

// A new folder for a short while; gone with its object unless kept.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace clarion::deploy
