#include "engine/runtime/sending_counts.hpp"

#include <algorithm>
#include <set>

namespace clarion::runtime {

void SendingCounts::forget_old(std::chrono::milliseconds now) {
    while (!kept_.empty() &&
           (kept_.size() > kSendingsMax || now - kept_.front().at >= kSendingsKeptFor))
        kept_.pop_front();
}

SendingCount SendingCounts::count(
    const Sending& sending, std::chrono::milliseconds now, std::chrono::hours within
) {
    forget_old(now);
    if (sending.network.empty()) return {};
    const bool is_known = std::any_of(kept_.begin(), kept_.end(), [&](const Kept& one) {
        return one.sending.request == sending.request;
    });
    if (!is_known) kept_.push_back({sending, now});
    SendingCount count;
    std::set<std::string> people;
    for (const Kept& one : kept_) {
        if (one.sending.network != sending.network || now - one.at >= within) continue;
        ++count.requests;
        people.insert(one.sending.about);
    }
    count.people = static_cast<int>(people.size());
    return count;
}

}  // namespace clarion::runtime
