// What a benchmark measures, how it is summed up, and the one JSON line it ends with.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::deploy {

// Rates are medians over rounds in which the work and its floor took turns.
struct BenchFigures {
    double steps_per_s = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    double cpu_ms_per_step = 0;
    double floor_per_s = 0;
    core::json::object beside;  // further figures, by name

    [[nodiscard]] double ratio_to_floor() const;
};

// One turn of work or floor.
struct BenchTurn {
    double steps = 0;
    double seconds = 0;
    double cpu_seconds = 0;
};

[[nodiscard]] double median(std::vector<double> values);
// `part` between 0 and 1; 0 when there are no values.
[[nodiscard]] double quantile(std::vector<double> values, double part);
[[nodiscard]] double median_rate(const std::vector<BenchTurn>& turns);
[[nodiscard]] double cpu_ms_per_step(const std::vector<BenchTurn>& turns);

// Processor time of this thread since it began, in user and system mode.
[[nodiscard]] double thread_cpu_seconds();
[[nodiscard]] double process_cpu_seconds(int process);

// The median time of appending 4 KiB to a file in this folder and waiting for the disk.
[[nodiscard]] double fsync_ms(const std::filesystem::path& folder);
// False for a file system in memory, where nothing is durable and no figure means much.
[[nodiscard]] bool is_on_disk(const std::filesystem::path& folder);

class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace clarion::deploy
