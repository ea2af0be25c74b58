// Definitions: read or refused with a pointer, linted, and started without harm.
#include "engine/core/statechart/lint.hpp"
#include "engine/core/statechart/machine.hpp"
#include "engine/core/statechart/reader.hpp"
#include "engine/core/strict_json.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::core;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = read_strict_json(clarion::fuzz::text_of(data, size), {.depth_max = 400});
    if (!document) return 0;
    const auto definition = statechart::read_definition(*document, statechart::Dialect::published);
    if (!definition) {
        must_hold(!definition.error().empty());
        return 0;
    }
    static_cast<void>(statechart::lint(*definition, {}));
    static_cast<void>(statechart::start(*definition, {}, statechart::Environment{}));
    return 0;
}
