// What answers do not wait for: it is stored with them, done once soon after whatever happens in
// between, and nobody who asks can tell from the asking what the records hold.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

using std::chrono::hours;
using std::chrono::seconds;

namespace {

json::object by(const char* name, const char* born, const char* about) {
    json::object form = a_request();
    form["applicant"] = json::object{{"name", name}, {"birth_date", born}};
    form["subject"] = json::object{{"name", about}, {"birth_date", "1980-01-02"}};
    return form;
}

struct Comparing : House {
    Comparing() { begin_again(); }

    void begin_again() { restart({trial_bundle(), comparing_bundle()}); }
    // The answer alone; what it did not wait for stays to be done.
    std::string ask_only(json::object form = a_request()) {
        const auto answer = ask(
            front,
            runtime::SubmitRequest{json::value(std::move(form)), fresh_key(), "online", "en", {}}
        );
        return text(document(answer).at("reference"));
    }
    void report(const char* name, const char* born) {
        CHECK(describe(ask(core::public_applicant(), in_the_name_of(name, born))) == "ok {}");
    }
    std::string contact_of(const std::string& reference) {
        const json::object context = context_of(reference);
        const json::value* found = context.if_contains("comparison");
        return found == nullptr ? "nothing" : text(found->at("contact"));
    }
    bool is_held(const std::string& reference) {
        return states_of(reference).find("contact.held") != std::string::npos;
    }
    std::size_t waiting() const { return world.disk.now.later.size(); }
    double alarms(const std::string& which) {
        return metrics.values["clarion_alarms_total{" + which + "}"];
    }
};

// All that a store and the keys did for one piece of work, and what was said.
struct Effort {
    std::map<std::string, int, std::less<>> asked;
    std::uint64_t rows_written = 0;
    int unwrapped = 0;
    int opened = 0;
    std::size_t logged = 0;
    std::size_t said = 0;
    friend bool operator==(const Effort&, const Effort&) = default;
};

Effort effort_of(House& house, const core::Principal& who, runtime::Asked asked) {
    house.is_watchful = false;
    house.world.disk.asked.clear();
    const Effort before{
        {},
        house.world.disk.rows_written,
        house.keys.unwrapped,
        house.keys.opened,
        house.logged(),
        0};
    const std::string said = describe(house.ask(who, std::move(asked)));
    CHECK(said.starts_with("ok"));
    return {
        house.world.disk.asked,
        house.world.disk.rows_written - before.rows_written,
        house.keys.unwrapped - before.unwrapped,
        house.keys.opened - before.opened,
        house.logged() - before.logged,
        said.size()};
}

void fill(Comparing& house) {
    for (int times = 0; times < 30; ++times) {
        (void)house.submit();
        (void)house.submit(by("Nobody Known", "1999-09-09", "Pat Placeholder"));
    }
    CHECK(house.waiting() == 0);
}

}  // namespace

TEST_CASE("later work: taking a request costs the same whoever is known") {
    Comparing empty;
    Comparing full;
    (void)empty.submit(by("Kim Third", "1991-03-04", "Somebody Else"));
    fill(full);
    const auto effort = [](Comparing& house, json::object form) {
        runtime::SubmitRequest asked{
            json::value(std::move(form)), house.fresh_key(), "online", "en", {}};
        return effort_of(house, house.front, std::move(asked));
    };

    const Effort unknown = effort(empty, a_request());

    CHECK(effort(full, a_request()) == unknown);
    CHECK(effort(full, by("Alex Example", "1994-03-27", "Ola New")) == unknown);
    CHECK_FALSE(unknown.asked.contains("cases_with_token"));
    CHECK_FALSE(unknown.asked.contains("sealed_snapshot_of"));
}

