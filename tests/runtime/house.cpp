#include "tests/runtime/house.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/reference.hpp"
#include "engine/core/versions/migration.hpp"

namespace clarion::test {

namespace {

constexpr std::string_view kAnything = "any";

std::string hash_of(const core::Sha256& sha256, const std::string& bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t byte : sha256({ports::view_of(bytes)})) {
        hex += kHex[byte >> 4U];
        hex += kHex[byte & 15U];
    }
    return hex;
}

}  // namespace

std::string trial_bundle() {
    std::ostringstream text;
    text << std::ifstream(CLARION_SOURCE_DIR "/tests/runtime/workflow.json").rdbuf();
    return text.str();
}

std::string comparing_bundle() {
    json::value bundle = json::parse(trial_bundle());
    json::object& whole = bundle.as_object();
    whole["version"] = "2";
    whole["profile"].as_object()["misuse"] = json::object{{"days", 7}, {"network_hours", 24}};
    json::object& definition = whole["definition"].as_object();
    definition["version"] = "2";
    const json::object record{{"type", "record"}, {"params", json::object{{"as", "comparison"}}}};
    definition.at("states").at("contact").as_object()["on"].as_object()["request_compared"] =
        json::object{{"actions", json::array{record}}};
    return json::serialize(bundle);
}

std::vector<runtime::Asked> every_look(const std::string& reference) {
    const json::value why(json::object{{"reason", "A call says that it cannot wait."}});
    return {
        runtime::OpenCase{reference},
        runtime::ListActions{reference},
        runtime::ReadTimeline{reference, 0},
        runtime::ReadClock{reference},
        runtime::DrawDiagram{reference},
        runtime::ReadRelated{reference},
        runtime::ListCaseAgencies{reference},
        runtime::RevealPerson{reference, "applicant", why},
    };
}

json::object a_request() {
    return {
        {"language", "en"},
        {"applicant", {{"name", "Alex Example"}, {"birth_date", "1994-03-27"}}},
        {"contact",
         {{"by_email", true},
          {"email", {{"address", "alex@example.com"}}},
          {"any_time", true},
          {"message", "email"}}},
        {"subject", {{"name", "Sam Sample"}, {"birth_date", "1988-05-12"}}},
    };
}

runtime::ReportContactUnsafe in_the_name_of(const char* name, const char* born) {
    return {
        .reference = {},
        .name = name,
        .birth_date = born,
        .what_changed = "Somebody reads my mail.",
        .safe_way = {}};
}

std::string describe(const runtime::Answer& answer) {
    if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
        return "refused " + std::string(core::to_string(refusal->code));
    }
    if (const auto* unavailable = std::get_if<runtime::Unavailable>(&answer)) {
        if (unavailable->case_damaged) return "unavailable, case damaged";
        return unavailable->outcome_unknown ? "unavailable, outcome unknown" : "unavailable";
    }
    return "ok " + json::serialize(std::get<runtime::Answered>(answer).document);
}

const json::object& document(const runtime::Answer& answer) {
    INFO(describe(answer));
    REQUIRE(std::holds_alternative<runtime::Answered>(answer));
    return std::get<runtime::Answered>(answer).document.as_object();
}

