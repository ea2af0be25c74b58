// References: what is taken is shown as people write it, and taken again.
#include "engine/core/reference.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::core;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reference = parse_reference(clarion::fuzz::text_of(data, size));
    if (reference) must_hold(parse_reference(format_reference(*reference)) == reference);
    return 0;
}
