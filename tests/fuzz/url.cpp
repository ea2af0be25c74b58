// Targets of requests: what the gate lets through is one path that nobody reads as another, and the
// host check has the same opinion of a name in any case.
#include <array>

#include "adapters/http/target_gate.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::http;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = clarion::fuzz::text_of(data, size);
    const std::array<std::string, 2> hosts{"localhost", "[::1]"};
    const GateRules rules{.tls = true, .our_hosts = hosts, .body_bytes_max = 65536};
    const auto read = read_target(text, rules);
    if (const auto* target = std::get_if<Target>(&read)) {
        const std::string& path = target->path;
        must_hold(!path.empty() && path.front() == '/');
        for (const char* trap : {"//", "/../", "/./"})
            must_hold(path.find(trap) == std::string::npos);
        must_hold(path.find('\0') == std::string::npos);
    }
    std::string loud(text);
    for (char& letter : loud) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    must_hold(check_host(text, rules).has_value() == check_host(loud, rules).has_value());
    return 0;
}
