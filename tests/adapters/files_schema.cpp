// The forms' schemas: what is refused when they are read, and what is said of a form that is filled
// in.
#include <doctest/doctest.h>

#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/schema.hpp"

namespace {

namespace json = clarion::core::json;
using clarion::files::compile_schema;
using clarion::files::FileSet;
using clarion::files::FormSchemas;

std::string verdict(std::string_view schema, std::string_view value) {
    const auto compiled = compile_schema(json::parse(schema).as_object());
    REQUIRE(compiled);
    std::string text;
    for (const auto& error : clarion::files::check(**compiled, json::parse(value), {"GB", {}})) {
        text += (text.empty() ? "" : " ") + error.field + ":" + error.code;
    }
    return text.empty() ? "good" : text;
}

std::string first_problem(std::string_view schema) {
    const auto compiled = compile_schema(json::parse(schema).as_object());
    return compiled ? "none" : compiled.error().front().pointer;
}

constexpr std::string_view kPerson = R"({"type":"object","additionalProperties":false,
    "required":["name"],"properties":{
        "name":{"type":"string","minLength":1,"maxLength":10},
        "born":{"type":"string","format":"date"},
        "age":{"type":"integer","minimum":0,"maximum":150},
        "told":{"type":"boolean"},
        "ways":{"type":"array","items":{"enum":["phone","email"]},"minItems":1,"uniqueItems":true}}})";

}  // namespace

TEST_CASE("schema: what is wrong is told with place and code, all of it at once") {
    CHECK(verdict(kPerson, R"({"name":"Robin"})") == "good");
    CHECK(verdict(kPerson, R"({})") == "/name:required");
    CHECK(verdict(kPerson, R"({"name":""})") == "/name:required");
    CHECK(
        verdict(kPerson, R"({"name":"Robin","born":"2026-02-30","age":151})") ==
        "/born:not_real /age:maximum"
    );
    CHECK(verdict(kPerson, R"({"name":"Robin","told":"yes"})") == "/told:type");
    CHECK(verdict(kPerson, R"({"name":"Robin","ways":[]})") == "/ways:min_items");
    CHECK(verdict(kPerson, R"({"name":"Robin","ways":["phone","fax"]})") == "/ways/1:enum");
    CHECK(verdict(kPerson, R"({"name":"Robin","ways":["phone","phone"]})") == "/ways/1:enum");
    CHECK(verdict(kPerson, R"({"name":"Robin","title":"Dr"})") == "/title:unknown");
    CHECK(verdict(kPerson, R"([])") == ":type");
}

TEST_CASE("schema: a date that cannot be read has the codes that its three boxes have") {
    CHECK(verdict(kPerson, R"({"name":"Robin","born":"1985"})") == "/born:incomplete");
    CHECK(verdict(kPerson, R"({"name":"Robin","born":"1985-03"})") == "/born:incomplete");
    CHECK(verdict(kPerson, R"({"name":"Robin","born":"85-03-27"})") == "/born:year_digits");
    CHECK(verdict(kPerson, R"({"name":"Robin","born":"1985-02-31"})") == "/born:not_real");
    CHECK(verdict(kPerson, R"({"name":"Robin","born":"spring"})") == "/born:not_real");
}

TEST_CASE("schema: a limit is said with its number") {
    const auto schema = clarion::files::compile_schema(
        json::parse(R"({"type":"object","additionalProperties":false,"properties":{
            "text":{"type":"string","maxLength":3000},
            "list":{"type":"array","maxItems":2}}})")
            .as_object()
    );
    const json::value filled{{"text", std::string(3001, 'x')}, {"list", {1, 2, 3}}};
    const auto errors = clarion::files::check(**schema, filled, {});
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].message == "Your answer must be 3,000 characters or fewer");
    CHECK(errors[1].message == "Give no more than 2");
}

TEST_CASE("schema: a name that another of the form has is the same person's, however it is written"
) {
    const auto two = [](std::string_view trusted, std::string_view others) {
        constexpr std::string_view kTwo = R"({"type":"object","additionalProperties":false,
            "properties":{
                "trusted":{"type":"string","x-differs-from":["/name","/others"]},
                "name":{"type":"string"},
                "others":{"type":"array","items":{"type":"string"}}}})";
        return verdict(
            kTwo,
            R"({"name":"Sam Sample","others":[")" + std::string(others) + R"("],"trusted":")" +
                std::string(trusted) + "\"}"
        );
    };
    CHECK(two("Sam Sample", "Sammy") == "/trusted:same_person");
    CHECK(two("SAMPLE, sam", "Sammy") == "/trusted:same_person");
    CHECK(two("Zo\u00CB O'Neil", "Zo\u0065\u0308 ONeil") == "/trusted:same_person");
    CHECK(two("Samantha Sample", "Sammy") == "good");
    CHECK(two("-", "-") == "good");
    CHECK(first_problem(R"({"type":"string","x-differs-from":["name"]})") == "/x-differs-from");
}

