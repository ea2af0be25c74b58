// The wire between server and signer: frames over one Unix socket, each a 32-bit length (of what
// follows it, big-endian), one letter, and a body.
//
//   signer -> server   H hello: the verifier key, a newline, the number of the entry to begin with
//                      C checkpoint: a signed note
//                      N nothing new: the newest note already covers so many entries, all that came
//                      R refused: why the signer stops; also from the server, before it hangs up
//   server -> signer   E entries: as the engine gives them; none of them ends the log for now
//                      S sign: a checkpoint is wanted now
//   export -> server   G get: the number of the entry to begin with; answered by E
//                      K checkpoints: the size to go on after; answered by T
//   operator -> server A errand: one JSON object; answered by W
//   server -> operator W errand done: one JSON object
//   server -> export   T taken: signed notes, framed as entries are; none of them ends the list
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/signer/durable_file.hpp"

namespace clarion::signer {

enum class FrameKind : char {
    hello = 'H',
    checkpoint = 'C',
    nothing_new = 'N',
    refused = 'R',
    entries = 'E',
    sign = 'S',
    get_entries = 'G',
    get_checkpoints = 'K',
    checkpoints = 'T',
    errand = 'A',
    errand_done = 'W',
};

struct Frame {
    FrameKind kind = FrameKind::hello;
    std::string body;
};

// Entries as ReadLogEntries answers them: each after its length, 32 bits, big-endian.
void append_log_entry(std::string& bytes, std::string_view entry);
// Empty when the bytes do not come out even. The views point into `bytes`.
[[nodiscard]] std::optional<std::vector<std::string_view>> split_log_entries(std::string_view bytes
);

// The peer went away, or speaks something else.
struct PeerGone : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Ends a wait from another thread, or when a stop is asked for.
class WakeSignal {
public:
    WakeSignal();
    void raise() const;
    void clear() const;
    [[nodiscard]] int descriptor() const { return event_.number(); }

private:
    Descriptor event_;
};

// Waits until one of the two can be read; false when the time is over. A number of -1 is ignored.
[[nodiscard]] bool wait_for_either(int one, int other, std::chrono::milliseconds patience);

class Connection {
public:
    explicit Connection(Descriptor socket);

    // Throws PeerGone when the peer takes nothing for ten seconds.
    void send(FrameKind kind, std::string_view body);

    // A frame that is there now. Throws PeerGone.
    [[nodiscard]] std::optional<Frame> receive();
    // The next frame; nothing when the time is over, or when the signal was raised first.
    [[nodiscard]] std::optional<Frame> wait_for_frame(
        const WakeSignal& wake, std::chrono::milliseconds patience
    );

private:
    [[nodiscard]] std::optional<Frame> take_frame();
    void fill();

    Descriptor socket_;
    std::string held_;
};

}  // namespace clarion::signer
