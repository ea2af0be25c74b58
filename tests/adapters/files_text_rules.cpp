// What texts must keep to, in every form and whoever sends them.
#include <doctest/doctest.h>

#include "adapters/files/form_schemas.hpp"
#include "adapters/files/schema.hpp"
#include "adapters/files/text_rules.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::files;

FormSchemas house_forms() {
    return FormSchemas(read_folder(CLARION_SOURCE_DIR "/schemas", "schemas/"));
}

// What is said of the request's example with `text` at /<person>/<field>.
std::string said_of(std::string_view person, std::string_view field, std::string text) {
    static const FormSchemas forms = house_forms();
    json::value request = forms.schema("request").at("examples").as_array()[0];
    request.as_object()[person].as_object()[field] = std::move(text);
    std::string all;
    for (const auto& error : forms.check("request", forms.tidy(request)))
        all += (all.empty() ? "" : " ") + error.field + ":" + error.code;
    return all.empty() ? "good" : all;
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int time = 0; time < times; ++time)
        all += text;
    return all;
}

// One letter as people see it, of two code points: g with a tilde is not to be had as one.
constexpr std::string_view kTwoInOne = "g\xCC\x83";
// A family of four: seven code points, one character.
constexpr std::string_view kFamily =
    "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7\xE2\x80\x8D\xF0\x9F"
    "\x91\xA6";

}  // namespace

TEST_CASE("text rules: a name of spaces is no name, whatever the spaces are") {
    CHECK(said_of("applicant", "name", "   ") == "/applicant/name:required");
    CHECK(said_of("applicant", "name", "\xC2\xA0\xE2\x80\x83") == "/applicant/name:required");
    CHECK(said_of("applicant", "name", "\xE2\x80\x8B\xE2\x80\x8D") == "/applicant/name:required");
    CHECK(said_of("subject", "name", " \t ") == "/subject/name:required");
    CHECK(said_of("applicant", "name", "Ng") == "good");
}

TEST_CASE("text rules: control characters and marks that reorder text are refused everywhere") {
    for (const char* text :
         {"Alex\x01",
          "Al\x1B[31mex",
          "Alex\x7F",
          "Al\xC2\x85"
          "ex",
          "Al\xE2\x80\xAE"
          "ex",
          "\xEF\xBB\xBF"
          "Alex",
          "Alex\nExample",
          "Alex\tExample",
          "Alex\xEF\xBF\xBF"}) {
        CAPTURE(text);
        CHECK(said_of("applicant", "name", text) == "/applicant/name:characters");
    }
    CHECK(said_of("applicant", "name", std::string("Al\0ex", 5)) == "/applicant/name:characters");
}

TEST_CASE("text rules: names of all scripts are good, and so are several lines where they belong") {
    for (const char* text :
         {"Ni\xC3\xA1mh O\xE2\x80\x99"
          "Connor",
          "\xD9\x85\xD8\xB1\xD9\x8A\xD9\x85",
          "\xE6\x9D\x8E\xE5\xA8\x9C",
          "<b>\"x\" & 'y'",
          "a\xE2\x80\x8D"
          "b"}) {
        CAPTURE(text);
        CHECK(said_of("applicant", "name", text) == "good");
    }
    CHECK(has_good_characters("1 Example Road\n\tExampleton", true));
    CHECK_FALSE(has_good_characters("1 Example Road\nExampleton", false));
}

TEST_CASE("text rules: lengths are what people count, within reason") {
    CHECK(said_of("applicant", "name", repeated(kTwoInOne, 200)) == "good");
    CHECK(said_of("applicant", "name", repeated(kTwoInOne, 201)) == "/applicant/name:max_length");
    CHECK_FALSE(has_more_characters_than(repeated(kFamily, 10), 10));
    CHECK(has_more_characters_than(repeated(kFamily, 11), 10));
    CHECK(has_fewer_characters_than(kFamily, 2));
    // A single letter under a thousand accents is one character, and too long all the same.
    CHECK(has_more_characters_than("a" + repeated("\xCC\x83", 1000), 10));
}

TEST_CASE("text rules: texts are kept composed, with one kind of line end") {
    CHECK(tidied("Ni\x61\xCC\x81mh") == "Ni\xC3\xA1mh");
    CHECK(tidied("one\r\ntwo") == "one\ntwo");
    CHECK(tidied("plain") == "plain");
    const FormSchemas forms = house_forms();
    const json::value tidy = forms.tidy(json::parse("{\"list\":[{\"name\":\"e\xCC\x81\"}]}"));
    CHECK(json::serialize(tidy) == "{\"list\":[{\"name\":\"\xC3\xA9\"}]}");
}

TEST_CASE("text rules: a date of a year that was mistyped is not real") {
    CHECK(said_of("subject", "birth_date", "0198-05-12") == "/subject/birth_date:not_real");
    CHECK(said_of("subject", "birth_date", "2988-05-12") == "/subject/birth_date:not_real");
}

TEST_CASE("text rules: x-date says what kind of date, and knows three kinds") {
    const auto compiled =
        compile_schema(json::parse(R"({"type":"string","x-date":"death"})").as_object());
    REQUIRE_FALSE(compiled);
    CHECK(compiled.error().front().pointer == "/x-date");
}
