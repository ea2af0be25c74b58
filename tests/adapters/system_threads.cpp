// The engine thread, the delivery thread, signals and the end of the program.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <semaphore>
#include <sstream>

#include "adapters/system/background_thread.hpp"
#include "adapters/system/delivery_thread.hpp"
#include "adapters/system/engine_thread.hpp"
#include "adapters/system/fatal.hpp"
#include "adapters/system/json_log.hpp"
#include "adapters/system/signals.hpp"
#include "adapters/system/system_clock.hpp"
#include "engine/ports/failures.hpp"

namespace core = clarion::core;
namespace ports = clarion::ports;
namespace runtime = clarion::runtime;
using namespace clarion::system;
using namespace std::chrono_literals;

namespace {

// Long enough for any machine; a test that waits so long has failed.
constexpr auto kPatience = 60s;

struct World {
    std::ostringstream out;
    JsonLog log{out, ports::LogLevel::debug};
    SystemClock clock;
};

EngineCalls idle_calls() {
    return {
        .run_batch =
            [](std::span<runtime::Work> batch) {
                for (auto& work : batch)
                    work.answer(runtime::Answered{});
            },
        .do_later = [](int) { return false; },
        .fire_due_timers = [](int) { return false; },
        .take_deliveries = [](int) { return std::vector<runtime::DeliveryJob>(); },
        .next_wake = [] { return std::optional<core::Instant>(); }};
}

DeliveryDoor closed_door() {
    return {.room = [] { return std::size_t{0}; }, .hand_over = [](runtime::DeliveryJob) {}};
}

runtime::Work work_for(std::uint64_t seq, std::function<void(runtime::Answer)> answer) {
    return {.caller = {}, .asked = runtime::ProveAuditEntry{seq}, .answer = std::move(answer)};
}

}  // namespace

TEST_CASE("engine thread: runs what waits as one batch, in order, and never beyond its limit") {
    World world;
    std::vector<std::vector<std::uint64_t>> batches;
    std::binary_semaphore first_runs(0);
    std::binary_semaphore go_on(0);
    auto calls = idle_calls();
    calls.run_batch = [&](std::span<runtime::Work> batch) {
        batches.emplace_back();
        for (auto& work : batch) {
            batches.back().push_back(std::get<runtime::ProveAuditEntry>(work.asked).seq);
        }
        if (batches.size() > 1) return;
        first_runs.release();
        go_on.acquire();
    };
    EngineThread thread(calls, closed_door(), world.clock, world.log, {.batch_max = 3});

    REQUIRE(thread.offer(work_for(0, {})));
    first_runs.acquire();
    for (std::uint64_t seq = 1; seq <= 5; ++seq)
        REQUIRE(thread.offer(work_for(seq, {})));
    go_on.release();
    thread.stop();

    CHECK(batches == std::vector<std::vector<std::uint64_t>>{{0}, {1, 2, 3}, {4, 5}});
}

TEST_CASE("engine thread: a full queue turns work away, and so does a stopped one") {
    World world;
    std::binary_semaphore runs(0);
    std::binary_semaphore go_on(0);
    auto calls = idle_calls();
    bool first = true;
    calls.run_batch = [&](std::span<runtime::Work>) {
        if (!std::exchange(first, false)) return;
        runs.release();
        go_on.acquire();
    };
    EngineThread thread(calls, closed_door(), world.clock, world.log, {.queue_max = 2});

    REQUIRE(thread.offer(work_for(0, {})));
    runs.acquire();
    CHECK(thread.offer(work_for(1, {})));
    CHECK(thread.offer(work_for(2, {})));
    CHECK(thread.waiting() == 2);
    CHECK_FALSE(thread.offer(work_for(3, {})));
    go_on.release();
    thread.stop();
    CHECK(thread.waiting() == 0);
    CHECK_FALSE(thread.offer(work_for(4, {})));
}

TEST_CASE("engine thread: each turn ends with a look around, after its answers were given") {
    World world;
    std::vector<std::string> order;
    std::promise<void> looked;
    auto calls = idle_calls();
    calls.after_turn = [&] {
        if (order.empty() || order.back() == "look") return;  // a turn without work
        order.emplace_back("look");
        looked.set_value();
    };
    EngineThread thread(calls, closed_door(), world.clock, world.log);

    REQUIRE(thread.offer(work_for(0, [&](const runtime::Answer&) { order.emplace_back("answer"); }))
    );
    REQUIRE(looked.get_future().wait_for(kPatience) == std::future_status::ready);
    thread.stop();

    CHECK(order == std::vector<std::string>{"answer", "look"});
}

TEST_CASE("engine thread: timers that are due fire without any work, until none is left") {
    World world;
    std::promise<void> done;
    int fired = 0;
    auto calls = idle_calls();
    calls.next_wake = [&]() -> std::optional<core::Instant> {
        return fired == 0 ? std::optional(world.clock.now()) : std::nullopt;
    };
    calls.fire_due_timers = [&](int) {
        if (++fired == 5) done.set_value();
        return fired < 5;
    };
    EngineThread thread(calls, closed_door(), world.clock, world.log);
    CHECK(done.get_future().wait_for(kPatience) == std::future_status::ready);
}

