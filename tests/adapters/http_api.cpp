// The API's rows against a fake engine: what is asked of it, and how its answers are written.
#include <limits>

#include "adapters/http/problem.hpp"
#include "tests/adapters/http_api_desk.hpp"

using namespace clarion;
using namespace clarion::test;

TEST_CASE("api: nobody gets past a row without signing in") {
    Desk desk;
    for (const Route& route : desk.router.routes()) {
        if (route.access == Access::anyone || route.access == Access::operators) continue;
        CAPTURE(route.pattern);
        Request request = get(std::string(route.pattern), "");
        request.listener = route.listener;
        request.method = route.method;

        const Response response = desk.send(request);

        CHECK(response.status == 401);
        CHECK(field(response, "www-authenticate") == "Bearer realm=\"clarion\"");
    }
    CHECK(desk.engine.asked.empty());
}

TEST_CASE("api: whatever is wrong with a token, one answer; without a judge, none yet") {
    Desk desk;

    const Response bad = desk.send(get("/api/v1/cases", "Test a-bad-token"));
    const Response early = desk.send(get("/api/v1/cases", "Test too-early"));

    CHECK(bad.status == 401);
    CHECK(field(bad, "www-authenticate") == "Bearer realm=\"clarion\", error=\"invalid_token\"");
    CHECK(bad.body == desk.send(get("/api/v1/cases", "")).body);
    CHECK(early.status == 503);
    CHECK(field(early, "retry-after") == "1");
    CHECK(field(early, "www-authenticate").empty());
    CHECK(desk.engine.asked.empty());
}

