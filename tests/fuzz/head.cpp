// Request heads: the scanner finds the same end however the bytes arrive, and what the gate lets
// through is within its limits.
#include <array>

#include "adapters/http/chunk_gate.hpp"
#include "adapters/http/head_gate.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::http;
using clarion::fuzz::must_hold;

// A chunked body: the gate comes to the same end however its bytes arrive.
static void look_at_chunks(std::string_view bytes) {
    constexpr std::size_t kMost = 65536;
    ChunkGate whole(kMost);
    const auto at_once = whole.look(bytes);
    must_hold(at_once.settled <= at_once.seen && at_once.seen <= bytes.size());
    ChunkGate slow(kMost);
    ChunkGate::Look last;
    std::size_t seen = 0;
    for (std::size_t at = 0; at < bytes.size() && last.state == ChunkGate::State::more; ++at) {
        last = slow.look(bytes.substr(at, 1));
        seen += last.seen;
    }
    must_hold(last.state == at_once.state);
    if (last.state == ChunkGate::State::done) must_hold(seen == at_once.seen);
}

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
        if (head->chunked) look_at_chunks(bytes.substr(complete->bytes));
    }
    return 0;
}
