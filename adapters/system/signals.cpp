#include "adapters/system/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace clarion::system {

namespace {

int checked(int descriptor) {
    if (descriptor >= 0) return descriptor;
    throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
}

}  // namespace

Signals::Signals(std::function<void()> on_stop, std::function<void()> on_reload) {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (on_reload) sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = checked(::signalfd(-1, &set, SFD_CLOEXEC));
    wake_ = checked(::eventfd(0, EFD_CLOEXEC));
    thread_ = std::jthread([this, on_stop = std::move(on_stop), on_reload = std::move(on_reload)] {
        run(on_stop, on_reload);
    });
}

Signals::~Signals() {
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof one) == sizeof one) thread_.join();
    ::close(signals_);
    ::close(wake_);
}

void Signals::run(const std::function<void()>& on_stop, const std::function<void()>& on_reload)
    const {
    std::array<pollfd, 2> waited{pollfd{signals_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
    while ((waited[1].revents & POLLIN) == 0) {
        if (::poll(waited.data(), waited.size(), -1) < 0) continue;
        if ((waited[0].revents & POLLIN) == 0) continue;
        signalfd_siginfo info{};
        if (::read(signals_, &info, sizeof info) != sizeof info) continue;
        info.ssi_signo == SIGHUP ? on_reload() : on_stop();
    }
}

}  // namespace clarion::system