TEST_CASE("later work: a word that contact is unsafe costs the same whether it finds a case") {
    Comparing empty;
    Comparing full;
    (void)empty.submit(by("Kim Third", "1991-03-04", "Somebody Else"));
    const std::string reference = full.submit();
    fill(full);
    const auto effort = [](Comparing& house, runtime::ReportContactUnsafe said) {
        return effort_of(house, core::public_applicant(), std::move(said));
    };

    const Effort unknown = effort(empty, in_the_name_of("Alex Example", "1994-03-27"));

    CHECK(effort(full, in_the_name_of("Alex Example", "1994-03-27")) == unknown);
    CHECK(effort(full, {reference, "", "", "", ""}) == unknown);
    CHECK(effort(full, {"", "", "", "", ""}) == unknown);
    CHECK_FALSE(unknown.asked.contains("cases_with_token"));
    CHECK_FALSE(unknown.asked.contains("find_case"));
}

TEST_CASE("later work: a service that is stopped between the answer and it goes on from there") {
    Comparing house;
    (void)house.submit();
    json::object form = a_request();
    form["contact"].as_object()["email"] = json::object{{"address", "other@example.com"}};
    const std::string reference = house.ask_only(form);
    house.report("Alex Example", "1994-03-27");
    const auto version = house.row_of(reference).version;
    CHECK(house.waiting() == 2);

    house.begin_again();
    CHECK(house.engine->next_wake() <= house.clock.now());
    house.do_later();

    CHECK(house.contact_of(reference) == "differs");
    CHECK(house.is_held(reference));
    CHECK(house.waiting() == 0);
    CHECK(house.row_of(reference).version == version + 2);
    house.do_later();
    house.begin_again();
    house.do_later();
    CHECK(house.row_of(reference).version == version + 2);
}

TEST_CASE("later work: what came in meanwhile is not taken for what was known before") {
    Comparing house;
    const std::string first = house.ask_only();
    house.clock.advance(hours(1));
    const std::string second = house.ask_only();

    house.do_later();

    CHECK(house.contact_of(first) == "nothing");
    CHECK(house.contact_of(second) == "known");
}

TEST_CASE("later work: a failing store delays it and loses nothing; it is done once") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.ask_only();

    SUBCASE("before it begins") {
        house.world.disk.fault = Fault::begin_fails;
    }
    SUBCASE("while it writes") {
        house.world.disk.fault = Fault::write_fails;
    }
    SUBCASE("at its end") {
        house.world.disk.fault = Fault::commit_fails;
    }
    house.do_later();
    CHECK(house.alarms("store_unavailable") == 1);
    CHECK(house.waiting() == 1);
    CHECK(house.contact_of(reference) == "nothing");

    house.clock.advance(seconds(2));
    (void)house.fire_timers();
    house.do_later();
    CHECK(house.contact_of(reference) == "known");
    CHECK(house.row_of(reference).version == 2);
    CHECK(house.waiting() == 0);
}

TEST_CASE("later work: a commit whose end nobody knows is not done again") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.ask_only();
    house.world.disk.fault = Fault::commit_unknown;
    house.do_later();
    house.clock.advance(seconds(2));
    (void)house.fire_timers();
    house.do_later();
    CHECK(house.contact_of(reference) == "known");
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("later work: a race that was lost is run again") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.ask_only();
    house.world.disk.fault = Fault::race_lost;
    CHECK_FALSE(house.engine->do_later(2));
    CHECK(house.waiting() == 1);
    house.do_later();
    CHECK(house.contact_of(reference) == "known");
}

TEST_CASE("later work: of two nodes one does it") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.ask_only();
    runtime::Services services = house.services();
    services.store_is_shared = true;
    runtime::Engine other(services, {trial_bundle(), comparing_bundle()});
    const std::size_t logged = house.logged();

    CHECK_FALSE(other.do_later(2));
    house.do_later();
    CHECK_FALSE(other.do_later(2));

    CHECK(house.log_after(logged) == "request_compared/ok");
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("later work: it waits for its moment, drawn anew for each") {
    Comparing house;
    house.later_spread = hours(1);
    house.begin_again();
    for (int times = 0; times < 8; ++times)
        (void)house.ask_only();
    std::set<core::Instant> moments;
    for (const auto& [id, row] : house.world.disk.now.later)
        moments.insert(row.not_before);

    CHECK(moments.size() > 4);
    CHECK(*moments.begin() >= house.clock.now() + hours(1) / 8);
    CHECK(*moments.rbegin() <= house.clock.now() + hours(1));
    CHECK(house.engine->next_wake() == *moments.begin());
    house.clock.advance(hours(1));
    house.do_later();
    CHECK(house.waiting() == 0);
    CHECK(house.metrics.values["clarion_later_work_waiting"] == 0);
}

