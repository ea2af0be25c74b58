// bench --over https and --over reads: the whole service in a process of its own, asked by many
// callers over TLS connections that stay open.
#include <algorithm>
#include <optional>

#include "deploy/clarion/bench_clients.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/bench_store.hpp"

namespace clarion::deploy {

namespace {

// Work and floor take turns so often; odd, so that the median is one of them.
constexpr int kRounds = 3;
// Each caller has cases for so many thousand steps a second over all callers.
constexpr int kStepsForeseenPerSecond = 4000;

int cases_of_each(const BenchOptions& options) {
    const int steps = options.seconds * kStepsForeseenPerSecond;
    return std::max(1, steps / kNotesOfCase / options.connections);
}

void sum_up(
    BenchFigures& figures,
    const std::vector<BenchTurn>& work,
    const std::vector<BenchTurn>& floor,
    const std::vector<double>& times
) {
    figures.steps_per_s = median_rate(work);
    figures.p50_ms = quantile(times, 0.5);
    figures.p99_ms = quantile(times, 0.99);
    figures.cpu_ms_per_step = cpu_ms_per_step(work);
    figures.floor_per_s = median_rate(floor);
}

}  // namespace

BenchFigures bench_https(const BenchOptions& options) {
    const TemporaryFolder folder;
    StoreBench floor_of(folder.path());
    ChildServer server(folder.path() / "served");
    BenchClients clients(server, options.connections);
    clients.open_cases(cases_of_each(options));
    const double turn_seconds = static_cast<double>(options.seconds) / kRounds;
    std::vector<BenchTurn> work;
    std::vector<BenchTurn> floor;
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        work.push_back(clients.add_notes(turn_seconds, times));
        floor.push_back(floor_of.write_floor());
    }
    BenchFigures figures;
    sum_up(figures, work, floor, times);
    figures.beside["floor"] = "bare SQLite, the same rows in groups of as many, without a network";
    figures.beside["connections"] = options.connections;
    figures.beside["fsync_ms"] = fsync_ms(folder.path());
    figures.beside["on_disk"] = is_on_disk(folder.path());
    return figures;
}

BenchFigures bench_reads(const BenchOptions& options) {
    const TemporaryFolder folder;
    ChildServer server(folder.path() / "served");
    BenchClients clients(server, options.connections);
    clients.open_cases(1);
    const double turn_seconds = static_cast<double>(options.seconds) / kRounds;
    std::vector<BenchTurn> work;
    std::vector<BenchTurn> floor;
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        work.push_back(clients.read_cases(turn_seconds, times));
        floor.push_back(clients.read_page(turn_seconds / 2));
    }
    BenchFigures figures;
    sum_up(figures, work, floor, times);
    figures.beside["floor"] = "the public listener's smallest answer, without the engine";
    figures.beside["floor_cpu_ms_per_step"] = cpu_ms_per_step(floor);
    figures.beside["connections"] = options.connections;
    figures.beside["fsync_ms"] = fsync_ms(folder.path());
    return figures;
}

}  // namespace clarion::deploy
