// Holds many idle connections to a running service, and slow ones beside them, and sees to it that
// honest people are answered, that memory stays bounded, and that beyond the limit the oldest idle
// connection goes first.
//
// usage: flood_connections PORT PID IDLE SLOW [SECONDS]     (started by tests/flood/run, which
// configures the service). SECONDS: for how long they go on, each that is cut off calling again.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/flood/line.hpp"

namespace {

using namespace clarion::flood;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kHelp = "GET /help-now HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view kBegin =
    "POST /begin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
constexpr double kBytesEachMax = 64 * 1024;
constexpr auto kHonestMedianMax = 100ms;
constexpr auto kHonestMax = 2000ms;

int passed = 0;
int failed = 0;

void check(bool good, const std::string& what, const std::string& figure) {
    std::cout << (good ? "good  " : "BAD   ") << what << ": " << figure << '\n';
    ++(good ? passed : failed);
}

long resident_bytes(const std::string& pid) {
    std::ifstream status("/proc/" + pid + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6) * 1024;
    }
    throw std::runtime_error("no process " + pid);
}

class Flood {
public:
    Flood(std::uint16_t port, std::string pid) : port_(port), pid_(std::move(pid)) {}

    // One that was served and now rests.
    Line rested() {
        Line line(port_, 20s);
        const char* missing = !line.shake_hands(context_) ? "handshake"
                              : !line.send(kHelp)         ? "request"
                              : line.read_status() != 200 ? "answer"
                                                          : nullptr;
        if (missing != nullptr) {
            throw std::runtime_error(
                "no " + std::string(missing) + " on connection " + std::to_string(idle_.size() + 1)
            );
        }
        return line;
    }

    void rest(std::size_t count) {
        const long before = resident_bytes(pid_);
        const auto began = Clock::now();
        for (std::size_t made = 0; made < count; ++made)
            idle_.push_back(rested());
        const std::chrono::duration<double> took = Clock::now() - began;
        const long after = resident_bytes(pid_);
        const double each = static_cast<double>(after - before) / static_cast<double>(count);
        std::cout << count << " idle connections in " << took.count() << " s\n";
        check(
            each <= kBytesEachMax,
            "memory of an idle connection",
            std::to_string(static_cast<long>(each)) + " bytes, all told"
        );
        check(closed_among(idle_) == 0, "idle connections held", std::to_string(count));
    }

    // Five kinds of callers who never finish.
    void be_slow(std::size_t count) {
        for (std::size_t made = 0; made < count; ++made) {
            Line line(port_, 20s);
            if (made % 5 == 1)
                line.send_raw("\x16\x03\x01\x02\x00\x01");  // a hello that ends early
            if (made % 5 >= 2) {
                if (!line.shake_hands(context_)) continue;
                if (made % 5 == 2) line.send("GET /help-now HTTP/1.1\r\nHost: loc");
                if (made % 5 == 3)
                    line.send(
                        "POST /begin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\na"
                    );
                if (made % 5 == 4) line.send(kHelp);  // and never reads the answer
            }
            slow_.push_back(std::move(line));
        }
    }

    // New people, each with a connection of their own; the times are of everything from the call
    // on.
    struct Honest {
        std::vector<Clock::duration> times;
        std::size_t refused = 0;
    };
    void ask_one(std::string_view request, int wanted, Honest& honest) {
        const auto began = Clock::now();
        Line line(port_, 20s);
        const bool is_good =
            line.shake_hands(context_) && line.send(request) && line.read_status() == wanted;
        honest.refused += is_good ? 0 : 1;
        honest.times.push_back(Clock::now() - began);
    }

