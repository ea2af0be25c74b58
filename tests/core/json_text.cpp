// What is written straight into text is what Boost.JSON would have written.
#include "engine/core/json_text.hpp"

#include <doctest/doctest.h>

#include "engine/core/statechart/context.hpp"

using namespace clarion::core;
using clarion::core::statechart::Context;

namespace {

std::string text_of(const json::value& value) {
    std::string text;
    append_json(text, value);
    return text;
}

std::string text_of(const Context& context) {
    std::string text;
    context.append_text(text);
    return text;
}

json::object some_case() {
    json::object members = {
        {"request", {{"name", "Sam \"S\" Sample"}, {"age", 31}, {"urgent", true}}},
        {"notes", json::array{json::object{{"text", "one"}}}},
        {"outcome", nullptr},
    };
    return members;
}

}  // namespace

TEST_CASE("json text: is that of json::serialize for every kind of value") {
    std::string every_byte;
    for (int code = 1; code < 0x80; ++code)
        every_byte += static_cast<char>(code);
    const json::value values[] = {
        nullptr,
        true,
        false,
        0,
        -17,
        std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::uint64_t>::max(),
        0.1,
        -2.5e300,
        1.0,
        json::string(),
        json::string(every_byte),
        json::string("Ffi\xc5\xb5r \xf0\x9f\x99\x82"),
        json::array{},
        json::array{1, json::array{}, "two", nullptr},
        json::object{},
        json::object{{every_byte, 1}, {"", json::object{{"b", json::array{false}}}}, {"a", 2}},
    };
    for (const json::value& value : values)
        CHECK(text_of(value) == json::serialize(value));
}

TEST_CASE("context: its text is that of the object it stands for") {
    const Context context(some_case());

    CHECK(text_of(context) == json::serialize(some_case()));
    CHECK(context.as_object() == some_case());
    CHECK(text_of(Context()) == "{}");
}

TEST_CASE("context: a path leads to what stands there") {
    const Context context(some_case());

    CHECK(*context.find("request.age") == 31);
    CHECK(context.find("outcome")->is_null());
    CHECK(context.find("request.age.years") == nullptr);
    CHECK(context.find("request.height") == nullptr);
    CHECK(context.find("nowhere") == nullptr);
    CHECK(context.find("") == nullptr);
}

TEST_CASE("context: a copy changes alone, and keys keep their places") {
    const Context before(some_case());
    const std::string text_before = text_of(before);
    Context after = before;

    after.change("notes").as_array().push_back("two");
    after.set("outcome", "closed");
    after.change("new") = 1;

    CHECK(text_of(before) == text_before);
    json::object expected = some_case();
    expected["notes"].as_array().push_back("two");
    expected["outcome"] = "closed";
    expected["new"] = 1;
    CHECK(text_of(after) == json::serialize(expected));
    after.change("notes") = json::array{};  // after its text was asked for
    expected["notes"] = json::array{};
    CHECK(text_of(after) == json::serialize(expected));
}
