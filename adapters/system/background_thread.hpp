// BackgroundThread: runs one blocking function, such as the signer's link, until it is told to
// stop.
//
// Threads: starts one of its own. Destruction asks it to stop and waits for it.
// Failure: an exception that leaves the function ends the program with a clear line.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

#include "engine/ports/world.hpp"

namespace clarion::system {

class BackgroundThread {
public:
    BackgroundThread(ports::Log& log, std::string name, std::function<void(std::stop_token)> work);
    void stop();

private:
    std::jthread thread_;
};

}  // namespace clarion::system
