// Line: one connection to the server, over TLS or not yet; small, so that a process can hold ten
// thousand.
//
// Failure: waits are bounded; what does not come in time is `false` or an empty answer.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace clarion::flood {

using Context = std::shared_ptr<SSL_CTX>;
[[nodiscard]] Context make_context();

class Line {
public:
    // Throws std::runtime_error when nobody takes the call.
    Line(std::uint16_t port, std::chrono::seconds patience);
    ~Line();
    Line(Line&& other) noexcept;
    Line& operator=(Line&&) = delete;

    [[nodiscard]] bool shake_hands(const Context& context);
    // Bytes as they are, below TLS.
    bool send_raw(std::string_view bytes) const;
    bool send(std::string_view bytes);
    // The status of the answer that comes, read to its end; 0: none came.
    [[nodiscard]] int read_status();
    // Whether the other side has hung up already; does not wait.
    [[nodiscard]] bool is_closed() const;

private:
    int socket_ = -1;
    std::shared_ptr<SSL> ssl_;
};

}  // namespace clarion::flood