TEST_CASE("delivery: an effect goes out and its outcome comes back as work, until it is kept") {
    World world;
    std::promise<std::vector<std::uint64_t>> finished;
    std::vector<std::uint64_t> reported;
    int deliveries_taken = 0;
    auto calls = idle_calls();
    calls.take_deliveries = [&](int) {
        std::vector<runtime::DeliveryJob> jobs;
        if (deliveries_taken++ == 0) {
            jobs.push_back({.outbox_id = 7, .message = {}, .question = {}});
            jobs.push_back({.outbox_id = 8, .message = {}, .question = {}});
        }
        return jobs;
    };
    calls.run_batch = [&](std::span<runtime::Work> batch) {
        for (auto& work : batch) {
            const auto& result = std::get<runtime::DeliveryResult>(work.asked);
            const bool first_time = reported.empty();
            reported.push_back(result.outbox_id);
            CHECK(result.delivery.reason == (result.outbox_id == 7 ? "adapter_failed" : ""));
            // The store is away for the first one.
            if (first_time) {
                work.answer(runtime::Unavailable{});
            } else {
                work.answer(runtime::Answered{});
            }
            if (reported.size() == 3) finished.set_value(reported);
        }
    };
    DeliveryThread delivery(
        [](const runtime::DeliveryJob& job) -> ports::Delivery {
            if (job.outbox_id == 7) throw std::runtime_error("not for the log");
            return {.outcome = ports::DeliveryOutcome::done, .reason = "", .answer = {}};
        },
        world.log
    );
    std::promise<void> wired;
    auto is_wired = wired.get_future().share();
    EngineThread engine(
        calls,
        {.room =
             [&, is_wired] {
                 is_wired.wait();
                 return delivery.room();
             },
         .hand_over = [&](runtime::DeliveryJob job) { delivery.hand_over(std::move(job)); }},
        world.clock,
        world.log
    );
    delivery.report_to(engine);
    wired.set_value();

    auto future = finished.get_future();
    REQUIRE(future.wait_for(kPatience) == std::future_status::ready);
    auto order = future.get();
    std::sort(order.begin(), order.end());
    CHECK(order == std::vector<std::uint64_t>{7, 7, 8});
    delivery.stop();
    engine.stop();
    CHECK(world.out.str().find("not for the log") == std::string::npos);
}

TEST_CASE("background thread: is told to stop and waited for") {
    World world;
    bool stopped = false;
    {
        const BackgroundThread thread(world.log, "test", [&stopped](const std::stop_token& stop) {
            std::binary_semaphore told(0);
            const std::stop_callback tell(stop, [&told] { told.release(); });
            told.acquire();
            stopped = true;
        });
    }
    CHECK(stopped);
}

namespace {

struct Ended {
    int exit_code = -1;
    std::string output;
};

// Runs `act` in a process of its own and says how that ended.
Ended in_child(const std::function<void(ports::Log&)>& act) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        JsonLog log;
        act(log);
        std::_Exit(0);
    }
    ::close(ends[1]);
    Ended ended;
    char buffer[512];
    for (ssize_t held = 0; (held = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
        ended.output.append(buffer, static_cast<std::size_t>(held));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
    return ended;
}

}  // namespace

TEST_CASE("fatal: broken integrity ends the program with its own code and one line") {
    const auto ended = in_child([](ports::Log& log) {
        run_or_end_program(log, "engine", [] { throw ports::IntegrityBroken("case 7 differs"); });
    });
    CHECK(ended.exit_code == kExitIntegrityBroken);
    const auto line = core::json::parse(ended.output).as_object();
    CHECK(line.at("event").as_string() == "program_ended");
    CHECK(line.at("reason").as_string() == "integrity broken: case 7 differs");
}

TEST_CASE("fatal: the words of a foreign exception stay out of the log") {
    const auto ended = in_child([](ports::Log& log) {
        run_or_end_program(log, "engine", [] { throw std::runtime_error("Jane Example"); });
    });
    CHECK(ended.exit_code == kExitFailed);
    CHECK(ended.output.find("Jane") == std::string::npos);
    CHECK(ended.output.find("unexpected") != std::string::npos);
}

TEST_CASE("signals: SIGTERM, SIGINT and a SIGHUP that is wanted become calls; SIGPIPE is nothing") {
    const auto ended = in_child([](ports::Log&) {
        std::counting_semaphore<4> calls(0);
        {
            std::counting_semaphore<4> reloads(0);
            const Signals signals([&calls] { calls.release(); }, [&reloads] { reloads.release(); });
            ::kill(::getpid(), SIGHUP);
            reloads.acquire();
            ::kill(::getpid(), SIGTERM);
            calls.acquire();
            ::kill(::getpid(), SIGINT);
            calls.acquire();
            ::kill(::getpid(), SIGPIPE);
        }
        std::_Exit(42);
    });
    CHECK(ended.exit_code == 42);
}
