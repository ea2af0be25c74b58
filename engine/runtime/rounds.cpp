#include "engine/runtime/rounds.hpp"

namespace clarion::runtime {

void Rounds::go(const std::function<bool(const std::function<void()>&)>& run_alone) {
    if (erasures_.is_due()) erase(run_alone);
    if (obligations_.is_due()) static_cast<void>(run_alone([this] { obligations_.go_on(); }));
}

void Rounds::erase(const std::function<bool(const std::function<void()>&)>& run_alone) {
    erasures_.rest();
    bool is_owed = is_scrub_owed_;
    const bool is_kept = run_alone([&] {
        is_owed = erasures_.owes_scrub_at_start() || is_owed;
        is_owed = erasures_.run() || is_owed;
    });
    if (is_kept) is_scrub_owed_ = is_owed;
    if (!is_scrub_owed_ || !services_.erased) return;
    services_.erased();
    is_scrub_owed_ = false;
}

}  // namespace clarion::runtime
