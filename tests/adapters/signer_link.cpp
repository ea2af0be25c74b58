// Server and signer over a real socket.
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <mutex>
#include <sstream>

#include "adapters/signer/durable_file.hpp"
#include "adapters/signer/signer.hpp"
#include "adapters/signer/signer_link.hpp"
#include "tests/adapters/signer_log.hpp"

namespace core = clarion::core;
namespace ports = clarion::ports;
namespace runtime = clarion::runtime;
using namespace clarion::signer;
using namespace clarion::test;
using namespace std::chrono_literals;

namespace {

class LineLog final : public ports::Log {
public:
    void write(
        ports::LogLevel, std::string_view event, std::initializer_list<ports::LogField> fields
    ) override {
        const std::lock_guard lock(mutex_);
        lines_ += event;
        for (const auto& [name, value] : fields) {
            if (name == "reason") lines_ += ": " + value;
        }
        lines_ += '\n';
    }
    [[nodiscard]] bool says(std::string_view text) const {
        const std::lock_guard lock(mutex_);
        return lines_.find(text) != std::string::npos;
    }

private:
    mutable std::mutex mutex_;
    std::string lines_;
};

void wait_until(const std::function<bool()>& claim) {
    const auto until = std::chrono::steady_clock::now() + 60s;
    bool holds = claim();
    while (!holds && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
        holds = claim();
    }
    REQUIRE(holds);
}

// A server with its link, and a signer beside it; each can be stopped and started again.
struct Pair {
    TemporaryFolder home;
    QueueOverLog queue;
    LineLog log;
    std::optional<SignerLink> link;
    std::optional<std::jthread> server;
    std::optional<std::jthread> signer;
    std::atomic<bool> signer_ended = false;
    SignerEnd signer_end = SignerEnd::stopped;
    mutable std::mutex told_lock;
    SignerStanding told;

    ~Pair() {
        server.reset();
        signer.reset();
    }
    void start_server(bool signer_is_coming = false) {
        link.emplace(
            SignerLinkSettings{
                .socket_path = home / "socket",
                .verifier_key_path = home / "log.vkey",
                .signer_is_coming = signer_is_coming,
                .tick = 20ms,
                .tell =
                    [this](const SignerStanding& now) {
                        const std::scoped_lock hold(told_lock);
                        told = now;
                    }},
            queue,
            log
        );
        server.emplace([this](const std::stop_token& stop) { link->serve(stop); });
    }
    void stop_server() { server.reset(); }
    void start_signer(std::string_view folder = "signer") {
        signer_ended = false;
        SignerSettings settings{
            .socket_path = home / "socket", .folder = home / folder, .origin = kOrigin};
        settings.between_min = 1ms;
        signer.emplace([this, settings](const std::stop_token& stop) {
            signer_end = run_signer(settings, log, stop);
            signer_ended = true;
        });
    }
    void stop_signer() { signer.reset(); }
    void signed_now() {
        const auto ticket = link->request_checkpoint();
        wait_until([&] { return link->is_done(ticket); });
    }
    // The newest checkpoint, believed because it verifies with the key that the server keeps.
    [[nodiscard]] core::Checkpoint newest() const {
        const auto text = read_if_there(home / "log.vkey").value();
        const auto key =
            core::parse_verifier_key(openssl_sha256(), text.substr(0, text.size() - 1));
        const auto kept = queue.checkpoints();
        REQUIRE_FALSE(kept.empty());
        const auto opened =
            core::open_checkpoint(kept.back().second, std::array{key.value()}, verify_ed25519);
        REQUIRE(opened.has_value());
        CHECK(opened->size == kept.back().first);
        return *opened;
    }
    [[nodiscard]] SignerStanding standing() const {
        const std::scoped_lock hold(told_lock);
        return told;
    }
    void check_signed(std::uint64_t size) const {
        CHECK(newest().size == size);
        CHECK(newest().root == root_of(queue.entries(), size));
        CHECK(newest().origin == kOrigin);
    }
};

}  // namespace

