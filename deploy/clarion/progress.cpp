#include "deploy/clarion/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "engine/core/json.hpp"

namespace clarion::deploy {

namespace {

constexpr std::uint64_t kSquares = 30;

// A bar is drawn again when a per cent or more has been added.
class Bar {
public:
    explicit Bar(std::string what) : what_(std::move(what)) {}

    void operator()(std::uint64_t done, std::uint64_t of) {
        const std::uint64_t percent = of == 0 ? 100 : done * 100 / of;
        if (percent == shown_ && done < of) return;
        shown_ = percent;
        const auto squares = static_cast<std::size_t>(percent * kSquares / 100);
        std::cerr << '\r' << what_ << " [" << std::string(squares, '#')
                  << std::string(kSquares - squares, '.') << "] " << percent << " %  " << done
                  << " of " << of << ", " << a_second(done) << " a second"
                  << (done >= of ? "\n" : "   ") << std::flush;
    }

private:
    // On the whole, since it began.
    [[nodiscard]] std::uint64_t a_second(std::uint64_t done) const {
        const auto passed = std::chrono::steady_clock::now() - began_;
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
        return done * 1000 / static_cast<std::uint64_t>(std::max<std::int64_t>(ms, 1));
    }

    std::string what_;
    std::uint64_t shown_ = 101;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class Lines {
public:
    explicit Lines(std::string what) : what_(std::move(what)) {}

    void operator()(std::uint64_t done, std::uint64_t of) {
        const std::uint64_t percent = of == 0 ? 100 : done * 100 / of;
        if (percent == shown_ && done < of) return;
        shown_ = percent;
        const core::json::object line{{"step", what_}, {"done", done}, {"of", of}};
        std::cout << core::json::serialize(line) << std::endl;
    }

private:
    std::string what_;
    std::uint64_t shown_ = 101;
};

}  // namespace

Progress progress_of(const std::string& what, bool as_json) {
    if (as_json) return Lines(what);
    if (::isatty(STDERR_FILENO) == 0) return {};
    return Bar(what);
}

}  // namespace clarion::deploy
