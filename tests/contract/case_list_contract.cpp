// What every CaseStore does with lists and counts.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

std::vector<std::string> names(const std::vector<ports::CaseRow>& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows)
        names.push_back(row.id.text.substr(5));
    return names;
}

using Names = std::vector<std::string>;

Names list(World& world, const std::string& queue, bool closed_too = false) {
    ports::CaseListing listing;
    listing.queue = queue;
    listing.closed_too = closed_too;
    return names(world.cases().list_cases(listing));
}

// Named in the order a list has to show them.
void insert_sorted_cases(World& world) {
    ports::CaseRow urgent = a_case("a");
    urgent.priority = 9;
    ports::CaseRow due_first = a_case("b");
    due_first.due_at = minute(10);
    due_first.received_at = minute(5);
    ports::CaseRow due_later = a_case("c");
    due_later.due_at = minute(20);
    ports::CaseRow early = a_case("d");
    early.received_at = minute(-1);
    const ports::CaseRow one_of_two = a_case("e");
    const ports::CaseRow other_of_two = a_case("f");
    ports::CaseRow closed = a_case("g");
    closed.closed = true;
    closed.received_at = minute(1);
    ports::CaseRow elsewhere = a_case("h");
    elsewhere.queue = "decisions";
    elsewhere.received_at = minute(2);
    world.commit([&] {
        for (const auto& row :
             {other_of_two, elsewhere, closed, early, urgent, due_later, one_of_two, due_first}) {
            world.cases().insert_case(row);
        }
    });
}

void lists_are_sorted(World& world) {
    insert_sorted_cases(world);

    CHECK(list(world, "intake") == Names{"a", "b", "c", "d", "e", "f"});
    CHECK(list(world, "decisions") == Names{"h"});
    CHECK(list(world, "none").empty());
    CHECK(list(world, "") == Names{"a", "b", "c", "d", "e", "f", "h"});
    CHECK(list(world, "", true) == Names{"a", "b", "c", "d", "e", "f", "g", "h"});
    CHECK(list(world, "intake", true) == Names{"a", "b", "c", "d", "e", "f", "g"});
}

void pages_follow_each_other(World& world) {
    insert_sorted_cases(world);

    for (const int limit : {1, 2, 3, 7}) {
        ports::CaseListing listing{"", true, std::nullopt, limit};
        Names shown;
        for (auto page = world.cases().list_cases(listing); !page.empty();
             page = world.cases().list_cases(listing)) {
            CHECK(page.size() <= static_cast<std::size_t>(limit));
            for (const auto& name : names(page))
                shown.push_back(name);
            listing.after = page.back();
        }
        CHECK(shown == Names{"a", "b", "c", "d", "e", "f", "g", "h"});
    }
}

void a_moved_case_changes_its_list(World& world) {
    insert_sorted_cases(world);
    ports::CaseRow moved = world.cases().find_case(core::CaseId{"case-d"}).value();
    moved.version = 2;
    moved.queue = "decisions";
    moved.priority = 1;

    world.commit([&] { CHECK(world.cases().update_case(moved)); });

    CHECK(list(world, "intake") == Names{"a", "b", "c", "e", "f"});
    CHECK(list(world, "decisions") == Names{"d", "h"});
}

Names on_lists(World& world, const std::vector<std::string>& lists) {
    ports::CaseListing listing;
    listing.lists = lists;
    return names(world.cases().list_cases(listing));
}

// Two of ann's, one of them late; a third that nobody has.
void insert_listed_cases(World& world) {
    ports::CaseRow usual = a_case("a");
    usual.lists = {"person:ann", "role:officer"};
    ports::CaseRow late = a_case("b");
    late.priority = 3;
    late.lists = {"overdue", "person:ann", "role:supervisor"};
    ports::CaseRow free = a_case("c");
    free.lists = {"role:officer", "unassigned"};
    world.commit([&] {
        for (const auto& row : {free, usual, late})
            world.cases().insert_case(row);
    });
}

