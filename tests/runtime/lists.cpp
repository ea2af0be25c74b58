// Lists of cases: mine, my team's, nobody's, soon due and late; what they show, and how many.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/core/audit/base64.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

const json::object kGrade{{"grade", "high"}};

runtime::ListCases list(std::string queue) {
    runtime::ListCases asked;
    asked.queue = std::move(queue);
    return asked;
}

std::vector<std::string> shown(House& house, const core::Principal& who, runtime::ListCases asked) {
    std::vector<std::string> references;
    const auto answer = house.ask(who, std::move(asked));
    for (const json::value& item : document(answer).at("items").as_array())
        references.push_back(text(item.at("reference")));
    return references;
}

std::int64_t counted(House& house, const core::Principal& who, const char* name) {
    const auto answer = house.ask(who, list(""));
    return document(answer).at("counts").at(name).to_number<std::int64_t>();
}

using References = std::vector<std::string>;

}  // namespace

TEST_CASE("lists: a new case is nobody's; who takes it has it, and gives it on to a colleague") {
    House house;
    const std::string reference = house.submit();
    CHECK(shown(house, house.officer, list("unassigned")) == References{reference});
    CHECK(shown(house, house.officer, list("mine")).empty());

    house.done(house.officer, reference, "take");

    CHECK(shown(house, house.officer, list("unassigned")).empty());
    CHECK(shown(house, house.officer, list("mine")) == References{reference});
    CHECK(shown(house, house.researcher, list("mine")).empty());
    const auto page = house.ask(house.supervisor, list(""));
    CHECK(text(document(page).at("items").at(0).at("assigned_to")) == "otis");

    house.done(house.supervisor, reference, "give", {{"to", house.researcher.person.text}});

    CHECK(shown(house, house.officer, list("mine")).empty());
    CHECK(shown(house, house.researcher, list("mine")) == References{reference});
    CHECK(counted(house, house.researcher, "mine") == 1);
    CHECK(counted(house, house.researcher, "unassigned") == 0);
}

TEST_CASE("lists: a case is given to nobody whom the house does not know") {
    House house;
    const std::string reference = house.submit();
    (void)shown(house, house.researcher, list(""));

    CHECK(
        describe(house.act(house.supervisor, reference, "give", {{"to", "nobody"}})) ==
        "refused invalid_form"
    );
    const auto answer = house.ask(house.supervisor, runtime::ListActions{reference});
    for (const json::value& item : document(answer).at("items").as_array()) {
        if (text(item.at("name")) != "give") continue;
        const json::value& to = item.at("form").at("properties").at("to");
        CHECK(json::serialize(to.at("x-titles")) == R"(["rhys","sula"])");
        CHECK(to.at("enum").as_array().size() == 2);
    }
}

TEST_CASE("lists: the team's are those that wait for one of my roles") {
    House house;
    const std::string first = house.submit();
    const std::string second = house.submit();
    house.done(house.intake, second, "triage", kGrade);

    CHECK(shown(house, house.intake, list("team")) == References{first});
    CHECK(shown(house, house.researcher, list("team")) == References{second});
    core::Principal both = house.intake;
    both.roles.emplace_back("researcher");
    CHECK(shown(house, both, list("team")) == References{first, second});
    CHECK(shown(house, house.officer, list("team")).empty());
}

TEST_CASE("lists: what nears its limit is found, and what is past it") {
    House house;
    const std::string late = house.submit();
    CHECK(counted(house, house.officer, "due_soon") == 0);

    house.clock.advance(std::chrono::days(15));
    (void)house.fire_timers();
    const std::string fresh = house.submit();
    CHECK(shown(house, house.officer, list("due_soon")) == References{late});
    CHECK(shown(house, house.officer, list("tasks_late")) == References{late});
    house.clock.advance(std::chrono::days(14));
    (void)house.fire_timers();

    CHECK(shown(house, house.officer, list("due_soon")).empty());
    CHECK(shown(house, house.officer, list("overdue")) == References{late});
    CHECK(counted(house, house.officer, "overdue") == 1);
    CHECK(counted(house, house.officer, "all") == 2);
    CHECK(counted(house, house.officer, "intake") == 2);
    runtime::ListCases on_time;
    on_time.clock = "on_time";
    CHECK(shown(house, house.officer, on_time) == References{fresh});
}

