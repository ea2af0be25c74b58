// What a store promises of retention: lists in order, and an erasure that leaves nothing but the
// log.
#include <doctest/doctest.h>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

ports::RetentionRow a_retention(const ports::CaseRow& of, int due) {
    ports::RetentionRow row;
    row.case_id = of.id;
    row.group = "other";
    row.review_due = minute(due);
    return row;
}

void rows_are_kept_as_written(World& world) {
    const ports::CaseRow row = a_case("1");
    ports::RetentionRow kept = a_retention(row, 3);
    world.commit([&] {
        world.cases().insert_case(row);
        CHECK_FALSE(world.cases().find_retention(row.id).has_value());
        world.cases().keep_retention(kept);
    });
    CHECK(world.cases().find_retention(row.id) == kept);

    kept.holds = {{"abc", "inquiry", minute(1)}, {"def", "closure", minute(2)}};
    kept.proposed_by.text = "somebody";
    kept.erase_after = minute(9);
    kept.reviews = 2;
    world.commit([&] { world.cases().keep_retention(kept); });
    CHECK(world.cases().find_retention(row.id) == kept);
}

void reviews_come_in_the_order_they_are_due(World& world) {
    world.commit([&] {
        int due = 30;
        for (const char* name : {"1", "2", "3"}) {
            world.cases().insert_case(a_case(name));
            world.cases().keep_retention(a_retention(a_case(name), due -= 10));
        }
    });

    const auto all = world.cases().reviews_due(minute(15), std::nullopt, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].case_id.text == "case-3");
    CHECK(all[1].case_id.text == "case-2");
    const ports::RetentionPlace after{all[0].review_due, all[0].case_id};
    CHECK(world.cases().reviews_due(minute(60), after, 1).at(0).case_id.text == "case-2");
    CHECK(world.cases().count_reviews_due(minute(60), 2) == 2);
    CHECK(world.cases().erasures_agreed(10).empty());
}

// Everything a case can have, and its neighbour the same.
void put_whole_case(World& world, const std::string& name) {
    const ports::CaseRow row = a_case(name);
    world.cases().insert_case(row);
    world.cases().append_event(an_event(row, 1));
    world.cases().set_timers(row.id, {{row.id, "timer", minute(5)}});
    world.cases().insert_task(a_task(row, name));
    world.cases().put_search_tokens(row.id, {a_digest(1)});
    world.outbox().put(an_effect(row, "message-" + name, 0));
    world.outbox().put(an_effect(row, "lost-" + name, 0));
    world.audit().append(an_entry("ann", row.audit_ref.text), bytes("sealed detail"));
    ports::RetentionRow kept = a_retention(row, 1);
    kept.proposed_by.text = "ann";
    kept.erase_after = minute(2);
    world.cases().keep_retention(kept);
    ports::AlertRow seen;
    seen.id = "alert-" + name;
    seen.rule = "sealed_view";
    seen.once = "sealed_view|ann|" + name;
    seen.person = {"ann"};
    seen.case_id = row.id;
    seen.raised_at = minute(1);
    seen.finding = "They knew the person.";
    world.cases().raise_alert(seen);
}

void an_erasure_leaves_the_log_and_the_neighbours(World& world) {
    world.commit([&] {
        put_whole_case(world, "1");
        put_whole_case(world, "2");
        put_whole_case(world, "3");
    });
    world.commit([&] { world.outbox().bury(world.outbox().ready(minute(0), 6).at(3).id, "no"); });
    const auto head = world.audit().head();

    const std::vector<core::CaseId> gone{{"case-2"}};
    world.commit([&] { world.cases().erase_cases(gone, minute(3)); });

    CHECK_FALSE(world.cases().find_case(core::CaseId{"case-2"}).has_value());
    CHECK(world.cases().events_of({"case-2"}, 0, 10).empty());
    CHECK(world.cases().timers_of({"case-2"}).empty());
    CHECK_FALSE(world.cases().find_task({"task-2"}).has_value());
    // Who looked is still to be answered for; at what is gone.
    const ports::AlertRow seen = world.cases().find_alert("alert-2").value();
    CHECK(seen.person.text == "ann");
    CHECK_FALSE(seen.case_id.has_value());
    CHECK(seen.finding.empty());
    CHECK(world.cases().find_alert("alert-1").value().case_id == core::CaseId{"case-1"});
    CHECK(world.cases().cases_with_token(a_digest(1), 10).size() == 2);
    CHECK(world.cases().due_timers(minute(9), 10).size() == 2);
    for (const ports::OutboxRow& row : world.outbox().ready(minute(0), 10))
        CHECK(row.case_id.text != "case-2");
    CHECK(world.cases().erasures_agreed(10).size() == 2);
    CHECK(world.cases().count_cases() == 2);
    CHECK(world.cases().count_erased() == 1);
    CHECK(world.audit().head().root == head.root);
    CHECK(world.audit().detail(0).has_value());
    CHECK_FALSE(world.audit().detail(1).has_value());
    CHECK(world.audit().entries(1, 1).at(0).bytes.find("subject-2") != std::string::npos);
    // Whoever goes through all cases finds the way on from one that is gone.
    CHECK(world.cases().every_case(core::CaseId{"case-2"}, 10).at(0).id.text == "case-3");
}

void an_erasure_can_be_undone_with_its_batch(World& world) {
    world.commit([&] { put_whole_case(world, "1"); });
    const std::vector<core::CaseId> gone{{"case-1"}};

    world.cases().begin();
    world.cases().erase_cases(gone, minute(3));
    world.cases().rollback();

    CHECK(world.cases().find_case(core::CaseId{"case-1"}).has_value());
    CHECK(world.cases().events_of({"case-1"}, 0, 10).size() == 1);
    CHECK(world.cases().count_erased() == 0);
}

}  // namespace

void check_retention(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("rows are kept as they were written") {
        rows_are_kept_as_written(*world);
    }
    SUBCASE("reviews come in the order they are due") {
        reviews_come_in_the_order_they_are_due(*world);
    }
    SUBCASE("an erasure leaves the log and the neighbours") {
        an_erasure_leaves_the_log_and_the_neighbours(*world);
    }
    SUBCASE("an erasure can be undone with its batch") {
        an_erasure_can_be_undone_with_its_batch(*world);
    }
}

}  // namespace clarion::test
