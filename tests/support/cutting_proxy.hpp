// CuttingProxy: stands between a node and its server, and cuts the way around a COMMIT.
//
// Ownership: a socket in a folder of its own, and one thread.
// Limits:    one connection at a time.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

namespace clarion::test {

enum class Cut {
    none,
    before_commit,  // the server never sees it
    after_commit,   // it took place; its answer is lost
    silence,        // it took place; nothing comes back, and nobody hangs up
};

class CuttingProxy {
public:
    // To the server whose socket lies in that folder.
    explicit CuttingProxy(const std::string& socket_folder);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    [[nodiscard]] const std::string& socket_folder() const { return folder_; }
    // The next COMMIT is cut so, once.
    void cut_next(Cut cut) { cut_ = cut; }

private:
    void serve(const std::stop_token& stop);
    void pass_on(int client, int server, const std::stop_token& stop);

    std::string server_;
    std::string folder_;
    int listener_ = -1;
    std::atomic<Cut> cut_ = Cut::none;
    std::jthread thread_;
};

}  // namespace clarion::test
