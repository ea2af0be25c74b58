// The signer killed without warning, again and again: what it signed stays one history.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <sstream>

#include "adapters/signer/durable_file.hpp"
#include "adapters/signer/signer.hpp"
#include "adapters/signer/signer_link.hpp"
#include "tests/adapters/signer_log.hpp"

namespace core = clarion::core;
namespace ports = clarion::ports;
using namespace clarion::signer;
using namespace clarion::test;
using namespace std::chrono_literals;

namespace {

class SilentLog final : public ports::Log {
public:
    void write(ports::LogLevel, std::string_view, std::initializer_list<ports::LogField>) override {
    }
};

// The signer as a process that can be killed. Ends with 0 when it stopped, with 7 when it refused.
class SignerChild {
public:
    explicit SignerChild(const SignerSettings& settings) : process_(::fork()) {
        if (process_ != 0) return;
        SilentLog log;
        ::_exit(run_signer(settings, log, {}) == SignerEnd::stopped ? 0 : 7);
    }
    // The exit code, or the signal as a negative number.
    int kill_and_wait() {
        ::kill(process_, SIGKILL);
        int status = 0;
        ::waitpid(process_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    pid_t process_;
};

}  // namespace

TEST_CASE("signer: killed at any moment, it never forgets what it signed, and forks nothing") {
    constexpr int kRounds = 30;
    const TemporaryFolder home;
    QueueOverLog queue;
    SilentLog log;
    SignerLinkSettings link_settings{
        .socket_path = home / "socket", .verifier_key_path = home / "log.vkey"};
    link_settings.tick = 1ms;
    SignerLink link(link_settings, queue, log);
    std::jthread server([&link](const std::stop_token& stop) { link.serve(stop); });
    SignerSettings settings{
        .socket_path = home / "socket", .folder = home / "signer", .origin = kOrigin};
    settings.between_min = 0ms;
    settings.unsigned_entries_max = 1;  // signs all the time
    std::mt19937_64 random(4711);
    const auto until = std::chrono::steady_clock::now() + 60s;

    for (int round = 0; round < kRounds; ++round) {
        SignerChild child(settings);
        const std::size_t kept_before = queue.checkpoints().size();
        const std::size_t wanted = kept_before + 1 + random() % 4;
        for (std::size_t kept = kept_before, seen = kept + 1;
             kept < wanted && std::chrono::steady_clock::now() < until;
             kept = queue.checkpoints().size()) {
            // Each note that comes is followed by entries that want another one.
            if (std::exchange(seen, kept) != kept) queue.append(1 + random() % 40);
            std::this_thread::yield();
        }
        REQUIRE(child.kill_and_wait() == -SIGKILL);
        REQUIRE(queue.checkpoints().size() >= wanted);
    }
    server.request_stop();
    server.join();

    const auto text = read_if_there(home / "log.vkey").value();
    const auto key = core::parse_verifier_key(openssl_sha256(), text.substr(0, text.size() - 1));
    const auto entries = queue.entries();
    std::uint64_t size_before = 0;
    for (const auto& [size, note] : queue.checkpoints()) {
        const auto opened = core::open_checkpoint(note, std::array{key.value()}, verify_ed25519);
        REQUIRE(opened.has_value());
        CHECK(opened->size >= size_before);
        CHECK(opened->root == root_of(entries, size));
        size_before = size;
    }
    CHECK(size_before > 0);
}
