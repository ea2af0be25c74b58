#include "adapters/http/intake/peer_pace.hpp"

#include <algorithm>
#include <functional>

namespace clarion::http::intake {

namespace {

constexpr std::chrono::milliseconds kCountedFor = std::chrono::hours(1);

}  // namespace

int PeerPace::count(std::string_view network) {
    if (network.empty()) return 0;
    const auto now = clock_.since_boot().count();
    auto began = began_.load();
    if (now - began >= kCountedFor.count() && began_.compare_exchange_strong(began, now)) {
        for (auto& count : counts_)
            count = 0;
    }
    return ++counts_[std::hash<std::string_view>()(network) % kCounters];
}

std::chrono::milliseconds PeerPace::step_for(std::string_view network) {
    const int counted = count(network);
    auto step = kAnswerStep;
    for (int over = counted - kFreeInAnHour; over > 0 && step < kLongestStep; --over)
        step *= 2;
    return std::min(step, kLongestStep);
}

}  // namespace clarion::http::intake