TEST_CASE("signer: a checkpoint asked for covers all entries, and its root is of their bytes") {
    Pair pair;
    pair.queue.append(3000);
    pair.start_server();
    pair.start_signer();

    pair.signed_now();
    pair.check_signed(3000);
    pair.queue.append(1);
    pair.signed_now();
    pair.check_signed(3001);
    CHECK(pair.standing().is_connected);
    CHECK(pair.standing().entries == 3001);
    CHECK(pair.standing().signed_size == 3001);
    // Nothing new: done at once, and nothing is signed twice.
    const auto before = pair.queue.checkpoints().size();
    pair.signed_now();
    CHECK(pair.queue.checkpoints().size() == before);
    pair.stop_signer();
    wait_until([&] { return !pair.standing().is_connected; });
    CHECK_FALSE(pair.standing().is_refused);
}

TEST_CASE("signer: 256 entries are signed without being asked for") {
    Pair pair;
    pair.start_server();
    pair.start_signer();
    pair.queue.append(255);
    pair.signed_now();
    pair.queue.append(256);
    wait_until([&] { return pair.link->signed_size() == 511; });
    pair.check_signed(511);
}

TEST_CASE("signer: the server's stop brings a last checkpoint") {
    Pair pair;
    pair.start_server();
    pair.start_signer();
    pair.queue.append(5);
    pair.signed_now();
    pair.queue.append(7);
    pair.stop_server();
    pair.check_signed(12);
}

TEST_CASE("signer: one that is on its way when the server stops brings a last checkpoint too") {
    Pair pair;
    pair.queue.append(3);
    pair.start_server(true);
    pair.server->request_stop();

    pair.start_signer();
    pair.stop_server();

    pair.check_signed(3);
}

TEST_CASE("signer: its own stop brings a last signature, and a new start goes on from it") {
    Pair pair;
    pair.start_server();
    pair.start_signer();
    pair.queue.append(5);
    pair.signed_now();
    pair.stop_signer();
    CHECK(pair.signer_end == SignerEnd::stopped);

    pair.queue.append(400);
    pair.start_signer();
    pair.signed_now();
    pair.check_signed(405);
}

TEST_CASE("signer: finds the server again after it was away") {
    Pair pair;
    pair.start_signer();
    pair.queue.append(5);
    pair.start_server();
    pair.signed_now();
    pair.stop_server();
    pair.queue.append(5);
    pair.start_server();
    pair.signed_now();
    pair.check_signed(10);
}

TEST_CASE("signer: a note that the store could not take is offered again") {
    Pair pair;
    pair.start_server();
    pair.start_signer();
    pair.queue.append(5);
    pair.queue.refuse_next_checkpoints(3);
    pair.signed_now();
    pair.check_signed(5);
}

TEST_CASE("signer: a note that the server lost with its last transactions comes back") {
    Pair pair;
    pair.start_server();
    pair.start_signer();
    pair.queue.append(5);
    // The engine never has the note while the server runs.
    pair.queue.refuse_next_checkpoints(1 << 30);
    pair.link->request_checkpoint();
    wait_until([&] { return std::filesystem::exists(pair.home / "signer/state"); });
    pair.stop_signer();
    pair.stop_server();
    CHECK(pair.queue.checkpoints().empty());

    pair.queue.refuse_next_checkpoints(0);
    pair.start_server();
    pair.start_signer();
    wait_until([&] { return pair.link->signed_size() == 5; });
    pair.check_signed(5);
}

