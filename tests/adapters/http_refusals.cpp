// What the route table refuses by itself: on record before it is told, and counted for strangers.
#include <cctype>

#include "adapters/http/refusal_notes.hpp"
#include "engine/core/reference.hpp"
#include "tests/adapters/http_api_desk.hpp"
#include "tests/support/fake_machine.hpp"

namespace {

using namespace clarion;
using namespace clarion::test;

struct GuardedDesk {
    clarion::test::FakeEngine engine;
    FakeMetrics metrics;
    int visits = 0;
    Router router{
        {{Method::get,
          "/api/v1/audit/events",
          ListenerKind::staff,
          Access::auditor,
          Style::api,
          [this](const Call& call) {
              ++visits;
              call.reply(json_response(200, "{}"));
          }},
         {Method::post,
          "/console/agency/{id}",
          ListenerKind::staff,
          Access::agency,
          Style::page,
          [](const Call& call) { call.reply(html_response(200, "")); }}},
        authenticate,
        {},
        std::string(kBearerChallenge),
        notes_kept_by(engine, metrics)};

    Response send(Request request) {
        std::optional<Response> answer;
        router.dispatch(std::move(request), [&answer](Response response) {
            answer = finished(std::move(response));
        });
        REQUIRE(answer.has_value());
        return *answer;
    }
};

}  // namespace

TEST_CASE("refusals: a wrong role is put on record, by the row and never by the path") {
    GuardedDesk desk;
    CHECK(desk.send(get("/api/v1/audit/events", "Test otis officer")).status == 403);
    const auto& kept = desk.engine.last<runtime::RefuseAttempt>();
    CHECK(kept.attempted == "get.api.v1.audit.events");
    CHECK(kept.refusal.code == core::RefusalCode::role_not_allowed);
    CHECK(desk.engine.callers.back().principal.person.text == "otis");
    CHECK(desk.engine.callers.back().request_id == "0123");

    CHECK(desk.send(post("/console/agency/7K3M-2QXT-C", "", "Test otis officer")).status == 403);
    CHECK(desk.engine.last<runtime::RefuseAttempt>().attempted == "post.console.agency.id");
    CHECK(desk.visits == 0);
}

TEST_CASE("refusals: what cannot be put on record is not told") {
    GuardedDesk desk;
    desk.engine.next = runtime::Unavailable{};
    CHECK(desk.send(get("/api/v1/audit/events", "Test otis officer")).status == 503);
    CHECK(desk.send(post("/console/agency/x", "", "Test otis officer")).status == 503);
    desk.engine.full = true;
    CHECK(desk.send(get("/api/v1/audit/events", "Test otis officer")).status == 503);
}

TEST_CASE("refusals: strangers are counted and leave nothing else") {
    GuardedDesk desk;

    CHECK(desk.send(get("/api/v1/audit/events", "")).status == 401);
    CHECK(desk.send(get("/api/v1/audit/events", "Bearer nobody")).status == 401);

    CHECK(desk.engine.asked.empty());
    CHECK(desk.metrics.values["clarion_refusals_total{not_signed_in}"] == 2);
}

TEST_CASE("refusals: a query that is refused goes on record as well") {
    Desk desk;
    Request request = get(kCase + "/timeline");
    request.query = {{"after", "-1"}};
    desk.engine.next = refusal(core::RefusalCode::bad_query, "`after` is not a whole number.");

    const Response response = desk.send(request);

    CHECK(response.status == 400);
    CHECK(text_at(problem_in(response), "code") == "bad_query");
    CHECK(desk.engine.last<runtime::RefuseAttempt>().attempted == "get.api.v1.cases.ref.timeline");
}

TEST_CASE("lists: a parameter that a list does not know is refused by its name") {
    Desk desk;
    const auto asked_with =
        [&desk](const std::string& path, const std::string& who, std::string name) {
            Request request = get(path, who);
            request.query = {{std::move(name), "x"}};
            desk.engine.asked.clear();
            desk.send(request);
            REQUIRE(desk.engine.asked.size() == 1);
            const auto* refused = std::get_if<runtime::RefuseAttempt>(&desk.engine.asked.front());
            return refused == nullptr ? std::string("taken") : refused->refusal.detail;
        };

    CHECK(
        asked_with("/api/v1/cases", "Test ann coordinator", "que") ==
        "The query names `que`, which is not known here. Known: queue, stage, clock, priority, "
        "cursor."
    );
    CHECK(asked_with("/api/v1/cases", "Test ann coordinator", "queue") == "taken");
    CHECK(asked_with("/api/v1/workflows", "Test h agency_member", "cursor").starts_with("The query")
    );
    CHECK(asked_with("/api/v1/audit/events", "Test aud auditor", "from").starts_with("The query"));
    CHECK(asked_with(kCase + "/timeline", "Test ann coordinator", "before").starts_with("The query")
    );
    CHECK(asked_with("/api/v1/workflows", "Test ann coordinator", "x").starts_with("The query"));
    // What a caller wrote goes back shortened and in visible letters alone.
    CHECK(
        asked_with("/api/v1/cases", "Test ann coordinator", std::string(300, 'a') + "\r\n").size() <
        160
    );
}

TEST_CASE("idempotency: one case has one spelling, however its reference is written") {
    Desk desk;
    const auto hash_of = [&desk](const std::string& reference) {
        desk.send(post("/api/v1/cases/" + reference + "/actions/approve", R"({"a":1})"));
        return desk.engine.last<runtime::TakeAction>().idempotency.request_hash;
    };

    const core::Reference reference = core::make_reference("7K3M2QXT");
    const auto hash = hash_of(core::format_reference(reference));
    std::string lower = reference.text;
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(hash_of(reference.text) == hash);
    CHECK(hash_of(lower) == hash);
    CHECK(hash_of(core::format_reference(core::make_reference("7K3M2QXM"))) != hash);
    CHECK(hash_of("not-a-reference") != hash_of("NOT-A-REFERENCE"));
}
