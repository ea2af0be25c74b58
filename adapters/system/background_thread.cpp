#include "adapters/system/background_thread.hpp"

#include "adapters/system/fatal.hpp"

namespace clarion::system {

BackgroundThread::BackgroundThread(
    ports::Log& log, std::string name, std::function<void(std::stop_token)> work
)
    : thread_([&log, name = std::move(name), work = std::move(work)](std::stop_token stop) {
          run_or_end_program(log, name, [&] { work(stop); });
      }) {}

void BackgroundThread::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace clarion::system
