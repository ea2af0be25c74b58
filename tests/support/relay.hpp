// Relay: the network between two servers. It passes on what comes, until it is parted: then nothing
// arrives any more on either side, nobody hangs up, and nothing is lost when it is mended.
//
// Ownership: a socket in a folder of its own, and threads.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace clarion::test {

class Relay {
public:
    // To the server whose socket lies in that folder.
    explicit Relay(std::string socket_folder);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    [[nodiscard]] const std::string& socket_folder() const { return folder_; }
    void part() { is_parted_ = true; }
    void mend() { is_parted_ = false; }

private:
    // Two threads, one for each way.
    struct Line {
        int client = -1;
        int server = -1;
        std::jthread there;
        std::jthread back;
    };

    void serve(const std::stop_token& stop);
    void take_in(int client);
    void pass_on(const std::stop_token& stop, int from, int to) const;

    std::string server_;
    std::string folder_;
    int listener_ = -1;
    std::vector<std::unique_ptr<Line>> lines_;
    std::atomic<bool> is_parted_ = false;
    std::jthread thread_;
};

}  // namespace clarion::test