TEST_CASE("later work: nothing is sent before a word that contact is unsafe was heard") {
    Comparing house;
    house.later_spread = hours(1);
    house.begin_again();
    const std::string reference = house.ask_only();
    house.done(house.officer, reference, "call_back");

    house.report("Alex Example", "1994-03-27");

    CHECK(house.take_deliveries().empty());
    CHECK(house.is_held(reference));
    CHECK(house.waiting() == 1);  // the comparison has its own time
}

TEST_CASE("later work: a damaged case among the others keeps nobody from asking, and is alarmed") {
    Comparing house;
    const std::string known = house.submit();
    const std::string broken = house.submit();
    house.begin_again();
    const auto id = house.row_of(broken).id;
    house.damaged.insert(id.text);
    house.world.disk.now.cases.at(id.text).sealed_snapshot.back() ^= 1U;

    const std::string reference = house.ask_only();
    house.do_later();

    CHECK(house.contact_of(reference) == "known");
    CHECK(house.context_of(reference).at("comparison").at("same_subject") == 1);
    CHECK(house.alarms("case_damaged") > 0);
    CHECK(house.waiting() == 0);
}

TEST_CASE("later work: a damaged case is told that contact is unsafe once it is repaired") {
    Comparing house;
    const std::string sound = house.submit();
    const std::string broken = house.submit();
    house.begin_again();
    const auto id = house.row_of(broken).id;
    house.damaged.insert(id.text);
    auto& sealed = house.world.disk.now.cases.at(id.text).sealed_snapshot;
    sealed.back() ^= 1U;

    house.report("Alex Example", "1994-03-27");
    house.do_later();
    CHECK(house.is_held(sound));
    CHECK(house.alarms("case_damaged") > 0);
    const double alarmed = house.alarms("case_damaged");
    house.clock.advance(hours(1));
    house.do_later();
    CHECK(house.alarms("case_damaged") > alarmed);  // and again each hour
    CHECK(house.waiting() == 1);

    house.world.disk.now.cases.at(id.text).sealed_snapshot.back() ^= 1U;
    house.damaged.clear();
    house.begin_again();
    const std::size_t logged = house.logged();
    house.clock.advance(hours(1));
    house.do_later();
    CHECK(house.log_after(logged) == "contact_reported_unsafe/ok");  // nobody is told twice
    CHECK(house.is_held(broken));
    CHECK(house.waiting() == 0);
}

TEST_CASE("later work: what cannot be read is alarmed and kept, and holds nothing else up") {
    Comparing house;
    (void)house.submit();
    const std::string unread = house.ask_only();
    house.world.disk.now.later.begin()->second.sealed.back() ^= 1U;
    const std::string read = house.ask_only();
    house.do_later();

    CHECK(house.contact_of(unread) == "nothing");
    CHECK(house.contact_of(read) == "known");
    CHECK(house.alarms("later_work_unreadable") == 1);
    CHECK(house.waiting() == 1);
    house.clock.advance(hours(1));
    house.do_later();
    CHECK(house.alarms("later_work_unreadable") == 2);
}

TEST_CASE("later work: goes with the keys to the next") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.ask_only();
    house.keys.added = "second";
    (void)document(house.ask(core::system_principal(), runtime::TurnKeys{std::nullopt, 100}));
    house.keys.known = {"second"};
    house.begin_again();
    house.do_later();
    CHECK(house.contact_of(reference) == "known");
}

}  // namespace clarion::test
