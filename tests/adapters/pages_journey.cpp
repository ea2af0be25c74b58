#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "adapters/http/intake/answers.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::intake {
namespace {

namespace json = core::json;
using test::journey_document;
using test::PagesHouse;

const json::value* schema_at(const json::object& schema, std::string_view pointer) {
    const json::value* here = nullptr;
    const json::object* object = &schema;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = pointer.find('/');
        const json::value* properties = object->if_contains("properties");
        if (!properties) return nullptr;
        here = properties->as_object().if_contains(pointer.substr(0, end));
        if (!here) return nullptr;
        object = &here->as_object();
        pointer.remove_prefix(end == std::string_view::npos ? pointer.size() : end);
    }
    return here;
}

TEST_CASE("journey: every answer has its place in the request's schema, with the answers on offer"
) {
    const PagesHouse house;
    const Journey journey = read_journey(journey_document());
    const json::object& schema = house.forms.schema("request");

    for (const Page& page : journey.pages) {
        for (const Field& field : page.fields) {
            CAPTURE(field.pointer);
            if (field.kind == FieldKind::flags) {
                for (const Option& option : field.options)
                    CHECK(schema_at(schema, option.pointer));
                continue;
            }
            const json::value* place = schema_at(schema, field.pointer);
            REQUIRE(place);
            const bool many = field.kind == FieldKind::checkboxes || field.kind == FieldKind::times;
            const json::object& values = many ? place->at("items").as_object() : place->as_object();
            if (!values.contains("enum")) {
                CHECK(field.options.empty());
                continue;
            }
            for (const Option& option : field.options) {
                const json::array& allowed = values.at("enum").as_array();
                CHECK(
                    std::find(allowed.begin(), allowed.end(), json::value(option.value)) !=
                    allowed.end()
                );
            }
        }
    }
}

TEST_CASE("journey: no page's address says what the form is about") {
    const std::regex neutral("[qp]/[0-9]{1,2}");
    for (const Page& page : read_journey(journey_document()).pages) {
        CAPTURE(page.slug);
        CHECK(std::regex_match(page.slug, neutral));
    }
}

TEST_CASE("journey: what it does not know, asks twice for, or lacks is refused with its place") {
    const auto broken = [](const auto& change) {
        json::value document = journey_document();
        change(document.as_object());
        return document;
    };
    CHECK_THROWS_AS(
        (void)read_journey(broken([](json::object& journey) {
            journey.at("pages").as_array()[0].as_object()["wen"] = json::array();
        })),
        BadJourney
    );
    CHECK_THROWS_AS(
        (void)read_journey(broken([](json::object& journey) {
            json::array& pages = journey.at("pages").as_array();
            pages.push_back(pages[0]);
        })),
        BadJourney
    );
    CHECK_THROWS_AS(
        (void)read_journey(broken([](json::object& journey) { journey.erase("sent"); })), BadJourney
    );
    CHECK_THROWS_AS((void)read_journey(json::value(3)), BadJourney);
}

TEST_CASE("dates: months as people write them, and what is wrong with the others") {
    const auto read = [](const char* day, const char* month, const char* year) {
        return read_date(json::object{{"day", day}, {"month", month}, {"year", year}});
    };
    CHECK(read("27", "3", "1985").text == "1985-03-27");
    CHECK(read("1", "March", "1985").text == "1985-03-01");
    CHECK(read("1", "mawrth", "1985").text == "1985-03-01");
    CHECK(read("1", "Sept", "1985").text == "1985-09-01");
    CHECK(read("29", "2", "2024").text == "2024-02-29");
    CHECK(read("29", "2", "2023").code == "not_real");
    CHECK(read("32", "1", "2023").wrong == "d");
    CHECK(read("1", "13", "2023").wrong == "m");
    CHECK(read("1", "1", "85").code == "year_digits");
    CHECK(read("1", "", "1985").code == "incomplete");
    CHECK(read("1", "", "1985").wrong == "m");
    CHECK(read("", "", "1985").wrong == "dm");
    CHECK(read("", "", "").code == "required");
    CHECK(read("-1", "1", "1985").code == "not_real");
    CHECK(read("99999999999", "1", "1985").code == "not_real");
}

TEST_CASE("answers: trimmed, line ends made one, control characters gone, marks kept") {
    Page page;
    page.fields.resize(2);
    page.fields[0].pointer = "/name";
    page.fields[1].pointer = "/words";
    page.fields[1].kind = FieldKind::area;

    const Answers answers = answers_of(
        page, {{"a1", "  Zo\xC3\xAB \t <O'Neil>\x01 "}, {"a2", "\r\n one\r\n  two  three \r\n"}}
    );

    CHECK(answers.at("/name") == json::value("Zo\xC3\xAB <O'Neil>"));
    CHECK(answers.at("/words") == json::value("one\ntwo three"));
}

TEST_CASE("answers: people and lines become lists") {
    Journey journey;
    Page page;
    page.slug = "q/1";
    page.fields.resize(2);
    page.fields[0].pointer = "/children/list";
    page.fields[0].kind = FieldKind::people;
    page.fields[1].pointer = "/subject/other_names";
    page.fields[1].kind = FieldKind::lines;
    journey.pages.push_back(page);

    const json::object request = request_of(
        journey,
        answers_of(
            page,
            {{"a1", "Robin"},
             {"a1-age", "7"},
             {"a1", ""},
             {"a1-age", ""},
             {"a1", "Sam"},
             {"a1-age", ""},
             {"a1", ""},
             {"a1-age", "two"},
             {"a2", "A"},
             {"a2", " "},
             {"a2", "B C"}}
        )
    );

    CHECK(
        json::serialize(request) ==
        R"({"children":{"list":[{"name":"Robin","age":7},{"name":"Sam"},{"age":"two"}]},)"
        R"("subject":{"other_names":["A","B C"]}})"
    );
}

}  // namespace
}  // namespace clarion::http::intake