std::string text(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

House::House() {
    const auto now = clock.now();
    intake = person("ines", {"intake_officer"}, now);
    researcher = person("rhys", {"researcher"}, now);
    coordinator = person("cora", {"coordinator"}, now);
    officer = person("otis", {"officer"}, now);
    decision_maker = person("dana", {"decision_maker"}, now);
    supervisor = person("sula", {"supervisor"}, now);
    auditor = person("asa", {"auditor"}, now);
    administrator = person("ada", {"administrator"}, now);
    health = person("hari", {"agency_member"}, now, "health");
    probation = person("petra", {"agency_member"}, now, "probation");
    front = person("front", {"intake_service"}, now);
    for (core::Principal* who : {&intake, &front})
        who->audit_ref = {};  // named by the log itself

    forms.add("request", {"subject"});
    forms.add("triage", {"grade"});
    forms.add("forum", {"agencies"});
    forms.add("agency-answer", {"agency", "answer"});
    forms.add("choice", {"code"});
    forms.add("assignment", {"to"});
    forms.describe("assignment", "to", {{"type", "string"}, {"x-choices", "colleagues"}});
    forms.add("search", {"reason"});
    for (const char* form : {"reveal", "break-glass"})
        forms.add(form, {"reason"});
    forms.add("alert-finding", {"finding"});
    forms.add(std::string(kAnything), {});
    forms.describe(std::string(kAnything), "twin", {{"type", "string"}, {"x-names", "case"}});
    restart();
}

House::~House() = default;

const core::Process& House::process_of(const core::BundleHash& hash) {
    if (const auto found = processes_.find(hash.text); found != processes_.end()) {
        return found->second;
    }
    const std::string& bytes = world.disk.now.bundles.at(hash.text);
    auto process = core::compile_process(
        json::parse(bytes).as_object(), core::BundleHash{hash_of(sha256, bytes)}, london()
    );
    REQUIRE(process.has_value());
    return processes_.emplace(hash.text, std::move(process).value()).first->second;
}

std::vector<std::string> House::references_but(const std::vector<std::string>& known) {
    std::vector<std::string> others;
    for (const auto& [id, row] : world.disk.now.cases) {
        std::string reference = core::format_reference(row.reference);
        const bool is_known = std::find(known.begin(), known.end(), reference) != known.end();
        if (!is_known) others.push_back(std::move(reference));
    }
    return others;
}

void House::restart(const std::vector<std::string>& bundles) {
    engine.reset();
    steady.emplace(clock);
    if (const auto known = runtime::last_known_time(world.audit)) steady->continue_from(*known);
    engine = std::make_unique<runtime::Engine>(services(), bundles);
}

runtime::Services House::services() {
    return {
        world.cases,
        world.audit,
        world.outbox,
        keys,
        forms,
        goes_by_steady ? static_cast<const ports::Clock&>(*steady) : clock,
        ids,
        zones,
        sha256,
        log,
        metrics,
        "log.example/clarion/2026",
        [this](std::string_view why) { store_told.emplace_back(why); },
        [this](std::string_view why) { clock_told.emplace_back(why); },
        shared,
        later_spread,
        {},
        {.canaries = canaries, .staff = {}}};
}

runtime::Answer House::ask(const core::Principal& who, runtime::Asked asked) {
    return ask_all({{who, std::move(asked)}}).front();
}

std::vector<runtime::Answer> House::ask_all(
    std::vector<std::pair<core::Principal, runtime::Asked>> all
) {
    std::vector<std::optional<runtime::Answer>> answers(all.size());
    std::vector<runtime::Work> batch;
    for (std::size_t at = 0; at < all.size(); ++at) {
        batch.push_back(
            {{all[at].first, "request-" + std::to_string(at)},
             std::move(all[at].second),
             [&answers, at, this](runtime::Answer answer) {
                 CHECK_FALSE(world.disk.at_begin.has_value());  // told only after the commit
                 CHECK_FALSE(answers[at].has_value());          // and once
                 answers[at] = std::move(answer);
             }}
        );
    }
    engine->run_batch(batch);
    look_over();
    std::vector<runtime::Answer> given;
    for (auto& answer : answers) {
        REQUIRE(answer.has_value());
        given.push_back(std::move(*answer));
    }
    return given;
}

void House::do_later() {
    while (engine->do_later(2)) {
    }
    look_over();
}

bool House::fire_timers(int limit) {
    const bool more = engine->fire_due_timers(limit);
    look_over();
    return more;
}

std::vector<runtime::DeliveryJob> House::take_deliveries(int limit) {
    auto jobs = engine->take_deliveries(limit);
    look_over();
    return jobs;
}

runtime::Answer House::report(
    std::uint64_t outbox_id, ports::DeliveryOutcome outcome, std::string reason, json::object answer
) {
    return ask(
        core::system_principal(),
        runtime::DeliveryResult{outbox_id, {outcome, std::move(reason), std::move(answer)}}
    );
}

runtime::Idempotency House::fresh_key() {
    return {"key-" + std::to_string(++keys_made_), {}};
}

std::string House::submit(json::object form) {
    const auto answer =
        ask(front,
            runtime::SubmitRequest{json::value(std::move(form)), fresh_key(), "online", "en", {}});
    if (!world.disk.now.later.empty()) do_later();
    return text(document(answer).at("reference"));
}

runtime::TakeAction House::action(
    const std::string& reference, const std::string& name, json::object form
) {
    return {reference, name, json::value(std::move(form)), fresh_key(), row_of(reference).version};
}

runtime::Answer House::act(
    const core::Principal& who,
    const std::string& reference,
    const std::string& name,
    json::object form
) {
    return ask(who, action(reference, name, std::move(form)));
}

void House::done(
    const core::Principal& who,
    const std::string& reference,
    const std::string& name,
    json::object form
) {
    (void)document(act(who, reference, name, std::move(form)));
}

ports::CaseRow House::row_of(const std::string& reference) {
    const auto parsed = core::parse_reference(reference);
    REQUIRE(parsed.has_value());
    return world.cases.find_case(*parsed).value();
}

std::string House::states_of(const std::string& reference) {
    std::string all;
    for (const std::string& state : row_of(reference).states)
        all += (all.empty() ? "" : " ") + state.substr(state.find('.') + 1);
    return all;
}

json::object House::context_of(const std::string& reference) {
    const auto row = row_of(reference);
    const auto plain = keys.open(
        keys.unwrap(row.key),
        "cases|" + row.id.text + "|" + std::to_string(row.version),
        world.cases.sealed_snapshot_of(row.id)
    );
    return core::read_snapshot(process_of(row.bundle), ports::text_of(plain))
        .value()
        .machine.context.as_object();
}

std::string House::log_after(std::size_t from) const {
    std::string all;
    for (std::size_t at = from; at < world.disk.now.log.size(); ++at) {
        const core::AuditEntry& entry = world.disk.now.log[at].entry;
        all += (all.empty() ? "" : ", ") + entry.type + "/" + std::string(to_string(entry.out));
    }
    return all;
}

void House::check_everything() {
    CHECK_FALSE(world.disk.at_begin.has_value());
    for (const auto& [id, row] : world.disk.now.cases) {
        if (!damaged.contains(id)) check_case(row);
    }
}

void House::check_case(const ports::CaseRow& row) {
    const auto key = keys.unwrap(row.key);
    std::vector<core::CaseEvent> events;
    for (const auto& stored : world.disk.now.events[row.id.text]) {
        const auto plain = keys.open(
            key, "case_events|" + row.id.text + "|" + std::to_string(stored.sequence), stored.sealed
        );
        events.push_back(core::read_event(ports::text_of(plain)).value());
    }
    REQUIRE(events.size() == row.version);
    const core::Process& process = process_of(row.bundle);
    core::NewCase identity;
    identity.id = row.id;
    identity.reference = row.reference;
    const auto any_process = [this](const core::BundleHash& hash) -> const core::Process& {
        return process_of(hash);
    };
    const core::CaseSnapshot replayed =
        core::replay_history(any_process, row.bundle, identity, events);
    const auto plain = keys.open(
        key, "cases|" + row.id.text + "|" + std::to_string(row.version), row.sealed_snapshot
    );
    CHECK(core::serialise(process, replayed) == ports::text_of(plain));

    const core::Projection projection = core::project(process, replayed);
    CHECK(row.states == projection.states);
    CHECK(row.queue == projection.queue);
    CHECK(row.outcome == projection.outcome);
    CHECK(row.closed == projection.closed);
    CHECK(row.due_at == projection.due_at);
    CHECK(world.cases.open_tasks_of(row.id).size() == projection.tasks.size());
    CHECK(world.disk.now.timers[row.id.text].size() == replayed.machine.timers.size());
}

runtime::StoreReport House::checked() {
    runtime::StoreCheck check(
        {world.cases, world.audit, keys, forms, clock, zones, sha256, "log.example/clarion/2026"}
    );
    return check.run();
}

}  // namespace clarion::test
