// SendingCounts: how many requests one network sent of late, and about how many different people,
// so that staff can look whether somebody only wants to know what is held. Whoever asks never hears
// of it.
//
// Threads:    engine thread only.
// Durability: none, on purpose: of each request it keeps three hashes and a time, in memory alone,
//             for kSendingsKeptFor. No address and no name; after a restart counting begins anew,
//             and each node counts for itself.
// Limits:     the last kSendingsMax requests. What counting takes depends on how many there are,
//             never on the records.
#pragma once

#include <chrono>
#include <deque>
#include <string>

namespace clarion::runtime {

inline constexpr std::chrono::hours kSendingsKeptFor{24};
inline constexpr std::size_t kSendingsMax = 4096;

struct Sending {
    std::string network;  // hashed; empty: nobody knows
    std::string request;  // tells it from another: tried again, it counts once
    std::string about;    // whom, hashed; who sounds alike is alike
};

struct SendingCount {
    int requests = 0;  // this one too; 0: the network is not known
    int people = 0;
};

class SendingCounts {
public:
    [[nodiscard]] SendingCount count(
        const Sending& sending, std::chrono::milliseconds now, std::chrono::hours within
    );

private:
    struct Kept {
        Sending sending;
        std::chrono::milliseconds at;
    };
    void forget_old(std::chrono::milliseconds now);

    std::deque<Kept> kept_;
};

}  // namespace clarion::runtime
