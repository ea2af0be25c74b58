// What is stored is enough: replaying the events gives the snapshot, byte for byte.
#include <doctest/doctest.h>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::new_case;
using clarion::test::person;
using clarion::test::small_process;

namespace {

struct Walk {
    std::vector<CaseEvent> events;
    CaseSnapshot now;

    void take(Decision decision) {
        REQUIRE_MESSAGE(decision.has_value(), clarion::test::describe(decision));
        const auto stored = read_event(serialise(decision->event));
        REQUIRE(stored.has_value());
        events.push_back(*stored);
        now = std::move(decision->after);
    }
};

Walk walk_to_the_end() {
    Walk walk;
    Instant now = at("2026-10-20T10:00:00Z");
    const auto act = [&](const std::string& name,
                         const std::string& role,
                         const std::string& action,
                         json::object form) {
        now += std::chrono::hours(30);
        walk.take(decide(
            small_process(),
            walk.now,
            {.action = action,
             .timer = {},
             .form = std::move(form),
             .principal = person(name, {role}, now),
             .origin = Origin::person},
            now
        ));
    };
    const Command request{
        .action = {},
        .timer = {},
        .form = {{"n", 1}},
        .principal = public_applicant(),
        .origin = Origin::person};
    walk.take(open_case(small_process(), new_case(), request, now));
    act("ivy", "intake_officer", "start", {});
    act("ann", "researcher", "research", {{"text", "caf\u00e9 \"quoted\""}});
    act("ola", "officer", "hold", {{"reason", "awaiting_id"}});
    act("cal", "coordinator", "go_on", {});
    now = at("2026-11-04T00:00:00Z");
    walk.take(decide(
        small_process(),
        walk.now,
        {.action = {},
         .timer = walk.now.machine.timers.at(0).id,
         .form = {},
         .principal = system_principal(),
         .origin = Origin::system},
        now
    ));
    act("dan", "decision_maker", "approve", {{"yes", true}, {"code", "disclosed_a"}});
    return walk;
}

}  // namespace

TEST_CASE("replay: the events of a case give its snapshot byte for byte, after every step") {
    const Walk walk = walk_to_the_end();
    CaseSnapshot snapshot = replay(small_process(), new_case(), {});
    snapshot.received_at = walk.events[0].at;

    for (const CaseEvent& event : walk.events)
        snapshot = apply(small_process(), snapshot, event);

    CHECK(serialise(small_process(), snapshot) == serialise(small_process(), walk.now));
    CHECK(
        serialise(small_process(), replay(small_process(), new_case(), walk.events)) ==
        serialise(small_process(), walk.now)
    );
}

TEST_CASE("replay: due instants come from the events, whatever the rules of the place say later") {
    class FarZone final : public Zone {
    public:
        LocalTime to_local(Instant) const override { return {}; }
        Instant start_of(std::chrono::local_days) const override { return {}; }
    };
    const Walk walk = walk_to_the_end();
    const FarZone far;
    Process moved = small_process();
    moved.zone = &far;

    CHECK(
        serialise(moved, replay(moved, new_case(), walk.events)) ==
        serialise(small_process(), walk.now)
    );
}

TEST_CASE("stored text: an event comes back as it was") {
    for (const CaseEvent& event : walk_to_the_end().events) {
        const auto again = read_event(serialise(event));
        REQUIRE(again.has_value());
        CHECK(serialise(*again) == serialise(event));
    }
}

TEST_CASE("stored text: the form of an event is frozen") {
    CaseEvent event;
    event.sequence = 7;
    event.type = "approve";
    event.data = {{"yes", true}};
    event.actor = nullptr;
    event.at = at("2026-11-02T10:00:00.125Z");
    event.dues = {at("2026-11-30T00:00:00Z")};
    event.title = "Approve";
    event.entered = {"small.process.closed"};
    event.left = {"small.process.review"};

    CHECK(
        serialise(event) ==
        R"({"sequence":7,"type":"approve","timer":"","data":{"yes":true},"actor":null,)"
        R"("at":"2026-11-02T10:00:00.125Z","dues":["2026-11-30T00:00:00.000Z"],)"
        R"("title":"Approve","entered":["small.process.closed"],"left":["small.process.review"]})"
    );
}

TEST_CASE("stored text: a snapshot comes back as it was") {
    const std::string text = serialise(small_process(), walk_to_the_end().now);

    const auto again = read_snapshot(small_process(), text);

    REQUIRE(again.has_value());
    CHECK(serialise(small_process(), *again) == text);
}

TEST_CASE("stored text: what cannot be read says what is wrong with it") {
    const std::string good = serialise(small_process(), walk_to_the_end().now);
    const auto fault_of = [&](std::string_view key, json::value value) {
        json::object object = json::parse(good).as_object();
        object[key] = std::move(value);
        const auto read = read_snapshot(small_process(), json::serialize(object));
        return read ? std::string("read") : read.error();
    };
    const std::string prefix = "a stored snapshot cannot be read: ";

    CHECK(fault_of("version", -1) == prefix + "version is not a number");
    CHECK(fault_of("received_at", "yesterday") == prefix + "received_at is not an instant");
    CHECK(fault_of("taken_by", {{"a", 1}}) == prefix + "taken_by is not a list of people");
    CHECK(
        fault_of("tasks_since", {{"small.gone", "2026-11-02T10:00:00Z"}}) ==
        prefix + "tasks_since names a state that the workflow lacks"
    );
    CHECK(fault_of("machine", json::object{}).starts_with(prefix));
    CHECK_FALSE(read_snapshot(small_process(), "").has_value());
    CHECK_FALSE(read_snapshot(small_process(), good.substr(0, good.size() - 1)).has_value());
    CHECK_FALSE(read_event("[]").has_value());
    CHECK(read_event("{}").error() == "a stored event cannot be read: sequence is missing");
}
