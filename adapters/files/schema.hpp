// Schema: one form's JSON Schema, compiled from the strict subset our forms are written in.
//
// The subset and why it is not valijson: DECISIONS.md, "Forms are checked by our own strict
// subset". Threads: immutable once compiled; use from any thread. Limits:  strings are capped at
// kStringMax characters before any pattern sees them; patterns are RE2, so linear.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"
#include "engine/core/postcode.hpp"
#include "engine/core/result.hpp"
#include "engine/core/statechart/problem.hpp"
#include "engine/core/time/instant.hpp"

namespace re2 {
class RE2;
}

namespace clarion::files {

inline constexpr std::size_t kStringMax = 4000;

enum class ValueType { any, object, array, string, integer, boolean };
enum class Format { none, date, date_time, email, telephone, postcode, uuid };

struct Schema;
using SchemaPtr = std::unique_ptr<const Schema>;

// `if` holds: `then` must hold too; otherwise `otherwise` must. Either may be absent.
struct Condition {
    SchemaPtr when;
    SchemaPtr then;
    SchemaPtr otherwise;
};

struct Schema {
    Schema();
    ~Schema();
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    ValueType type = ValueType::any;
    std::vector<std::pair<std::string, SchemaPtr>> properties;  // schema order
    std::vector<std::string> required;
    bool closed = false;  // additionalProperties: false
    SchemaPtr items;
    std::size_t min_items = 0;
    std::size_t max_items = std::numeric_limits<std::size_t>::max();
    bool unique_items = false;
    std::size_t min_length = 0;
    std::size_t max_length = kStringMax;
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    Format format = Format::none;
    bool several_lines = false;             // x-widget: textarea
    std::vector<std::string> differs_from;  // x-differs-from: pointers from the form's own root
    std::unique_ptr<const re2::RE2> pattern;
    std::vector<core::json::value> allowed;  // enum and const; empty: anything
    std::vector<Condition> conditions;
    core::json::object messages;  // x-messages

    [[nodiscard]] const Schema* find_property(std::string_view name) const;
};

// Refuses every keyword outside the subset, with its JSON pointer.
[[nodiscard]] core::Result<SchemaPtr, std::vector<core::statechart::Problem>> compile_schema(
    const core::json::object& document
);

// What an answer is held against that the schema does not say.
struct Surroundings {
    std::string telephone_region;  // as could_be_telephone() has it
    core::PostcodeRule postcodes;
};

// Everything wrong with `value`, in schema order.
[[nodiscard]] std::vector<core::FieldError> check(
    const Schema& schema, const core::json::value& value, const Surroundings& surroundings
);

[[nodiscard]] bool has_format(
    Format format, std::string_view text, const Surroundings& surroundings
);

// How a limit is said where a schema has no words of its own.
[[nodiscard]] std::string words_of_length(std::size_t characters_max);
[[nodiscard]] std::string words_of_count(std::size_t items_max);

// What is said where a schema has no words of its own, by code.
[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> usual_complaints();

}  // namespace clarion::files
