// RequestReader: bytes in, requests out. The gates look first, Beast's parser makes the message,
// and only a request that is whole and sound comes out.
//
// Threads: one a connection, on its loop.
// Limits:  those of HeadGate and ChunkGate, and the listener's body limit.
// Failure: a fault is final; the connection must not be read any further.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <optional>
#include <variant>

#include "adapters/http/chunk_gate.hpp"
#include "adapters/http/head_gate.hpp"

namespace clarion::http {

class RequestReader {
public:
    struct NeedsMore {};
    struct WantsContinue {};  // the head is good and the peer waits for 100 before the body
    struct Ready {
        Request request;  // without listener, id and peer
        bool keep_alive;
    };
    using Outcome = std::variant<NeedsMore, WantsContinue, Ready, HeadFault>;

    explicit RequestReader(const GateRules& rules) : rules_(rules) {}

    [[nodiscard]] boost::asio::mutable_buffer room();
    // Bytes were put into the room.
    void arrived(std::size_t bytes) { buffer_.commit(bytes); }
    // What can be said now. After Ready the next request starts, with bytes that came early.
    [[nodiscard]] Outcome next();

    // What is known of the request at hand; no path yet before its head was read.
    [[nodiscard]] const Request& so_far() const { return request_; }
    [[nodiscard]] bool has_bytes() const { return buffer_.size() > 0; }
    [[nodiscard]] bool in_body() const { return parser_.has_value(); }
    [[nodiscard]] std::size_t body_bytes() const { return body_bytes_; }
    // Gives back memory a long request took.
    void rest();
    // Forgets everything that came.
    void discard() { buffer_.clear(); }

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    [[nodiscard]] std::string_view buffered() const;
    [[nodiscard]] Outcome take_head(std::size_t bytes);
    [[nodiscard]] bool parse_head(std::string_view block);
    void start_request(Head& head);
    [[nodiscard]] Outcome take_body();
    [[nodiscard]] std::optional<HeadFault> approve();
    [[nodiscard]] Ready finish();

    GateRules rules_;
    boost::beast::flat_buffer buffer_;
    HeadScanner scanner_;
    std::optional<Parser> parser_;  // while a body is read
    std::optional<ChunkGate> chunks_;
    bool chunks_done_ = false;
    std::size_t seen_ = 0;      // bytes of the buffer the chunk gate has looked at
    std::size_t approved_ = 0;  // bytes of the buffer that may reach the parser
    std::size_t body_bytes_ = 0;
    Request request_;
    bool keep_alive_ = true;
};

}  // namespace clarion::http
