#include "deploy/clarion/bench_figures.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

double BenchFigures::ratio_to_floor() const {
    return floor_per_s > 0 ? steps_per_s / floor_per_s : 0;
}

double quantile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const double last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(part * last))];
}

double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

double median_rate(const std::vector<BenchTurn>& turns) {
    std::vector<double> rates;
    rates.reserve(turns.size());
    for (const BenchTurn& turn : turns)
        rates.push_back(turn.steps / turn.seconds);
    return median(std::move(rates));
}

double cpu_ms_per_step(const std::vector<BenchTurn>& turns) {
    double cpu = 0;
    double steps = 0;
    for (const BenchTurn& turn : turns) {
        cpu += turn.cpu_seconds;
        steps += turn.steps;
    }
    return steps > 0 ? cpu * 1000 / steps : 0;
}

double thread_cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_THREAD, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double process_cpu_seconds(int process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    // The name, in parentheses, may hold spaces; utime and stime are fields 14 and 15.
    const auto name_end = line.rfind(')');
    if (name_end == line.npos) throw CommandFailed(ExitCode::failed, "the server is gone");
    std::istringstream fields(line.substr(name_end + 1));
    constexpr int kFieldsBetween = 11;
    std::string skipped;
    for (int field = 0; field < kFieldsBetween; ++field)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double fsync_ms(const std::filesystem::path& folder) {
    constexpr int kTries = 100;
    constexpr std::array<char, 4096> kPage{};
    const std::string path = (folder / "fsync").string();
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw CommandFailed(ExitCode::unavailable, path + ": cannot be made");
    std::vector<double> times;
    bool good = true;
    for (int tries = 0; tries < kTries && good; ++tries) {
        const Stopwatch watch;
        good = ::write(file, kPage.data(), kPage.size()) == static_cast<ssize_t>(kPage.size()) &&
               ::fsync(file) == 0;
        times.push_back(watch.seconds() * 1000);
    }
    ::close(file);
    ::unlink(path.c_str());
    if (!good) throw CommandFailed(ExitCode::unavailable, path + ": cannot be written");
    return median(std::move(times));
}

bool is_on_disk(const std::filesystem::path& folder) {
    struct statfs about {};
    if (::statfs(folder.c_str(), &about) != 0) return false;
    return about.f_type != TMPFS_MAGIC && about.f_type != RAMFS_MAGIC;
}

}  // namespace clarion::deploy
