// Request heads: the scanner finds the same end however the bytes arrive, and what the gate lets
// through is within its limits.
#include <array>

#include "adapters/http/head_gate.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::http;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = clarion::fuzz::text_of(data, size);
    const std::array<std::string, 1> hosts{"localhost"};
    const GateRules rules{.tls = true, .our_hosts = hosts, .body_bytes_max = 65536};

    HeadScanner whole;
    const auto at_once = whole.scan(bytes);
    HeadScanner slow;
    HeadScanner::Outcome piecewise = HeadScanner::NeedsMore{};
    for (std::size_t end = 0; end <= bytes.size(); ++end) {
        piecewise = slow.scan(bytes.substr(0, end));
        if (!std::holds_alternative<HeadScanner::NeedsMore>(piecewise)) break;
    }
    must_hold(at_once.index() == piecewise.index());
    const auto* complete = std::get_if<HeadScanner::Complete>(&at_once);
    if (complete == nullptr) return 0;

    must_hold(complete->bytes <= bytes.size());
    const auto read = read_head(bytes.substr(0, complete->bytes), rules);
    if (const auto* head = std::get_if<Head>(&read)) {
        must_hold(!head->path.empty() && head->path.front() == '/');
        must_hold(head->path.find('\0') == std::string::npos);
        must_hold(head->path.find("//") == std::string::npos);
        must_hold(!(head->chunked && head->content_length > 0));
    }
    return 0;
}
