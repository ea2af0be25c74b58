// ShutOutDesk: who is shut out, on this node and on every other of its database.
//
// With a file for a store they stand in a file of the data folder. With a database they stand
// there: each node asks it every second, and ends the sessions of those who are new. What a
// folder's file says of the time before is brought there once.
//
// Ownership: borrows the room; `close` must outlive it.
// Threads:   has() and all() from any, and never wait; add() and remove() from any, and wait for
//            the desk's own. With a database nothing is heard before start().
// Failure:   the constructor throws StoreUnavailable; add() and remove() throw std::runtime_error,
//            and then it cannot be said whether it took place. A database that is away leaves in
//            force what was heard last.
#pragma once

#include <functional>
#include <memory>

#include "adapters/identity/revocations.hpp"
#include "adapters/postgres/shut_out_board.hpp"
#include "adapters/system/background_thread.hpp"
#include "adapters/system/bounded_queue.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"

namespace clarion::deploy {

inline constexpr std::chrono::milliseconds kShutOutsHeardEvery{1000};

class ShutOutDesk {
public:
    // `close`: ends the sessions of one person, and says how many there were.
    using Close = std::function<std::size_t(const core::PersonId&)>;
    ShutOutDesk(EngineRoom& room, const DataFolder& folder, Close close);

    [[nodiscard]] bool has(const core::PersonId& person) const { return people_.has(person); }
    [[nodiscard]] std::vector<core::PersonId> all() const { return people_.all(); }
    // How many of their sessions ended on this node.
    std::size_t add(const core::PersonId& person);
    void remove(const core::PersonId& person);

    void start();
    void stop();

private:
    void go(const std::function<void()>& change);
    void hear();

    EngineRoom& room_;
    Close close_;
    std::unique_ptr<postgres::ShutOutBoard> board_;  // null: a file is the store
    identity::Revocations people_;
    system::BoundedQueue<std::function<void()>> errands_{16};
    std::unique_ptr<system::BackgroundThread> thread_;
    bool is_deaf_ = false;
};

}  // namespace clarion::deploy
