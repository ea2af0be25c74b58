// An export asks the running service, and gets what the store itself would give.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "adapters/signer/export_link.hpp"
#include "adapters/signer/link_socket.hpp"
#include "adapters/signer/log_export.hpp"
#include "tests/adapters/signer_log.hpp"

namespace ports = clarion::ports;
namespace runtime = clarion::runtime;
using namespace clarion::signer;
using namespace clarion::test;

namespace {

class NoLog final : public ports::Log {
public:
    void write(ports::LogLevel, std::string_view, std::initializer_list<ports::LogField>) override {
    }
};

struct Service {
    TemporaryFolder home;
    QueueOverLog queue;
    NoLog log;
    ExportLink link{home / "export.sock", queue, log};
    std::jthread thread{[this](const std::stop_token& stop) { link.serve(stop); }};

    RemoteLog connected() {
        for (;;) {
            if (auto remote = RemoteLog::connect(home / "export.sock")) return *std::move(remote);
            std::this_thread::yield();
        }
    }
    void sign(const std::vector<std::uint64_t>& sizes) {
        for (const auto& [size, note] : signed_source(queue.entries(), sizes).checkpoints) {
            queue.offer({{}, runtime::KeepCheckpoint{size, note}, [](const runtime::Answer&) {}});
        }
    }
};

}  // namespace

TEST_CASE("export link: entries and checkpoints come as they are stored, page by page") {
    Service service;
    service.queue.append(3000);
    service.sign({1, 2, 256, 3000});
    RemoteLog remote = service.connected();

    std::vector<std::string> entries;
    while (entries.size() < 3000) {
        for (const auto& entry : remote.entries(entries.size(), 256)) {
            REQUIRE(entry.seq == entries.size());
            entries.push_back(entry.bytes);
        }
    }

    CHECK(entries == service.queue.entries());
    CHECK(remote.entries(3000, 256).empty());
    CHECK(remote.checkpoints().size() == 4);
    CHECK(remote.checkpoints() == service.queue.checkpoints());
}

TEST_CASE("export link: only the service's own user may ask, and the socket goes with it") {
    TemporaryFolder home;
    {
        QueueOverLog queue;
        NoLog log;
        ExportLink link(home / "export.sock", queue, log);
        const std::jthread thread([&link](const std::stop_token& stop) { link.serve(stop); });
        while (!RemoteLog::connect(home / "export.sock"))
            std::this_thread::yield();
        struct stat found {};
        REQUIRE(::stat((home / "export.sock").c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == 0600U);
    }
    CHECK_FALSE(std::filesystem::exists(home / "export.sock"));
    CHECK_FALSE(RemoteLog::connect(home / "export.sock").has_value());
}

TEST_CASE("export link: one who asks nonsense is let go, and the next is served") {
    Service service;
    service.queue.append(1);
    (void)service.connected();
    {
        Connection rude(connect_socket(service.home / "export.sock"));
        rude.send(FrameKind::sign, "");
        WakeSignal never;
        CHECK_THROWS_AS((void)rude.wait_for_frame(never, std::chrono::seconds(60)), PeerGone);
    }
    CHECK(service.connected().entries(0, 10).size() == 1);
}
