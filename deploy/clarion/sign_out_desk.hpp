// SignOutDesk: brings what one node was told of somebody's signing out to every other node of its
// database, and theirs to this one.
//
// With a file for a store there is one node, which keeps it in a file of the data folder for its
// next start. With a database each node asks it every second; what was told while it was away is
// brought when it is back.
//
// Ownership: borrows the room; `close` must outlive it.
// Threads:   tell() from any, and never waits for the database. Nothing is brought or heard before
//            start().
// Limits:    kSignOutsUntoldMax words wait for a database that is away; the oldest go first.
// Failure:   the constructor throws StoreUnavailable, and IntegrityBroken for a file it cannot
// read.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>

#include "adapters/postgres/sign_out_board.hpp"
#include "adapters/system/background_thread.hpp"
#include "adapters/system/bounded_queue.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/engine_room.hpp"

namespace clarion::deploy {

inline constexpr std::chrono::milliseconds kSignOutsHeardEvery{1000};
inline constexpr std::size_t kSignOutsUntoldMax = 20'000;

class SignOutDesk {
public:
    // Ends on this node what the word names, of what began before it. How many sessions there were.
    using Close = std::function<std::size_t(const postgres::SignedOut&)>;
    // Tells `close` of what other nodes were told before.
    SignOutDesk(EngineRoom& room, const DataFolder& folder, Close close);

    // Whether every node hears of it, whatever becomes of this one. When not, it is to be said
    // again: others hear of it when the database is back, unless this node ends before.
    using Told = std::function<void(bool is_kept)>;
    // In force on this node when it returns: how many sessions ended. `told` is called once, and
    // mostly later, on the desk's thread.
    std::size_t tell(postgres::SignedOut word, Told told);

    void start();
    void stop();

private:
    struct Untold {
        postgres::SignedOut word;
        Told told;  // empty: they were answered
    };
    static void answer(Untold& untold, bool is_kept);
    void exchange();

    EngineRoom& room_;
    Close close_;
    std::unique_ptr<postgres::SignOutBoard> board_;
    system::BoundedQueue<Untold> told_{1000};
    std::deque<Untold> untold_;
    std::set<std::int64_t> own_;  // numbers of what was told here
    std::int64_t heard_ = 0;
    std::unique_ptr<system::BackgroundThread> thread_;
    bool is_deaf_ = false;
};

}  // namespace clarion::deploy