TEST_CASE("lists: a filter goes on over pages that show little, and sees every case once") {
    House house;
    References wanted;
    for (int number = 0; number < 260; ++number) {
        const std::string reference = house.submit();
        if (number % 50 != 49) continue;
        house.done(house.intake, reference, "triage", kGrade);
        wanted.push_back(reference);
    }

    References found;
    runtime::ListCases asked;
    asked.stage = "checking";
    int pages = 0;
    do {
        const std::size_t logged = house.logged();
        const auto answer = house.ask(house.supervisor, asked);
        const json::object& page = document(answer);
        for (const json::value& item : page.at("items").as_array())
            found.push_back(text(item.at("reference")));
        CHECK(house.logged() == logged + page.at("items").as_array().size());
        const json::value& next = page.at("next_cursor");
        asked.cursor = next.is_null() ? "" : text(next);
        ++pages;
    } while (!asked.cursor.empty());

    CHECK(pages == 2);
    CHECK(found == wanted);
}

TEST_CASE("lists: one that nobody knows is refused by name, not shown as if it were empty") {
    House house;
    (void)house.submit();

    const auto answer = house.ask(house.officer, list("bogus"));
    CHECK(describe(answer) == "refused bad_query");
    CHECK(
        std::get<core::Refusal>(answer).detail ==
        "`queue` names no list. Known: mine, team, unassigned, due_soon, tasks_late, overdue, "
        "contact_unsafe, decisions, intake, research, review."
    );
    runtime::ListCases asked;
    asked.clock = "late";
    CHECK(describe(house.ask(house.officer, asked)) == "refused bad_query");
    asked.clock.clear();
    asked.stage = "chec";
    CHECK(describe(house.ask(house.officer, asked)) == "refused bad_query");
}

TEST_CASE("lists: nobody reads from a cursor which case a page ended with") {
    House house;
    std::vector<std::string> references;
    for (int number = 0; number < 60; ++number)
        references.push_back(house.submit());
    const auto bytes_of = [](std::string cursor) {
        std::replace(cursor.begin(), cursor.end(), '-', '+');
        std::replace(cursor.begin(), cursor.end(), '_', '/');
        cursor.append((4 - cursor.size() % 4) % 4, '=');
        const auto bytes = core::parse_base64(cursor);
        return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
    };
    runtime::ListCases asked;
    const std::string first = text(document(house.ask(house.intake, asked)).at("next_cursor"));
    asked.cursor = first;
    const std::string second = text(document(house.ask(house.intake, asked)).at("next_cursor"));

    for (const std::string& cursor : {first, second}) {
        const std::string bytes = bytes_of(cursor);
        REQUIRE(bytes.size() > 32);
        CHECK(bytes.find("reference") == std::string::npos);
        for (const std::string& reference : references) {
            std::string plain = reference;
            std::erase(plain, '-');
            CHECK(bytes.find(plain) == std::string::npos);
        }
    }
    CHECK(first.size() == second.size());
    // One changed character is no place at all.
    asked.cursor[asked.cursor.size() / 2] =
        asked.cursor[asked.cursor.size() / 2] == 'A' ? 'B' : 'A';
    CHECK(describe(house.ask(house.intake, asked)) == "refused malformed_body");
}

TEST_CASE("lists: a cursor of one's own list is no use to somebody else") {
    House house;
    for (int number = 0; number < 26; ++number)
        (void)house.submit();
    const auto page = house.ask(house.intake, list("team"));
    runtime::ListCases asked = list("team");
    asked.cursor = text(document(page).at("next_cursor"));
    core::Principal other = house.researcher;
    other.roles = house.intake.roles;

    CHECK(describe(house.ask(other, asked)) == "refused malformed_body");
    CHECK(shown(house, house.intake, asked).size() == 1);
    asked.clock = "on_time";
    CHECK(describe(house.ask(house.intake, asked)) == "refused malformed_body");
}

}  // namespace clarion::test
