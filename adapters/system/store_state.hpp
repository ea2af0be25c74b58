// StoreState: whether the store can be written, as the engine last found, for those who ask from
// other threads.
//
// Threads: any.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace clarion::system {

class StoreState {
public:
    // Empty: it can be written.
    void tell(std::string_view why) {
        const std::scoped_lock hold(lock_);
        why_ = why;
    }
    [[nodiscard]] std::string why() const {
        const std::scoped_lock hold(lock_);
        return why_;
    }
    [[nodiscard]] bool is_good() const { return why().empty(); }

private:
    mutable std::mutex lock_;
    std::string why_;
};

}  // namespace clarion::system
