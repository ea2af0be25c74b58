#include "adapters/http/loop.hpp"

#include <openssl/rand.h>

#include <ctime>

namespace clarion::http {
namespace {

constexpr std::size_t kRequestIdBytes = 12;

}  // namespace

SteadyTime Loop::after(std::chrono::milliseconds wait) const {
    return std::chrono::steady_clock::now() + wait;
}

void Loop::start_ticking() {
    timer_.expires_after(deadlines.tick);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) tick();
    });
}

void Loop::tick() {
    const auto now = std::chrono::steady_clock::now();
    bool all_gone = true;
    for (auto& [listener, crowd] : crowds_) {
        crowd.visit_each([now](Session& session) {
            if (session.deadline <= now) session.on_deadline();
        });
        all_gone = all_gone && crowd.is_empty();
    }
    if (stopping && (all_gone || now >= stop_at_)) {
        end_all();
        io.stop();
        return;
    }
    start_ticking();
}

// An answer still to come may keep this loop in memory, but no socket open.
void Loop::end_all() {
    for (auto& [listener, crowd] : crowds_)
        crowd.visit_each([](Session& session) { session.finish(); });
}

void Loop::wind_down() {
    stopping = true;
    stop_at_ = after(deadlines.stop);
    for (auto& [listener, crowd] : crowds_)
        crowd.visit_each([](Session& session) { session.wind_down(); });
    timer_.cancel();
    tick();
}

std::string Loop::next_request_id() {
    if (random_left_ < kRequestIdBytes) {
        if (RAND_bytes(random_.data(), static_cast<int>(random_.size())) != 1) {
            throw std::runtime_error("no randomness");
        }
        random_left_ = random_.size();
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id;
    id.reserve(2 * kRequestIdBytes);
    for (std::size_t i = 0; i < kRequestIdBytes; ++i) {
        const unsigned byte = random_[--random_left_];
        id += kDigits[byte >> 4U];
        id += kDigits[byte & 0x0FU];
    }
    return id;
}

std::string_view Loop::date() {
    const std::time_t now = std::time(nullptr);
    if (now == date_second_) return date_;
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 40> text{};
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date_.assign(text.data(), size);
    date_second_ = now;
    return date_;
}

}  // namespace clarion::http