TEST_CASE("signer: stops when the log was cut, changed, or replaced by an old backup") {
    Pair pair;
    pair.queue.append(600);
    pair.start_server();
    pair.start_signer();
    pair.signed_now();
    pair.stop_signer();
    pair.stop_server();
    const auto kept = pair.queue.checkpoints().size();

    std::string reason;
    SUBCASE("cut") {
        pair.queue.change([](auto& entries) { entries.resize(599); });
        reason = "signer_refused: the log ends at 599 entries, but 600 were signed";
    }
    SUBCASE("changed") {
        pair.queue.change([](auto& entries) { entries[17] = entry_bytes(17, "duty"); });
        reason = "signer_refused: the log is not the one that was signed at 600 entries";
    }
    SUBCASE("an old backup that grew anew") {
        pair.queue.change([](auto& entries) {
            for (std::size_t at = 590; at < 600; ++at)
                entries[at] = entry_bytes(at, "duty");
            for (std::size_t at = 600; at < 700; ++at)
                entries.push_back(entry_bytes(at));
        });
        reason = "signer_refused: the log is not the one that was signed at 600 entries";
    }
    SUBCASE("an entry that is none") {
        pair.queue.change([](auto& entries) { entries.push_back("{}"); });
        reason = "signer_refused: entry 600 has no member `cls`";
    }
    pair.start_server();
    pair.start_signer();
    wait_until([&] { return pair.signer_ended.load(); });
    CHECK(pair.signer_end == SignerEnd::refused);
    CHECK(pair.log.says(reason));
    wait_until([&] { return !pair.standing().is_connected; });
    CHECK(pair.standing().is_refused);
    CHECK(pair.standing().signed_size <= 600);
    pair.stop_server();
    for (std::size_t at = kept; at < pair.queue.checkpoints().size(); ++at) {
        CHECK(pair.queue.checkpoints()[at].first == 600);  // the old one, which still stands
    }
}

TEST_CASE("signer: one that the server started ends with it, and when it never comes") {
    const TemporaryFolder home;
    LineLog log;
    QueueOverLog queue;
    SignerSettings settings{
        .socket_path = home / "socket", .folder = home / "signer", .origin = kOrigin};
    settings.ends_with_server = true;
    settings.server_comes_max = 0ms;
    CHECK(run_signer(settings, log, {}) == SignerEnd::stopped);

    settings.server_comes_max = 60s;
    SignerLink link(
        {.socket_path = home / "socket", .verifier_key_path = home / "log.vkey"}, queue, log
    );
    std::jthread server([&](const std::stop_token& stop) { link.serve(stop); });
    std::optional<SignerEnd> end;
    std::jthread signer([&](const std::stop_token& stop) { end = run_signer(settings, log, stop); }
    );
    queue.append(3);
    const auto ticket = link.request_checkpoint();
    wait_until([&] { return link.is_done(ticket); });
    server.request_stop();
    signer.join();
    CHECK(end == SignerEnd::stopped);
}

TEST_CASE("signer: another key is not let in") {
    Pair pair;
    pair.queue.append(5);
    pair.start_server();
    pair.start_signer();
    pair.signed_now();
    pair.stop_signer();

    pair.start_signer("another");
    wait_until([&] { return pair.signer_ended.load(); });
    CHECK(pair.signer_end == SignerEnd::refused);
    CHECK(pair.log.says("signer_has_another_key"));
    CHECK(pair.log.says("the server refuses this signer: this log is signed with another key"));
}

TEST_CASE("link: the socket is the owner's alone, and noise on it does no harm") {
    Pair pair;
    pair.queue.append(5);
    pair.start_server();
    const std::string path = pair.home / "socket";
    wait_until([&] { return std::filesystem::exists(path); });
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);

    for (const std::string& noise : std::vector<std::string>{
             "",
             "GET / HTTP/1.1\r\n\r\n",
             std::string("\0\0\0\0", 4),
             std::string("\0\0\0\2Hx", 6),
             std::string("\0\0\0\1C", 5),
             std::string("\xFF\xFF\xFF\xFFH", 5)}) {
        const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        wait_until([&] {
            const auto* generic = reinterpret_cast<const sockaddr*>(&address);
            return ::connect(socket.number(), generic, sizeof address) == 0;
        });
        REQUIRE(::send(socket.number(), noise.data(), noise.size(), MSG_NOSIGNAL) >= 0);
    }
    pair.start_signer();
    pair.signed_now();
    pair.check_signed(5);
}