    static void judge(Honest honest, const std::string& what) {
        std::sort(honest.times.begin(), honest.times.end());
        const auto ms = [](Clock::duration time) {
            return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count(
                   )) +
                   " ms";
        };
        const std::size_t count = honest.times.size();
        const auto median = honest.times.at(count / 2);
        check(
            honest.refused == 0,
            what + " answered",
            std::to_string(count - honest.refused) + " of " + std::to_string(count)
        );
        check(
            median <= kHonestMedianMax && honest.times.back() <= kHonestMax,
            what + " in time",
            "median " + ms(median) + ", of 100 one took " + ms(honest.times.at(count * 99 / 100)) +
                ", longest " + ms(honest.times.back())
        );
    }

    void ask_honestly(
        std::size_t count, std::string_view request, int wanted, const std::string& what
    ) {
        Honest honest;
        for (std::size_t asked = 0; asked < count; ++asked)
            ask_one(request, wanted, honest);
        judge(std::move(honest), what);
    }

    // As many idle and slow ones for so long: whoever is cut off calls again, and honest people
    // come all the while.
    void go_on(std::chrono::seconds time, std::size_t idle, std::size_t slow) {
        Honest helped, begun;
        std::size_t cut_off = 0;
        for (const auto end = Clock::now() + time; Clock::now() < end;) {
            drop_closed(slow_);
            drop_closed(idle_);
            cut_off += slow - slow_.size();
            be_slow(slow - slow_.size());
            for (std::size_t missing = idle - idle_.size(); missing > 0; --missing)
                idle_.push_back(rested());
            for (int each = 0; each < 5; ++each) {
                ask_one(kHelp, 200, helped);
                ask_one(kBegin, 303, begun);
            }
            std::this_thread::sleep_for(200ms);
        }
        std::cout << time.count() << " s, and " << cut_off << " slow ones that were cut off\n";
        judge(std::move(helped), "help, all the while");
        judge(std::move(begun), "a new form, all the while");
    }

    // Beyond the service's limit, which is `limit`: those idle for longest are gone, the newest are
    // not.
    void go_beyond(std::size_t limit) {
        const std::size_t more = limit / 10;
        std::vector<Line> newest;
        for (std::size_t made = 0; made < more; ++made)
            newest.push_back(rested());
        const auto first_open = std::find_if(idle_.begin(), idle_.end(), [](const Line& line) {
            return !line.is_closed();
        });
        const auto gone = static_cast<std::size_t>(first_open - idle_.begin());
        const std::size_t gone_later = closed_among(idle_) - gone;
        check(
            gone > 0 && gone_later == 0,
            "the oldest idle went first",
            std::to_string(gone) + " gone, " + std::to_string(gone_later) + " out of turn"
        );
        check(closed_among(newest) == 0, "the newest stay", std::to_string(newest.size()));
    }

private:
    static void drop_closed(std::vector<Line>& lines) {
        std::vector<Line> open;
        for (Line& line : lines) {
            if (!line.is_closed()) open.push_back(std::move(line));
        }
        lines = std::move(open);
    }

    static std::size_t closed_among(const std::vector<Line>& lines) {
        return static_cast<std::size_t>(std::count_if(
            lines.begin(), lines.end(), [](const Line& line) { return line.is_closed(); }
        ));
    }

    std::uint16_t port_;
    std::string pid_;
    Context context_ = make_context();
    std::vector<Line> idle_;
    std::vector<Line> slow_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5 && argc != 6) {
        std::cerr << "usage: flood_connections PORT PID IDLE SLOW [SECONDS]\n";
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    const auto idle = static_cast<std::size_t>(std::atol(argv[3]));
    const auto slow = static_cast<std::size_t>(std::atol(argv[4]));
    const long seconds = argc == 6 ? std::atol(argv[5]) : 0;
    try {
        Flood flood(static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2]);
        flood.ask_honestly(20, kHelp, 200, "help, with nobody else there");
        flood.rest(idle);
        flood.be_slow(slow);
        std::cout << slow << " slow ones beside them\n";
        flood.ask_honestly(50, kHelp, 200, "help, in the crowd");
        flood.ask_honestly(50, kBegin, 303, "a new form, in the crowd");
        if (seconds > 0) flood.go_on(std::chrono::seconds(seconds), idle, slow);
        flood.go_beyond(idle);
        flood.ask_honestly(50, kHelp, 200, "help, beyond the limit");
    } catch (const std::exception& trouble) {
        check(false, "the run", trouble.what());
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}