void named_lists_hold_their_cases(World& world) {
    insert_listed_cases(world);

    CHECK(on_lists(world, {"person:ann"}) == Names{"b", "a"});
    CHECK(on_lists(world, {"unassigned"}) == Names{"c"});
    CHECK(on_lists(world, {"role:officer", "role:supervisor"}) == Names{"b", "a", "c"});
    CHECK(on_lists(world, {"person:ann", "role:officer"}) == Names{"b", "a", "c"});
    CHECK(on_lists(world, {"person:bob"}).empty());
    CHECK(world.cases().find_case(core::CaseId{"case-b"}).value().lists.size() == 3);
    CHECK(
        world.cases().lists_with(core::CaseId{"case-b"}) ==
        Names{"overdue", "person:ann", "role:supervisor"}
    );
    CHECK(
        world.cases().count_lists({"open", "queue:intake", "person:ann", "overdue", "none"}) ==
        std::vector<std::uint64_t>{3, 3, 2, 1, 0}
    );
}

void a_step_moves_a_case_between_named_lists(World& world) {
    insert_listed_cases(world);
    ports::CaseRow moved = world.cases().find_case(core::CaseId{"case-a"}).value();
    moved.version = 2;
    moved.lists = {"person:bob", "role:officer"};
    moved.priority = 9;
    ports::CaseRow closed = world.cases().find_case(core::CaseId{"case-b"}).value();
    closed.version = 2;
    closed.lists = {};
    closed.queue = "";
    closed.closed = true;

    world.commit([&] {
        CHECK(world.cases().update_case(moved));
        CHECK(world.cases().update_case(closed));
    });

    CHECK(on_lists(world, {"person:ann"}).empty());
    CHECK(world.cases().lists_with(core::CaseId{"case-b"}).empty());
    CHECK(on_lists(world, {"person:bob"}) == Names{"a"});
    CHECK(on_lists(world, {"role:officer"}) == Names{"a", "c"});
    CHECK(
        world.cases().count_lists({"open", "queue:intake", "person:ann", "person:bob", "overdue"}
        ) == std::vector<std::uint64_t>{2, 2, 0, 1, 0}
    );
}

void colleagues_are_kept_once(World& world) {
    const ports::Colleague ann{{"ann"}, "Ann Officer", {"officer"}};
    const ports::Colleague bob{{"bob"}, "Bob Both", {"officer", "supervisor"}};
    const ports::Colleague later{{"ann"}, "Ann Adviser", {"coordinator"}};
    world.commit([&] {
        for (const auto& one : {bob, ann, ann, later})
            world.cases().keep_colleague(one);
    });

    CHECK(world.cases().colleagues() == std::vector{later, bob});
    CHECK(world.cases().find_colleague({"bob"}) == bob);
    CHECK_FALSE(world.cases().find_colleague({"cal"}).has_value());
}

void every_case_is_given_once(World& world) {
    world.commit([&] {
        for (const char* number : {"1", "2", "3", "4", "5"}) {
            ports::CaseRow row = a_case(number);
            row.closed = row.id.text == "case-2";
            world.cases().insert_case(row);
        }
    });

    std::vector<std::string> seen;
    std::vector<std::size_t> pages;
    std::optional<core::CaseId> after;
    do {
        const auto page = world.cases().every_case(after, 2);
        pages.push_back(page.size());
        for (const ports::CaseRow& row : page)
            seen.push_back(row.id.text);
        after = page.empty() ? std::nullopt : std::optional(page.back().id);
    } while (after);

    CHECK(pages == std::vector<std::size_t>{2, 2, 1, 0});
    std::sort(seen.begin(), seen.end());
    CHECK(seen == std::vector<std::string>{"case-1", "case-2", "case-3", "case-4", "case-5"});
}

struct RaisedAlerts {
    ports::CaseRow about = a_case("x");
    ports::AlertRow first;   // about that case
    ports::AlertRow second;  // about none
};

RaisedAlerts two_alerts(World& world) {
    RaisedAlerts raised;
    raised.about.walls = {"conflict:ann", "sealed"};
    ports::AlertRow& first = raised.first;
    first.id = "alert-1";
    first.rule = "break_glass";
    first.once = "break_glass|ann|x";
    first.person = {"ann"};
    first.case_id = raised.about.id;
    first.raised_at = minute(1);
    first.count = 3;
    raised.second = first;
    raised.second.id = "alert-2";
    raised.second.once = "refusals|ann";
    raised.second.case_id.reset();
    world.commit([&] {
        world.cases().insert_case(raised.about);
        CHECK(world.cases().raise_alert(first));
        CHECK_FALSE(world.cases().raise_alert(first));
        CHECK(world.cases().raise_alert(raised.second));
    });
    return raised;
}

