// What every AuditLog answers an auditor.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

constexpr int kEntries = 600;
constexpr int kMinutesBetween = 10;

// Entries that differ in every member one can ask for; one in a hundred was refused.
core::AuditEntry varied_entry(int number) {
    core::AuditEntry entry =
        an_entry("actor-" + std::to_string(number % 3), "case-" + std::to_string(number % 7));
    entry.ts = minute(number * kMinutesBetween);
    entry.type = number % 5 == 0 ? "approve_decision" : "case_opened";
    entry.cls = number % 5 == 0 ? core::AuditClass::alteration : core::AuditClass::consultation;
    entry.out = number % 100 == 99 ? core::AuditOutcome::denied : core::AuditOutcome::ok;
    entry.req = "request-" + std::to_string(number);
    entry.recipient = number % 50 == 0 ? "agency-1" : "";
    return entry;
}

void append_varied(World& world) {
    world.commit([&] {
        for (int number = 0; number < kEntries; ++number) {
            world.audit().append(varied_entry(number), {});
        }
    });
}

std::vector<std::uint64_t> numbers(const std::vector<ports::LoggedEntry>& entries) {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(entries.size());
    for (const auto& entry : entries)
        numbers.push_back(entry.seq);
    return numbers;
}

// What a reader of the whole log would find.
std::vector<std::uint64_t> expected(const std::function<bool(int)>& wanted) {
    std::vector<std::uint64_t> numbers;
    for (int number = kEntries - 1; number >= 0; --number) {
        if (wanted(number)) numbers.push_back(static_cast<std::uint64_t>(number));
    }
    return numbers;
}

using Terms = std::vector<ports::AuditQuery::Term>;
using MaybeInstant = std::optional<core::Instant>;

std::vector<std::uint64_t> ask(
    World& world, const Terms& terms, MaybeInstant from = {}, MaybeInstant until = {}
) {
    ports::AuditQuery query;
    query.terms = terms;
    query.from = from;
    query.until = until;
    query.limit = kEntries;
    return numbers(world.audit().query(query));
}

ports::AuditQuery::Term is(const std::string& member, const std::string& value) {
    return {member, value, false};
}

ports::AuditQuery::Term is_not(const std::string& member, const std::string& value) {
    return {member, value, true};
}

void values_are_found(World& world) {
    append_varied(world);

    CHECK(ask(world, {}) == expected([](int) { return true; }));
    CHECK(ask(world, {is("actor", "actor-1")}) == expected([](int n) { return n % 3 == 1; }));
    CHECK(ask(world, {is("subj", "case-6")}) == expected([](int n) { return n % 7 == 6; }));
    CHECK(ask(world, {is("type", "approve_decision")}) == expected([](int n) {
              return n % 5 == 0;
          }));
    CHECK(ask(world, {is("cls", "alteration")}) == expected([](int n) { return n % 5 == 0; }));
    CHECK(ask(world, {is("out", "denied")}) == expected([](int n) { return n % 100 == 99; }));
    CHECK(ask(world, {is("out", "ok")}) == expected([](int n) { return n % 100 != 99; }));
    CHECK(ask(world, {is("req", "request-17")}) == expected([](int n) { return n == 17; }));
    CHECK(ask(world, {is("recipient", "agency-1")}) == expected([](int n) { return n % 50 == 0; }));
    CHECK(ask(world, {is("why", "assigned")}) == expected([](int) { return true; }));
    CHECK(ask(world, {is("org", "force-b")}).empty());
    CHECK(ask(world, {is("subj", "nobody")}).empty());
    CHECK(ask(world, {is("type", "case_open")}).empty());  // whole values only
}

void terms_combine(World& world) {
    append_varied(world);

    CHECK(
        ask(world, {is("actor", "actor-2"), is("subj", "case-3"), is("type", "approve_decision")}
        ) == expected([](int n) { return n % 3 == 2 && n % 7 == 3 && n % 5 == 0; })
    );
    CHECK(
        ask(world, {is("actor", "actor-2"), is_not("type", "case_opened")}) ==
        expected([](int n) { return n % 3 == 2 && n % 5 == 0; })
    );
    CHECK(ask(world, {is_not("actor", "actor-2"), is_not("out", "ok")}) == expected([](int n) {
              return n % 3 != 2 && n % 100 == 99;
          }));
    CHECK(ask(world, {is("actor", "actor-2"), is("actor", "actor-1")}).empty());
}

void times_bound_the_answer(World& world) {
    append_varied(world);
    const auto from = minute(100 * kMinutesBetween);
    const auto until = minute(400 * kMinutesBetween);

    CHECK(ask(world, {}, from) == expected([](int n) { return n >= 100; }));
    CHECK(ask(world, {}, {}, until) == expected([](int n) { return n < 400; }));
    CHECK(ask(world, {is("actor", "actor-0")}, from, until) == expected([](int n) {
              return n % 3 == 0 && n >= 100 && n < 400;
          }));
    CHECK(ask(world, {}, minute(kEntries * 2 * kMinutesBetween)).empty());
    CHECK(ask(world, {}, {}, minute(-kMinutesBetween * 1000)).empty());
}

