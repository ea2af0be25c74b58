#include <doctest/doctest.h>

#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/posted_page.hpp"
#include "adapters/http/console/words.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::console {
namespace {

namespace json = core::json;
using test::PagesHouse;

// What somebody would type to say `value`.
void type(
    const json::value& schema,
    const json::value& value,
    const std::string& pointer,
    FormFields& typed
) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            type(
                at(at(schema, "properties"), name), member, pointer + "/" + std::string(name), typed
            );
        }
    } else if (const auto* list = value.if_array()) {
        const json::value& items = at(schema, "items");
        std::string lines;
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (text_at(items, "type") == "object") {
                type(items, (*list)[i], pointer + "/" + std::to_string(i), typed);
            } else if (at(items, "enum").is_array()) {
                typed.emplace_back(pointer, (*list)[i].as_string());
            } else {
                lines += std::string((*list)[i].as_string()) + "\r\n";
            }
        }
        if (!lines.empty()) typed.emplace_back(pointer, lines);
    } else if (value.is_bool()) {
        typed.emplace_back(pointer, value.get_bool() ? "yes" : "no");
    } else if (text_at(schema, "format") == "date") {
        const std::string date(value.as_string());
        typed.emplace_back(pointer + "-day", date.substr(8, 2));
        typed.emplace_back(pointer + "-month", date.substr(5, 2));
        typed.emplace_back(pointer + "-year", date.substr(0, 4));
    } else if (value.is_int64()) {
        typed.emplace_back(pointer, std::to_string(value.get_int64()));
    } else {
        typed.emplace_back(pointer, value.as_string());
    }
}

TEST_CASE("forms of schemas: every example of the house can be typed in, and comes out as it was") {
    PagesHouse house;
    const web::Components components(house.templates, "Error:");
    for (const std::string& name : house.forms.names()) {
        CAPTURE(name);
        const json::value schema(house.forms.schema(name));
        const json::value& example = schema.at("examples").as_array()[0];
        FormFields typed;
        type(schema, example, "", typed);

        const json::value document(read_form(schema, typed));

        CHECK(document == example);
        CHECK(house.forms.check(name, document).empty());
        const std::string html = form_fields(house.templates, components, schema, typed, {}).text();
        for (const auto& [field, value] : typed) {
            CAPTURE(field);
            CHECK(html.find("name=\"" + field + "\"") != std::string::npos);
        }
    }
}

TEST_CASE("forms of schemas: what is wrong leads to the field") {
    PagesHouse house;
    const json::value schema(house.forms.schema("hold"));
    const auto errors = house.forms.check("hold", json::object());
    REQUIRE_FALSE(errors.empty());

    const auto problems = form_problems(schema, errors);

    const web::Components components(house.templates, "Error:");
    const std::string html = form_fields(house.templates, components, schema, {}, errors).text();
    for (const web::Problem& problem : problems) {
        CAPTURE(problem.href);
        CHECK(html.find("id=\"" + problem.href.substr(1) + "\"") != std::string::npos);
        CHECK(html.find(problem.message) != std::string::npos);
    }
}

TEST_CASE("words: the clock says the day, what is left, and how late") {
    const auto words = [](int day, int total, const char* state) {
        return clock_words(json::object{{"day", day}, {"days_total", total}, {"state", state}}
        ).words;
    };
    CHECK(words(9, 28, "on_time") == "Day 9 of 28, 19 days left");
    CHECK(words(27, 28, "warned") == "Day 27 of 28, 1 day left");
    CHECK(words(31, 28, "overdue") == "Day 31 of 28, 3 days late");
    CHECK(day_words("2026-12-15T13:05:00.000Z") == "Tuesday 15 December 2026");
    CHECK(title_of_code("no_but_in_contact") == "No but in contact");
}

TEST_CASE("words: a limit in days is due on a day, one in minutes at a time") {
    CHECK(due_words("2026-12-21T00:00:00.000Z") == "Sunday 20 December 2026");
    CHECK(due_words("2027-06-20T23:00:00.000Z") == "Sunday 20 June 2027");
    CHECK(due_words("2026-11-22T13:10:00.000Z") == "Sunday 22 November 2026, 13:10 UTC");
}

TEST_CASE("words: a refusal that says when contact is safe again is shown as it is") {
    core::Refusal refusal;
    refusal.code = core::RefusalCode::outside_safe_window;
    refusal.detail = "It is safe again from 9 in the morning.";
    CHECK(words_for(refusal) == refusal.detail);
    refusal.code = core::RefusalCode::guard_failed;
    refusal.detail = "record_contact";
    CHECK(words_for(refusal).find("record_contact") == std::string::npos);
    CHECK(words_for(refusal).starts_with("A rule of the process"));
    refusal.reasons = {{{"en", "The case is late."}, {"cy", "Mae’r achos yn hwyr."}}};
    CHECK(words_for(refusal) == "The case is late. What you typed is below.");
    CHECK(
        why_not_in_words(
            json::object{{"code", "guard_failed"}, {"reasons", json::value_from(refusal.reasons)}}
        ) == "The case is late."
    );
    CHECK(
        why_not_in_words(json::object{{"code", "role_not_allowed"}}) == "Another role does this."
    );
}

TEST_CASE("words: what somebody wrote is shown as they wrote it, codes as words") {
    const json::value schema = json::parse(
        R"({"properties": {"our_word": {"title": "Our word", "type": "string"},
            "choice": {"title": "Choice", "type": "string", "enum": ["not_now"]},
            "on": {"title": "On", "type": "string", "format": "date"}}})"
    );
    const auto said =
        say(json::object{{"our_word", "bluebell"}, {"choice", "not_now"}, {"on", "2026-03-27"}},
            &schema);

    REQUIRE(said.size() == 3);
    CHECK(said[0].lines[0] == "bluebell");
    CHECK(said[1].lines[0] == "Not now");
    CHECK(said[2].lines[0] == "27 March 2026");
}

}  // namespace
}  // namespace clarion::http::console
