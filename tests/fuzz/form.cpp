// Form bodies and percent encoding: what was decoded encodes back to the same value.
#include "adapters/http/message.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::http;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = clarion::fuzz::text_of(data, size);
    static_cast<void>(parse_form(bytes));
    if (const auto decoded = decode_percent(bytes, Plus::is_plus)) {
        must_hold(decode_percent(encode_percent(*decoded), Plus::is_plus) == decoded);
    }
    return 0;
}