void a_clock_set_back_hides_nothing(World& world) {
    world.commit([&] {
        for (const int day : {1, 5, 2, 5, 1}) {
            core::AuditEntry entry = an_entry("ann", "case-a");
            entry.ts = minute(day * 24 * 60);
            world.audit().append(entry, {});
        }
    });

    const auto day = [](int number) { return minute(number * 24 * 60); };
    CHECK(ask(world, {}, day(2), day(3)) == std::vector<std::uint64_t>{2});
    CHECK(ask(world, {}, {}, day(2)) == std::vector<std::uint64_t>{4, 0});
    CHECK(ask(world, {}, day(5)) == std::vector<std::uint64_t>{3, 1});
}

// Between two logs there are numbers that no entry has.
void a_turned_log_is_read_on(World& world) {
    append_varied(world);
    world.commit([&] { world.audit().turn({0, "log/2026", 0, {}, "", "", "{}"}); });
    core::AuditEntry after = varied_entry(1);
    after.ts = minute(kEntries * kMinutesBetween);
    world.commit([&] { world.audit().append(after, {}); });

    const auto with_the_newest = [](std::vector<std::uint64_t> numbers) {
        numbers.insert(numbers.begin(), 0);  // the first of the new log
        return numbers;
    };
    const auto from = minute(500 * kMinutesBetween);
    const auto late = expected([](int n) { return n >= 500; });
    CHECK(ask(world, {}, from) == with_the_newest(late));
    const auto late_of_one = expected([](int n) { return n % 3 == 1 && n >= 500; });
    CHECK(ask(world, {is("actor", "actor-1")}, from) == with_the_newest(late_of_one));
}

// In words by any part of them, in codes as a whole: as core::entry_says has it of each entry.
void texts_are_found(World& world) {
    append_varied(world);
    const auto says = [](const std::string& text) { return is(ports::kTextTerm, text); };
    const auto says_not = [](const std::string& text) { return is_not(ports::kTextTerm, text); };

    CHECK(ask(world, {says("Approve dec")}) == expected([](int n) { return n % 5 == 0; }));
    CHECK(ask(world, {says("alter")}) == expected([](int n) { return n % 5 == 0; }));
    CHECK(ask(world, {says("denied")}) == expected([](int n) { return n % 100 == 99; }));
    CHECK(ask(world, {says("actor-1")}) == expected([](int n) { return n % 3 == 1; }));
    CHECK(ask(world, {says("case-6")}) == expected([](int n) { return n % 7 == 6; }));
    CHECK(ask(world, {says("agency-1")}) == expected([](int n) { return n % 50 == 0; }));
    CHECK(ask(world, {says("actor-")}).empty());
    CHECK(ask(world, {says("request-17")}).empty());
    CHECK(ask(world, {says("case opened"), is("actor", "actor-2")}) == expected([](int n) {
              return n % 5 != 0 && n % 3 == 2;
          }));
    CHECK(ask(world, {says("consult"), says("case-6"), says_not("ok")}) == expected([](int n) {
              return n % 5 != 0 && n % 7 == 6 && n % 100 == 99;
          }));
    CHECK(ask(world, {says_not("case-6"), says_not("opened")}) == expected([](int n) {
              return n % 5 == 0 && n % 7 != 6;
          }));
    CHECK(ask(world, {says_not("assigned")}).empty());
}

void pages_go_on_below(World& world) {
    append_varied(world);
    ports::AuditQuery query;
    query.terms = {is("actor", "actor-1")};
    query.limit = 7;

    std::vector<std::uint64_t> shown;
    for (auto page = world.audit().query(query); !page.empty(); page = world.audit().query(query)) {
        CHECK(page.size() <= 7);
        for (const auto seq : numbers(page))
            shown.push_back(seq);
        query.before = shown.back();
    }

    CHECK(shown == expected([](int n) { return n % 3 == 1; }));
}

}  // namespace

void check_audit_queries(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("entries are found by any value, newest first") {
        values_are_found(*world);
    }
    SUBCASE("all terms must hold, negated ones too") {
        terms_combine(*world);
    }
    SUBCASE("a text is found in words and whole codes") {
        texts_are_found(*world);
    }
    SUBCASE("times bound the answer") {
        times_bound_the_answer(*world);
    }
    SUBCASE("a clock that was set back hides nothing") {
        a_clock_set_back_hides_nothing(*world);
    }
    SUBCASE("an earlier log is read on where this one begins") {
        a_turned_log_is_read_on(*world);
    }
    SUBCASE("pages go on below the last number") {
        pages_go_on_below(*world);
    }
}

}  // namespace clarion::test
