// BoundedQueue: joins two threads; what does not fit is turned away, so that load shows at the
// door.
//
// Threads: any number on both sides.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace clarion::system {

template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t most) : most_(most) {}

    // False when it is full or closed: the item was not taken.
    [[nodiscard]] bool offer(T item) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || items_.size() >= most_) return false;
            items_.push_back(std::move(item));
        }
        ready_.notify_one();
        return true;
    }

    // Up to `limit` items, oldest first. Waits up to `patience` for the first one; nothing when the
    // time is over, or the queue is closed and empty.
    [[nodiscard]] std::vector<T> take(std::size_t limit, std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, patience, [this] { return closed_ || !items_.empty(); });
        std::vector<T> taken;
        while (!items_.empty() && taken.size() < limit) {
            taken.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        return taken;
    }

    // Nothing more goes in; what is inside can still be taken.
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
    }

    [[nodiscard]] bool is_drained() const {
        const std::lock_guard lock(mutex_);
        return closed_ && items_.empty();
    }
    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return items_.size();
    }
    [[nodiscard]] std::size_t room() const {
        const std::lock_guard lock(mutex_);
        return closed_ ? 0 : most_ - items_.size();
    }

private:
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace clarion::system
