// Reading: what is shown, to whom, and the entries it leaves. Looking is an act.
#include <doctest/doctest.h>

#include <set>

#include "engine/core/reference.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

const json::object kGrade{{"grade", "high"}};

}  // namespace

TEST_CASE("reading: every look at a case leaves one entry, which its subject counts") {
    House house;
    const std::string reference = house.submit();
    const std::vector<std::pair<runtime::Asked, std::string>> looks{
        {runtime::OpenCase{reference}, "open_case/ok"},
        {runtime::ListActions{reference}, "list_actions/ok"},
        {runtime::ReadTimeline{reference, 0}, "read_timeline/ok"},
        {runtime::ReadClock{reference}, "read_clock/ok"},
        {runtime::DrawDiagram{reference}, "draw_diagram/ok"},
    };

    for (const auto& [asked, entry] : looks) {
        CAPTURE(entry);
        const std::size_t logged = house.logged();
        (void)document(house.ask(house.supervisor, asked));
        CHECK(house.log_after(logged) == entry);
        const core::AuditEntry& kept = house.world.disk.now.log.back().entry;
        CHECK(kept.cls == core::AuditClass::consultation);
        CHECK(kept.subj == house.row_of(reference).audit_ref);
        CHECK(kept.subj_n == logged + 1);
        CHECK(kept.actor.text == "ref-sula");
        CHECK(kept.req == "request-0");
        CHECK_FALSE(kept.fields.empty());
        CHECK_FALSE(kept.det.empty());
    }
    CHECK(house.row_of(reference).version == 1);
}

TEST_CASE("reading: who may not know of a case hears what is said of none, and is recorded") {
    House house;
    const std::string reference = house.submit();
    const std::string nobodys = core::format_reference(core::make_reference("22222222"));

    for (const core::Principal* who :
         {&house.auditor, &house.administrator, &house.health, &house.front}) {
        const std::size_t logged = house.logged();
        const auto there = house.ask(*who, runtime::OpenCase{reference});
        CHECK(house.log_after(logged) == "open_case/denied");
        const auto nowhere = house.ask(*who, runtime::OpenCase{nobodys});
        CHECK(house.log_after(logged) == "open_case/denied, open_case/denied");
        // By what stands in the log for every case that is not there.
        const core::AuditRef& nobody = house.world.disk.now.log.back().entry.subj;
        CHECK_FALSE(nobody.text.empty());
        CHECK(nobody != house.row_of(reference).audit_ref);
        CHECK(describe(there) == "refused not_found");
        CHECK(describe(nowhere) == "refused not_found");
        CHECK(std::get<core::Refusal>(there).detail == std::get<core::Refusal>(nowhere).detail);
        CHECK(describe(house.ask(*who, runtime::OpenCase{"no-reference"})) == "refused not_found");
        CHECK(house.logged() == logged + 2);  // anybody can see that it names no case
    }
}

TEST_CASE("reading: a detail opens under the case's key and fits its commitment") {
    House house;
    const std::string reference = house.submit();
    (void)house.ask(house.supervisor, runtime::OpenCase{reference});
    const FakeEntry& kept = house.world.disk.now.log.back();
    const auto row = house.row_of(reference);

    const std::string bound_to =
        "log.example/clarion/2026|" + std::to_string(kept.entry.seq) + "|" + kept.entry.det;
    const auto plain = house.keys.open(house.keys.unwrap(row.key), bound_to, kept.detail);

    CHECK(plain.size() % 256 == 0);
    core::Digest salt{};
    std::copy_n(plain.begin(), 32, salt.begin());
    const std::size_t length = static_cast<std::size_t>(plain[34]) * 256 + plain[35];
    const std::string detail = ports::text_of(ports::ByteView(plain).subspan(36, length));
    CHECK(core::commitment(house.sha256, salt, detail) == kept.entry.det);
    CHECK(text(json::parse(detail).at("name")) == "sula");
    CHECK(text(json::parse(detail).at("reference")) == reference);
}

TEST_CASE("reading: a case that is kept open is not opened again") {
    House house;
    const std::string reference = house.submit();
    (void)house.ask(house.supervisor, runtime::OpenCase{reference});
    house.restart();
    std::vector<runtime::Work> batch;
    const auto look = [&] {
        return runtime::Work{
            {house.supervisor, "r"}, runtime::ReadClock{reference}, [](runtime::Answer) {}};
    };
    batch.push_back(look());
    house.engine->run_batch(batch);
    const int opened = house.keys.opened;
    const int unwrapped = house.keys.unwrapped;

    batch.clear();
    for (int times = 0; times < 10; ++times)
        batch.push_back(look());
    house.engine->run_batch(batch);

    CHECK(house.keys.opened == opened);
    CHECK(house.keys.unwrapped == unwrapped);
}

TEST_CASE("documents: an opened case shows its parts") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", kGrade);

    const auto answer = house.ask(house.supervisor, runtime::OpenCase{reference});

    const json::object& shown = document(answer);
    CHECK(text(shown.at("reference")) == reference);
    CHECK(shown.at("version").to_number<int>() == 2);
    CHECK(std::get<runtime::Answered>(answer).version == 2);
    CHECK(text(shown.at("title")) == "Checking");
    CHECK(text(shown.at("queue")) == "research");
    CHECK(text(shown.at("clock").at("state")) == "on_time");
    CHECK(shown.at("clock").at("days_total").to_number<int>() == 28);
    CHECK(text(shown.at("contact_plan").at("message")) == "email");
    CHECK(text(shown.at("request").at("subject").at("name")) == "Sam Sample");
    REQUIRE(shown.at("people").as_array().size() == 2);
    CHECK(text(shown.at("people").at(0).at("role")) == "applicant");
    CHECK(text(shown.at("people").at(1).at("name")) == "Sam Sample");
    CHECK(shown.at("checks").as_array().empty());
    CHECK(shown.at("agencies").as_array().empty());
    CHECK(shown.at("decision").is_null());
    CHECK(shown.at("contact_attempts").is_null());
    CHECK(shown.at("record").as_object().contains("triage"));
    CHECK_FALSE(shown.at("record").as_object().contains("request"));
    REQUIRE(shown.at("tasks").as_array().size() == 1);
    CHECK(text(shown.at("tasks").as_array().at(0).at("title")) == "Checking");
    CHECK(text(shown.at("workflow").at("id")) == "test/trial");
    CHECK(shown.at("outcome").is_null());
}