void alerts_are_raised_once(World& world) {
    const auto [about, first, second] = two_alerts(world);
    CHECK(world.cases().find_case(about.id).value().walls == about.walls);
    CHECK(world.cases().has_alert(first.once));
    CHECK_FALSE(world.cases().has_alert("break_glass|bob|x"));
    const ports::AlertPage open{.settled = false, .but_about = {"sue"}, .after = {}, .limit = 10};
    REQUIRE(world.cases().alerts(open).size() == 2);
    CHECK(world.cases().alerts(open).front().id == "alert-2");
    CHECK(world.cases().alerts({false, {"ann"}, {}, 10}).empty());
    CHECK(world.cases().alerts({false, {"sue"}, {}, 1}).size() == 1);
    REQUIRE(world.cases().alerts({false, {"sue"}, "alert-2", 10}).size() == 1);
    CHECK(world.cases().alerts({false, {"sue"}, "alert-2", 10}).front().id == "alert-1");
    CHECK(world.cases().alerts({true, {"sue"}, {}, 10}).empty());
    CHECK(world.cases().has_alert_about(first.rule, first.person, about.id));
    CHECK_FALSE(world.cases().has_alert_about(first.rule, {"bob"}, about.id));
    CHECK_FALSE(world.cases().has_alert_about("other", first.person, about.id));
}

void alerts_count_and_are_settled(World& world) {
    auto [about, first, second] = two_alerts(world);
    ports::AlertRow alike = first;
    alike.id = "alert-3";
    alike.once = "the same again";
    alike.folds = true;
    ports::AlertRow more = second;
    more.count = 7;
    world.commit([&] {
        CHECK_FALSE(world.cases().raise_alert(alike));
        CHECK_FALSE(world.cases().raise_alert(more));
    });
    CHECK(world.cases().find_alert("alert-1").value().count == 4);
    CHECK(world.cases().find_alert("alert-2").value().count == 7);
    first.settled_at = minute(9);
    first.settled_by = {"sue"};
    first.finding = "explained";
    world.commit([&] { world.cases().settle_alert(first); });
    const auto settled = world.cases().alerts({true, {"sue"}, {}, 10});
    REQUIRE(settled.size() == 1);
    CHECK(settled.front().case_id == about.id);
    CHECK(settled.front().count == 4);
    CHECK(settled.front().settled_at == minute(9));
    CHECK(settled.front().settled_by.text == "sue");
    CHECK(settled.front().finding == "explained");
    CHECK_FALSE(world.cases().find_alert("alert-2").value().case_id.has_value());
    CHECK_FALSE(world.cases().find_alert("alert-3").has_value());

    ports::AlertRow nowhere = second;
    nowhere.id = "alert-4";
    nowhere.once = "refusals|bob";
    nowhere.case_id = core::CaseId{"nowhere"};
    world.commit([&] { CHECK(world.cases().raise_alert(nowhere)); });
    CHECK_FALSE(world.cases().find_alert("alert-4").value().case_id.has_value());
    // What was settled takes no more.
    world.commit([&] { CHECK(world.cases().raise_alert(alike)); });
}

}  // namespace

void check_case_lists(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("a list is sorted by priority, due instant, receipt and id") {
        lists_are_sorted(*world);
    }
    SUBCASE("pages follow each other without gap or repeat") {
        pages_follow_each_other(*world);
    }
    SUBCASE("a moved case changes its list") {
        a_moved_case_changes_its_list(*world);
    }
    SUBCASE("named lists hold their cases, and say how many") {
        named_lists_hold_their_cases(*world);
    }
    SUBCASE("a step moves a case between named lists") {
        a_step_moves_a_case_between_named_lists(*world);
    }
    SUBCASE("colleagues are kept once, as last seen") {
        colleagues_are_kept_once(*world);
    }
    SUBCASE("an alert is raised once") {
        alerts_are_raised_once(*world);
    }
    SUBCASE("alerts count on while they are open, and are settled") {
        alerts_count_and_are_settled(*world);
    }
    SUBCASE("every case is given once, closed ones too") {
        every_case_is_given_once(*world);
    }
}

}  // namespace clarion::test
