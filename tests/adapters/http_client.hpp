// A raw HTTPS client for tests: sends exactly the bytes it is given, in the pieces it is given.
//
// Failure: waits are bounded; a peer that says nothing within kPatience fails the test by throwing.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::test {

inline constexpr std::chrono::seconds kPatience{20};

struct Answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;  // names in lower case
    std::string body;

    [[nodiscard]] std::string field(std::string_view name) const;  // empty: not there
};

struct Wish {
    int tls_version = 0;  // 0: whatever both can
    std::string server_name = "localhost";
    std::string alpn = {};  // one protocol; empty: none offered
    std::string ciphers = {};
    bool plain = false;
    std::string certificate = {};  // PEM, of a program, with its key
    std::string key = {};
    std::string from = "127.0.0.1";  // the address that it calls from
};

class Client {
public:
    // Connects to 127.0.0.1; throws std::runtime_error when the handshake fails.
    explicit Client(std::uint16_t port, const Wish& wish = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // False when the peer has closed.
    bool send(std::string_view bytes);
    void send_all(const std::vector<std::string>& pieces);
    // The next answer, its interim ones skipped; status 0 when the peer closed without one.
    [[nodiscard]] Answer read_answer(bool head_request = false);
    // One head, as it is; empty when the peer closed.
    [[nodiscard]] std::string read_interim();
    // Everything that still comes until the peer closes.
    [[nodiscard]] std::string read_to_end();
    // True when the peer closes without another byte.
    [[nodiscard]] bool closes();
    void hang_up();  // without goodbye

    [[nodiscard]] SSL* tls() { return ssl_.get(); }

private:
    [[nodiscard]] bool fill();

    int socket_ = -1;
    std::shared_ptr<SSL_CTX> context_;
    std::shared_ptr<SSL> ssl_;
    std::string read_;
    bool ended_ = false;
};

[[nodiscard]] Answer ask(std::uint16_t port, std::string_view request, const Wish& wish = {});

}  // namespace clarion::test