TEST_CASE("documents: actions, history and diagram say what the case says") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", kGrade);

    const auto actions = house.ask(house.researcher, runtime::ListActions{reference});
    std::set<std::string> allowed;
    std::set<std::string> awaited;
    for (const json::value& item : document(actions).at("items").as_array()) {
        if (item.at("awaited").as_bool()) awaited.insert(text(item.at("name")));
        if (item.at("allowed").as_bool()) allowed.insert(text(item.at("name")));
        CHECK(item.at("form").is_object());
        CHECK(item.at("allowed").as_bool() == item.at("why_not").is_null());
    }
    CHECK(allowed == std::set<std::string>{"look_up", "research"});
    CHECK(awaited == std::set<std::string>{"look_up", "research"});

    const auto timeline = house.ask(house.researcher, runtime::ReadTimeline{reference, 1});
    const json::object& history = document(timeline);
    REQUIRE(history.at("items").as_array().size() == 1);
    const json::value& event = history.at("items").as_array().at(0);
    CHECK(text(event.at("type")) == "triage");
    CHECK(text(event.at("by").at("name")) == "ines");
    CHECK_FALSE(event.at("by").as_object().contains("person"));
    CHECK(text(event.at("states_titles").as_array().at(0)) == "Checking");
    CHECK(history.at("next").is_null());

    const auto diagram = house.ask(house.researcher, runtime::DrawDiagram{reference});
    CHECK(text(document(diagram).at("dot")).starts_with("digraph"));
}

TEST_CASE("reading: nothing comes after the last event, however large the number asked with") {
    House house;
    const std::string reference = house.submit();

    for (const std::uint64_t after : {std::uint64_t{1} << 63U, ~std::uint64_t{0}}) {
        const auto timeline = house.ask(house.researcher, runtime::ReadTimeline{reference, after});

        CHECK(document(timeline).at("items").as_array().empty());
        CHECK(document(timeline).at("next").is_null());
    }
}

TEST_CASE("lists: twenty-five a page, one entry for each case shown, and every case once") {
    House house;
    std::set<std::string> references;
    for (int number = 0; number < 60; ++number)
        references.insert(house.submit());

    std::set<std::string> shown;
    std::string cursor;
    std::vector<std::size_t> pages;
    do {
        const std::size_t logged = house.logged();
        const auto answer = house.ask(house.supervisor, runtime::ListCases{"intake", cursor});
        const json::object& page = document(answer);
        for (const json::value& item : page.at("items").as_array()) {
            CHECK(shown.insert(text(item.at("reference"))).second);
            CHECK(text(item.at("title")) == "Received");
            CHECK(text(item.at("clock_state")) == "on_time");
        }
        pages.push_back(page.at("items").as_array().size());
        CHECK(house.logged() == logged + pages.back());
        const json::value& next = page.at("next_cursor");
        cursor = next.is_null() ? "" : text(next);
        CHECK(json::serialize(page).find("case-") == std::string::npos);
        CHECK(json::serialize(page).find("Sam") == std::string::npos);
    } while (!cursor.empty());

    CHECK(pages == std::vector<std::size_t>{25, 25, 10});
    CHECK(shown == references);
}

TEST_CASE("lists: a cursor that was changed, or is of another list, is refused") {
    House house;
    for (int number = 0; number < 26; ++number)
        (void)house.submit();
    const auto page = house.ask(house.supervisor, runtime::ListCases{"intake", ""});
    const std::string cursor = text(document(page).at("next_cursor"));
    std::string changed = cursor;
    changed[cursor.size() / 2] = changed[cursor.size() / 2] == 'A' ? 'B' : 'A';

    for (const runtime::ListCases& asked :
         {runtime::ListCases{"intake", changed},
          {"", cursor},
          {"intake", "nonsense"},
          {"intake", std::string(5000, 'A')}}) {
        CHECK(describe(house.ask(house.supervisor, asked)) == "refused malformed_body");
    }
    CHECK(cursor.find("case-") == std::string::npos);
}

TEST_CASE("lists: are for those who may know of cases") {
    House house;
    (void)house.submit();

    for (const core::Principal* who :
         {&house.auditor, &house.administrator, &house.health, &house.front}) {
        const std::size_t logged = house.logged();
        CHECK(describe(house.ask(*who, runtime::ListCases{})) == "refused role_not_allowed");
        CHECK(house.log_after(logged) == "list_cases/denied");
    }
}

TEST_CASE("workflows: are read by their roles") {
    House house;

    const auto list = house.ask(house.administrator, runtime::ListWorkflows{});
    CHECK(text(document(list).at("items").as_array().at(0).at("id")) == "test/trial");
    const auto read = house.ask(house.auditor, runtime::ReadWorkflow{"test/trial", "1"});
    CHECK(text(document(read).at("definition").at("id")) == "trial");
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadWorkflow{"test/trial", "2"})) ==
        "refused not_found"
    );
    CHECK(describe(house.ask(house.front, runtime::ListWorkflows{})) == "refused role_not_allowed");
}

}  // namespace clarion::test