TEST_CASE("api: it says which issuers it believes (RFC 9728)") {
    Desk desk;
    const Response told = desk.send(get("/.well-known/oauth-protected-resource", ""));

    CHECK(told.status == 200);
    CHECK(told.body == R"({"resource":"https://staff.example"})");
}

TEST_CASE("api: a list is refused to other roles, a case only by the engine") {
    Desk desk;
    CHECK(desk.send(get("/api/v1/cases", "Test aud auditor")).status == 403);
    CHECK(desk.send(get("/api/v1/audit/events", "Test ann coordinator")).status == 403);
    CHECK(desk.send(get("/api/v1/agency-requests", "Test ann coordinator")).status == 403);
    CHECK(desk.engine.asked.empty());

    desk.engine.next = refusal(core::RefusalCode::not_found, "secret");
    const Response hidden = desk.send(get(kCase, "Test aud auditor"));
    const Response missing = desk.send(get("/api/v1/nothing/here"));

    CHECK(desk.engine.asked.size() == 1);
    CHECK(hidden.status == 404);
    CHECK(hidden.body == missing.body);  // byte for byte like what is not there
    CHECK(hidden.headers == missing.headers);
}

TEST_CASE("api: an action is passed on whole") {
    Desk desk;
    desk.engine.next = answered(json::object{{"reference", "7K3M-2QXT-C"}}, 8);
    Request request = post(kAction, R"({"views":"agreed"})");
    request.headers.emplace_back("idempotency-key", "\"key-1\"");
    request.headers.emplace_back("if-match", "\"7\"");

    const Response response = desk.send(request);

    CHECK(response.status == 200);
    CHECK(field(response, "etag") == "\"8\"");
    CHECK(response.body == R"({"reference":"7K3M-2QXT-C"})");
    const auto& asked = desk.engine.last<runtime::TakeAction>();
    CHECK(asked.reference == "7K3M-2QXT-C");
    CHECK(asked.action == "approve");
    CHECK(asked.if_match == 7);
    CHECK(asked.idempotency.key == "key-1");
    CHECK(std::get<json::value>(asked.form) == json::value{{"views", "agreed"}});
    CHECK(desk.engine.callers.back().principal.person.text == "ann");
    CHECK(desk.engine.callers.back().request_id == "0123");
}

TEST_CASE("api: a case is opened with the whole body, and the answer is 201") {
    Desk desk;
    desk.engine.next = made(json::object{{"reference", "7K3M-2QXT-C"}});
    Request request =
        post("/api/v1/cases", R"({"workflow":"knowing","channel":"phone","form":{}})");
    request.headers.emplace_back("idempotency-key", "one");

    const Response response = desk.send(request);

    CHECK(response.status == 201);
    CHECK(text_at(json::parse(response.body), "reference") == "7K3M-2QXT-C");
    const auto& asked = desk.engine.last<runtime::StartCase>();
    CHECK(asked.idempotency.key == "one");
    CHECK(std::get<json::value>(asked.body).at("workflow") == "knowing");
    CHECK(response.step == kHiddenStep);  // whether there was a case of theirs no clock tells
}

TEST_CASE("api: the request hash tells bodies and paths apart, and nothing else") {
    Desk desk;
    const auto hash_of = [&desk](const std::string& path, const std::string& body) {
        desk.send(post(path, body));
        return desk.engine.last<runtime::TakeAction>().idempotency.request_hash;
    };
    const auto first = hash_of(kAction, "{}");

    CHECK(hash_of(kAction, "{}") == first);
    CHECK(hash_of(kAction, "{ }") != first);
    CHECK(hash_of(kAction + "2", "{}") != first);
}

TEST_CASE("api: what cannot be used counts as missing, so that the engine refuses in its order") {
    Desk desk;
    const auto asked_with = [&desk](std::string name, std::string value) {
        Request request = post(kAction, "{}");
        request.headers.emplace_back(std::move(name), std::move(value));
        desk.send(request);
        return desk.engine.last<runtime::TakeAction>();
    };

    CHECK(asked_with("idempotency-key", std::string(201, 'a')).idempotency.key.empty());
    CHECK(asked_with("idempotency-key", "two words").idempotency.key.empty());
    CHECK_FALSE(asked_with("if-match", "*").if_match.has_value());
    CHECK_FALSE(asked_with("if-match", "W/\"7\"").if_match.has_value());
    CHECK_FALSE(asked_with("if-match", "\"7\", \"8\"").if_match.has_value());
    CHECK_FALSE(asked_with("if-match", "7").if_match.has_value());
    CHECK(asked_with("if-match", "\"007\"").if_match == std::numeric_limits<std::uint64_t>::max());
    CHECK(
        asked_with("if-match", "\"other\"").if_match == std::numeric_limits<std::uint64_t>::max()
    );
}

TEST_CASE("api: a body that is no JSON is told with its place when its turn comes") {
    Desk desk;
    desk.send(post(kAction, "{\n \"a\": 1,\n \"a\": 2}"));
    const auto twice = std::get<runtime::Unreadable>(desk.engine.last<runtime::TakeAction>().form);
    CHECK(twice.reason == "line 3, column 2: a member is named twice");

    Request form = post(kAction, "a=1");
    form.headers.back().second = "application/x-www-form-urlencoded";
    desk.send(form);
    const auto other = std::get<runtime::Unreadable>(desk.engine.last<runtime::TakeAction>().form);
    CHECK_FALSE(other.is_json);

    Request nothing = post(kAction, "");
    nothing.headers.pop_back();
    desk.send(nothing);
    CHECK(std::get<json::value>(desk.engine.last<runtime::TakeAction>().form) == json::object());
    desk.send(post(kAction, ""));
    CHECK(std::holds_alternative<runtime::Unreadable>(desk.engine.last<runtime::TakeAction>().form)
    );
}

TEST_CASE("api: no clock tells what a search passed by because it is not theirs") {
    Desk desk;
    desk.engine.next = answered(json::object{{"items", json::array{}}});

    CHECK(desk.send(post("/api/v1/searches", R"({"name":"A","reason":"B"})")).step == kHiddenStep);
    CHECK(desk.send(get(kCase + "/related")).step == kHiddenStep);
    CHECK(desk.send(get(kCase)).step == std::chrono::milliseconds(0));
}

TEST_CASE("api: each refusal has its status") {
    using core::RefusalCode;
    const std::vector<std::pair<RefusalCode, int>> table{
        {RefusalCode::not_signed_in, 401},
        {RefusalCode::not_found, 404},
        {RefusalCode::unknown_action, 404},
        {RefusalCode::idempotency_key_missing, 400},
        {RefusalCode::idempotency_key_reused, 422},
        {RefusalCode::version_missing, 428},
        {RefusalCode::version_stale, 412},
        {RefusalCode::action_not_available, 409},
        {RefusalCode::role_not_allowed, 403},
        {RefusalCode::malformed_body, 400},
        {RefusalCode::invalid_form, 422},
        {RefusalCode::second_person_required, 403},
        {RefusalCode::sign_in_too_old, 403},
        {RefusalCode::guard_failed, 409},
        {RefusalCode::outside_safe_window, 409},
        {RefusalCode::log_retired, 410},
        {RefusalCode::step_unbounded, 500},
    };
    Desk desk;
    for (const auto& row : table) {
        const auto code = row.first;
        CAPTURE(core::to_string(code));
        desk.engine.next = refusal(code);

        const Response response = desk.send(post(kAction, "{}"));
        const auto document = problem_in(response);

        CHECK(response.status == row.second);
        CHECK(document.at("status") == row.second);
        CHECK(text_at(document, "code") == core::to_string(code));
        CHECK(text_at(document, "type") == "/problems/" + std::string(core::to_string(code)));
        CHECK(text_at(document, "instance") == "urn:clarion:request:0123");
        CHECK(document.as_object().contains("errors") == (code == RefusalCode::invalid_form));
        CHECK((field(response, "etag") == "\"9\"") == (code == RefusalCode::version_stale));
        // Whether it is there no clock tells; nobody else is made to wait.
        CHECK((response.step == kHiddenStep) == (code == RefusalCode::not_found));
    }
}

TEST_CASE("api: wrong fields are named, with code and words") {
    Desk desk;
    desk.engine.next = refusal(core::RefusalCode::invalid_form);

    const auto document = problem_in(desk.send(post(kAction, "{}")));

    CHECK(
        document.at("errors") ==
        json::array{json::object{
            {"field", "/subject/name"}, {"code", "required"}, {"message", "Enter the name"}}}
    );
    core::Refusal unknown = refusal(core::RefusalCode::invalid_form);
    unknown.errors = {{"/reference", "unknown_case", "Enter the reference of a case you can see"}};
    desk.engine.next = unknown;
    CHECK(desk.send(post(kAction, "{}")).step == kHiddenStep);
}

TEST_CASE("api: a full queue and a broken store are 503 with a time to come again") {
    Desk desk;
    desk.engine.full = true;
    const Response busy = desk.send(get(kCase));
    desk.engine.full = false;
    desk.engine.next = runtime::Unavailable{.outcome_unknown = true};
    const Response unknown = desk.send(get(kCase));

    CHECK(busy.status == 503);
    CHECK(field(busy, "retry-after") == "1");
    CHECK(unknown.status == 503);
    CHECK(text_at(problem_in(unknown), "code") == "outcome_unknown");
}

TEST_CASE("api: a case already seen is 304 after the engine was asked") {
    Desk desk;
    desk.engine.next = answered(json::object{{"version", 7}}, 7);
    Request seen = get(kCase);
    seen.headers.emplace_back("if-none-match", "\"6\", \"7\"");
    Request older = get(kCase);
    older.headers.emplace_back("if-none-match", "\"6\"");

    const Response unchanged = desk.send(seen);

    CHECK(unchanged.status == 304);
    CHECK(unchanged.body.empty());
    CHECK(field(unchanged, "etag") == "\"7\"");
    CHECK(desk.send(older).status == 200);
    CHECK(desk.engine.asked.size() == 2);
}

TEST_CASE("api: a cursor goes on for whom it was given, on the list it was given for") {
    Desk desk;
    desk.engine.next = answered(json::object{{"items", json::array()}, {"next_cursor", "page 2"}});
    Request first = get("/api/v1/cases");
    first.query = {{"queue", "triage"}};
    const Response response = desk.send(first);
    const std::string cursor(json::parse(response.body).at("next_cursor").as_string());
    const auto follow =
        [&desk,
         &cursor](const std::string& queue, const std::string& who, const std::string& tail) {
            Request request = get("/api/v1/cases", who);
            request.query = {{"queue", queue}, {"cursor", cursor + tail}};
            return desk.send(request).status;
        };

    CHECK(cursor.find("page") == std::string::npos);
    CHECK(
        field(response, "link") ==
        "</api/v1/cases?queue=triage&cursor=" + cursor + ">; rel=\"next\""
    );
    CHECK(follow("triage", "Test ann coordinator", "") == 200);
    CHECK(desk.engine.last<runtime::ListCases>().cursor == "page 2");
    CHECK(follow("triage", "Test bob coordinator", "") == 400);
    CHECK(follow("research", "Test ann coordinator", "") == 400);
    CHECK(follow("triage", "Test ann coordinator", "A") == 400);
}

TEST_CASE("api: a timeline that goes on says where") {
    Desk desk;
    desk.engine.next = answered(json::object{{"items", json::array()}, {"next", 40}});
    Request request = get(kCase + "/timeline");
    request.query = {{"after", "20"}};

    const Response response = desk.send(request);

    CHECK(desk.engine.last<runtime::ReadTimeline>().after == 20);
    CHECK(field(response, "link") == "<" + kCase + "/timeline?after=40>; rel=\"next\"");
    request.query = {{"after", "-1"}};
    CHECK(desk.send(request).status == 400);
}

TEST_CASE("api: a request comes in through the public listener alone") {
    Desk desk;
    desk.engine.next = made(json::object{{"reference", "x"}});
    Request request = post("/api/v1/requests", R"({"language":"cy"})", "Test front intake_service");
    CHECK(desk.send(request).status == 404);
    request.listener = ListenerKind::public_form;

    CHECK(desk.send(request).status == 201);
    CHECK(desk.engine.last<runtime::SubmitRequest>().channel == "service");
    CHECK(desk.engine.last<runtime::SubmitRequest>().language == "cy");
}

TEST_CASE("api: tiles have one address each") {
    Desk desk;
    desk.engine.next = bytes("tile bytes");
    const auto status = [&desk](const std::string& path) {
        return desk.send(get("/api/v1/audit/tile/" + path, "Test aud auditor")).status;
    };

    CHECK(status("0/x001/x234/067") == 200);
    CHECK(desk.engine.last<runtime::ReadAuditTile>().index == 1'234'067);
    CHECK(desk.engine.last<runtime::ReadAuditTile>().width == 256);
    CHECK(status("1/000.p/12") == 200);
    CHECK(desk.engine.last<runtime::ReadAuditTile>().level == 1);
    CHECK(desk.engine.last<runtime::ReadAuditTile>().width == 12);
    CHECK(status("entries/x001/000.p/255") == 200);
    CHECK(desk.engine.last<runtime::ReadAuditTile>().entries);
    for (const char* path :
         {"64/000",
          "00/000",
          "0/1",
          "0/x000/001",
          "0/001/002",
          "0/000.p/0",
          "0/000.p/256",
          "0/000.p/012",
          "entries/x001",
          "0/000/"}) {
        CAPTURE(path);
        CHECK(status(path) == 404);
    }
}

TEST_CASE("api: bytes, pictures and descriptions come in their own types") {
    Desk desk;
    desk.engine.next = bytes("note");
    const Response note = desk.send(get("/api/v1/audit/checkpoint", "Test aud auditor"));
    desk.engine.next = answered(json::object{{"dot", "digraph{}"}});
    const Response diagram = desk.send(get(kCase + "/diagram.svg"));
    const Response description = desk.send(get("/api/v1/openapi.json", ""));

    CHECK(note.body == "note");
    CHECK(field(note, "content-type") == "text/plain; charset=utf-8");
    CHECK(diagram.body == "<svg>digraph{}</svg>");
    CHECK(field(diagram, "content-type") == "image/svg+xml");
    CHECK(description.body == R"({"openapi":"3.1.0"})");
}

TEST_CASE("api: a workflow is asked for by the id and version it is listed under") {
    Desk desk;
    desk.send(get("/api/v1/workflows/dvds.right-to-ask/versions/1.2"));

    CHECK(desk.engine.last<runtime::ReadWorkflow>().id == "dvds.right-to-ask");
    CHECK(desk.engine.last<runtime::ReadWorkflow>().version == "1.2");
}

TEST_CASE("api: operators see whether it lives and is ready, on their own listener") {
    Desk desk;
    const auto admin = [&desk](const std::string& path) {
        Request request = get(path, "");
        request.listener = ListenerKind::admin;
        return desk.send(request);
    };

    CHECK(admin("/healthz").status == 200);
    CHECK(admin("/readyz").status == 200);
    CHECK(admin("/metrics").body == "clarion_up 1\n");
    desk.readiness = {.ready = false, .why = "the log cannot be written"};
    CHECK(admin("/readyz").status == 503);
    CHECK(desk.send(get("/metrics")).status == 404);
}
