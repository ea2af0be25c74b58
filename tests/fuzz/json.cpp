// JSON from outside: what the strict reader takes, it takes again from its own writing, unchanged.
#include "engine/core/strict_json.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::core;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = read_strict_json(clarion::fuzz::text_of(data, size), {});
    if (!read) {
        must_hold(read.error().line > 0 && read.error().column > 0);
        return 0;
    }
    const auto again = read_strict_json(json::serialize(*read), {});
    must_hold(again.has_value() && *again == *read);
    return 0;
}