TEST_CASE("schema: lengths are counted in characters, not in bytes") {
    CHECK(
        verdict(
            kPerson,
            "{\"name\":"
            "\"\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\xC5\xB4\"}"
        ) == "good"
    );
    CHECK(verdict(kPerson, R"({"name":"12345678901"})") == "/name:max_length");
}

TEST_CASE("schema: a condition asks for more, or forbids, with the words of the form around it") {
    constexpr std::string_view kContact = R"({"type":"object","additionalProperties":false,
        "properties":{"way":{"enum":["phone","none"]},
            "number":{"type":"string","format":"telephone","x-messages":{"required":"Enter a number"}}},
        "if":{"properties":{"way":{"const":"phone"}},"required":["way"]},"then":{"required":["number"]}})";
    const auto compiled = compile_schema(json::parse(kContact).as_object());
    REQUIRE(compiled);

    const auto errors =
        clarion::files::check(**compiled, json::parse(R"({"way":"phone"})"), {"GB", {}});

    REQUIRE(errors.size() == 1);
    CHECK(errors[0].message == "Enter a number");
    CHECK(verdict(kContact, R"({"way":"none"})") == "good");
    CHECK(verdict(kContact, R"({"way":"phone","number":"07700 900 982"})") == "good");
}

TEST_CASE("schema: formats take what people write and refuse what cannot be") {
    using clarion::files::Format;
    using clarion::files::has_format;
    const clarion::files::Surroundings kHere{"GB", {{"AA99AA"}}};

    CHECK(has_format(Format::telephone, "+44 (0)7700 900-982", kHere));
    CHECK_FALSE(has_format(Format::telephone, "ring me", kHere));
    CHECK(has_format(Format::postcode, "aa1 1aa", kHere));
    CHECK(has_format(Format::postcode, "A A 1  1aA", kHere));
    CHECK_FALSE(has_format(Format::postcode, "AA11", kHere));
    CHECK(has_format(Format::email, "robin@mail.example", kHere));
    CHECK_FALSE(has_format(Format::email, "robin@mail", kHere));
    CHECK_FALSE(has_format(Format::email, "robin@mail.example\r\nBcc: other@mail.example", kHere));
    CHECK(has_format(Format::date, "2028-02-29", kHere));
    CHECK_FALSE(has_format(Format::date, "2027-02-29", kHere));
}

TEST_CASE("schema: a pattern cannot be made to run for ever") {
    constexpr std::string_view kNested = R"({"type":"string","pattern":"(a+)+b","maxLength":4000})";

    CHECK(verdict(kNested, "\"" + std::string(4000, 'a') + "\"") == ":pattern");
}

TEST_CASE("schema: keywords outside the subset are refused with their place") {
    CHECK(first_problem(R"({"type":"string","maxlength":3})") == "/maxlength");
    CHECK(first_problem(R"({"type":"number"})") == "/type");
    CHECK(first_problem(R"({"type":"object","properties":{"name":{"type":"string"}}})") == "");
    CHECK(first_problem(R"({"$ref":"https://forms.example/x"})") == "/$ref");
    CHECK(first_problem(R"({"type":"string","pattern":"("})") == "/pattern");
    CHECK(first_problem(R"({"type":"string","format":"colour"})") == "/format");
}

TEST_CASE("forms: a broken form file is named with line and place") {
    const auto refusal = [](const std::string& text) -> std::string {
        try {
            const FormSchemas forms(FileSet{{"schemas/forms/note.schema.json", text}});
        } catch (const clarion::files::FileProblem& problem) {
            return problem.what();
        }
        return "none";
    };

    CHECK(refusal("{\n  \"type\": }").find("note.schema.json:2:11: not JSON") != std::string::npos);
    CHECK(
        refusal(R"({"type":"string","colour":"red"})").find("note.schema.json#/colour") !=
        std::string::npos
    );
}
