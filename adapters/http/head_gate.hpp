// HeadGate: refuses every request head that two readers could understand differently, before Beast
// sees it.
//
// Beast is a parser and not a policy: it lets pass a second Host, unknown transfer codings, folded
// lines and more. The gate only refuses; the message itself is made by Beast from the same bytes.
// Each bad input has one outcome, however its bytes arrive: the first fault in reading order.
//
// Threads: one scanner a connection; read_head is pure.
// Limits:  kTargetBytesMax, kHeaderBytesMax, kHeadersMax.
// Failure: after any fault the connection closes; nothing behind it is ever parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/http/message.hpp"

namespace clarion::http {

inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;
inline constexpr std::size_t kHeadersMax = 100;
inline constexpr std::size_t kTargetBytesMax = 8000;
inline constexpr std::size_t kMethodBytesMax = 32;

// All texts are literals: nothing of the request is ever echoed.
struct HeadFault {
    int status = 400;
    std::string_view slug;
    std::string_view detail;
    std::string_view allow = {};  // with 405
};

// What a listener accepts.
struct GateRules {
    bool tls = true;
    std::span<const std::string> our_hosts;  // lower case, without port or brackets
    std::size_t body_bytes_max = 0;
};

struct Head {
    Method method = Method::get;
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;
};

// Finds where the head ends, looking at each byte once.
class HeadScanner {
public:
    struct NeedsMore {};
    struct Complete {
        std::size_t bytes;  // of the head, its empty line included
    };
    using Outcome = std::variant<NeedsMore, Complete, HeadFault>;

    // `buffered` starts where it started last time and may have grown.
    [[nodiscard]] Outcome scan(std::string_view buffered);
    void start_over() { *this = HeadScanner(); }

private:
    [[nodiscard]] std::optional<HeadFault> check_byte(std::string_view buffered) const;
    [[nodiscard]] std::optional<HeadFault> end_line(std::string_view buffered);

    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::size_t fields_start_ = 0;  // 0 while in the request line
    std::size_t fields_ = 0;
    bool complete_ = false;
};

// Requires: `block` is a head the scanner found complete.
[[nodiscard]] std::variant<Head, HeadFault> read_head(
    std::string_view block, const GateRules& rules
);

}  // namespace clarion::http
