#include "tests/crash/case_life.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/keys/file_key_vault.hpp"
#include "adapters/keys/key_file.hpp"
#include "adapters/keys/sha256.hpp"
#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/store_check.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace json = core::json;

namespace {

using namespace std::chrono_literals;

constexpr const char* kOrigin = "log.example/clarion/2026";

// Read before memory may fail: a stream would swallow that, and give a part of a file for all.
const std::string& trial_bundle() {
    static const std::string bundle = [] {
        std::ostringstream text;
        text << std::ifstream(CLARION_SOURCE_DIR "/tests/runtime/workflow.json").rdbuf();
        return text.str();
    }();
    return bundle;
}

// Read before memory may fail: a stream would swallow that, and give a part of a file for all.
const std::vector<sql::Migration>& migrations() {
    static const std::vector<sql::Migration> released = released_migrations();
    return released;
}

std::string key_file_of(const std::string& folder) {
    return folder + "/keys/clarion.keys";
}

std::string said_by(const runtime::Answer& answer) {
    if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
        return "refused " + std::string(core::to_string(refusal->code));
    }
    if (std::holds_alternative<runtime::Unavailable>(answer)) return "unavailable";
    return "ok " + json::serialize(std::get<runtime::Answered>(answer).document);
}

FakeForms trial_forms() {
    FakeForms forms;
    for (const char* form :
         {"request",
          "triage",
          "forum",
          "agency-answer",
          "choice",
          "assignment",
          "any",
          "search",
          "retention-hold",
          "retention-review",
          "retention-approval",
          "retention-release",
          "retention-cancel"})
        forms.add(form, {});
    return forms;
}

}  // namespace

namespace {

std::string triage(Program& at) {
    return at.act("ines", "intake_officer", "triage", {{"grade", "high"}});
}

std::string open(Program& at) {
    return at.look("rhys", "researcher", runtime::OpenCase{at.reference()});
}

std::string search(Program& at) {
    const json::value form{
        {"name", "Sam Sample"}, {"birth_date", "1988-05-12"}, {"reason", "A call."}};
    return at.look("otis", "officer", runtime::SearchCases{.form = form});
}

std::string research(Program& at) {
    return at.act("rhys", "researcher", "research");
}

std::string ask_agencies(Program& at) {
    return at.act("cora", "coordinator", "ask_agencies", {{"agencies", json::array{"health"}}});
}

std::string conclude(Program& at) {
    return at.act("cora", "coordinator", "conclude");
}

std::string approve(Program& at) {
    return at.act("dana", "decision_maker", "approve", {{"code", "disclosed"}});
}

std::string hold(Program& at) {
    return at.keep("sula", "hold", {{"reason", "inquiry"}});
}

std::string propose_erasure(Program& at) {
    return at.keep("sula", "review", {{"decision", "erase"}});
}

std::string agree(Program& at) {
    return at.keep("dana", "approve", {{"reason", "nothing is needed"}});
}

}  // namespace

struct Program::Parts {
    Parts(const std::string& folder, const LifeSoFar& life, std::unique_ptr<sql::Store> opened)
        : ids(life.clock),
          vault(keys::open_key_vault(key_file_of(folder))),
          store(std::move(opened)),
          engine(services(life.clock), {trial_bundle()}) {}

    runtime::Services services(const ports::Clock& clock) {
        return {
            .store = store->cases(),
            .audit = store->audit(),
            .outbox = store->outbox(),
            .keys = *vault,
            .forms = forms,
            .clock = clock,
            .ids = ids,
            .zones = zones,
            .sha256 = sha256,
            .log = log,
            .metrics = metrics,
            .log_origin = kOrigin,
            .store_state = [](std::string_view) {},
            .store_is_shared = store->is_shared(),
        };
    }

    core::Sha256 sha256 = keys::make_sha256();
    system::SystemIdSource ids;
    std::unique_ptr<ports::KeyVault> vault;
    FakeZones zones;
    FakeForms forms = trial_forms();
    FakeLog log;
    FakeMetrics metrics;
    std::unique_ptr<sql::Store> store;
    runtime::Engine engine;
};

Program::Program(const std::string& folder, LifeSoFar& life, std::unique_ptr<sql::Store> store)
    : life_(life), parts_(std::make_unique<Parts>(folder, life, std::move(store))) {}

Program::~Program() = default;

std::string Program::ask(const core::Principal& who, runtime::Asked what) {
    std::string said = "nothing";
    std::vector<runtime::Work> batch;
    auto hear = [&said](const runtime::Answer& answer) { said = said_by(answer); };
    batch.push_back({{who, "request"}, std::move(what), std::move(hear)});
    parts_->engine.run_batch(batch);
    // As the program does between two batches; what it has answered stands.
    if (said.starts_with("ok")) return said;
    if (parts_->store->must_restart()) throw ports::StoreUnavailable("start again");
    return said;
}

std::string Program::act(
    const char* name, const char* role, const std::string& action, json::object form
) {
    const auto stored = parts_->store->cases().find_case(*core::parse_reference(life_.reference));
    return ask(
        person(name, {role}, life_.clock.now()),
        runtime::TakeAction{
            life_.reference,
            action,
            json::value(std::move(form)),
            {life_.name + action, {}},
            stored->version}
    );
}

std::string Program::keep(const char* name, const std::string& act, json::object form) {
    auto keeper = person(name, {"supervisor", "decision_maker"}, life_.clock.now());
    keeper.audit_ref = {};  // named by the log itself
    return ask(
        keeper,
        runtime::TakeRetentionAct{
            life_.reference, act, json::value(std::move(form)), {life_.name + "keep-" + act, {}}}
    );
}

std::string Program::submit() {
    const json::object form{
        {"applicant", {{"name", "Alex Example"}, {"birth_date", "1994-03-27"}}},
        {"contact", {{"any_time", true}, {"message", "none"}}},
        {"subject", {{"name", "Sam Sample"}, {"birth_date", "1988-05-12"}}}};
    auto front = person("front", {"intake_service"}, life_.clock.now());
    front.audit_ref = {};  // named by the log itself
    return ask(
        front,
        runtime::SubmitRequest{
            json::value(form), {life_.name + "submit", {}}, "service", "en", {}, 0}
    );
}

std::string Program::answer_agency() {
    const auto health = person("hari", {"agency_member"}, life_.clock.now(), "health");
    std::string listed = ask(health, runtime::ListAgencyRequests{});
    if (!listed.starts_with("ok")) return listed;
    const json::value found = json::parse(listed.substr(3));
    const json::array& items = found.at("items").as_array();
    if (items.empty()) return "ok";  // answered before; stored() tells
    const json::value form{{"agency", "health"}, {"answer", "nothing held"}};
    return ask(
        health,
        runtime::AnswerAgencyRequest{
            std::string(items.at(0).at("id").as_string()), form, {life_.name + "answer", {}}}
    );
}

std::string Program::release() {
    const auto sula = person("sula", {"supervisor"}, life_.clock.now());
    std::string read = ask(sula, runtime::ReadRetention{life_.reference});
    if (!read.starts_with("ok")) return read;
    const json::value found = json::parse(read.substr(3));
    const json::array& holds = found.at("holds").as_array();
    if (holds.empty()) return "ok";
    const std::string id(holds.at(0).at("id").as_string());
    return keep("sula", "release", {{"hold", id}});
}

std::string Program::look(const char* name, const char* role, runtime::Asked what) {
    return ask(person(name, {role}, life_.clock.now()), std::move(what));
}

std::string Program::deliver() {
    for (const runtime::DeliveryJob& job : parts_->engine.take_deliveries(16)) {
        const ports::Delivery heard{ports::DeliveryOutcome::done, {}, {{"outcome", "no_trace"}}};
        std::string said =
            ask(core::system_principal(), runtime::DeliveryResult{job.outbox_id, heard});
        if (!said.starts_with("ok")) return said;
    }
    return parts_->store->outbox().waiting() == 0 ? "ok" : "unavailable";
}

std::string Program::do_later() {
    while (parts_->engine.do_later(4)) {
    }
    return "ok";
}

std::string Program::fire_timers() {
    while (parts_->engine.fire_due_timers(16)) {
    }
    const auto due = parts_->store->cases().due_timers(life_.clock.now(), 1);
    return due.empty() ? "ok" : "unavailable";
}

std::string Program::erase() {
    (void)fire_timers();
    return parts_->store->cases().count_erased() == 1 ? "ok" : "unavailable";
}

std::string Program::turn_keys() {
    return ask(core::system_principal(), runtime::TurnKeys{});
}

std::string Program::checkpoint() {
    parts_->store->scrub();
    return "ok";
}

void Program::look_again() {
    life_.clock.advance(2s);
    (void)parts_->engine.fire_due_timers(16);
}

std::string Program::stored() {
    ports::CaseStore& cases = parts_->store->cases();
    std::ostringstream said;
    said << cases.count_erased() << " erased, " << parts_->store->outbox().waiting() << " waiting";
    for (const ports::CaseRow& row : cases.every_case({}, 8)) {
        said << "; version " << row.version << " under " << row.key.key_id << " in";
        for (const std::string& state : row.states)
            said << ' ' << state;
        said << ", " << cases.events_of(row.id, 0, 100).size() << " events, "
             << cases.open_tasks_of(row.id).size() << " tasks, " << cases.timers_of(row.id).size()
             << " timers";
    }
    return said.str();
}

std::uint64_t Program::entries() {
    return parts_->store->audit().head().size;
}

std::string Program::what_is_wrong() {
    parts_->store->check_integrity();
    const runtime::StoreReport report = runtime::StoreCheck({parts_->store->cases(),
                                                             parts_->store->audit(),
                                                             *parts_->vault,
                                                             parts_->forms,
                                                             life_.clock,
                                                             parts_->zones,
                                                             parts_->sha256,
                                                             kOrigin})
                                            .run();
    return report.faults == 0 ? std::string() : report.told.front();
}

void Program::check() {
    CHECK(what_is_wrong() == "");
}

const std::vector<LifeAct>& life_of_a_case() {
    constexpr auto kNow = 0ms;
    static const std::vector<LifeAct> life{
        {"intake", true, kNow, [](Program& at) { return at.submit(); }},
        {"comparison", false, 1min, [](Program& at) { return at.do_later(); }},
        {"triage", true, kNow, triage},
        {"consultation", false, kNow, open},
        {"search", false, kNow, search},
        {"sending", false, kNow, [](Program& at) { return at.deliver(); }},
        {"research", true, kNow, research},
        {"papers", true, kNow, ask_agencies},
        {"contribution", false, kNow, [](Program& at) { return at.answer_agency(); }},
        {"deadline", false, std::chrono::days(15), [](Program& at) { return at.fire_timers(); }},
        {"conclusion", true, kNow, conclude},
        {"decision", true, kNow, approve},
        {"turn of keys", false, kNow, [](Program& at) { return at.turn_keys(); }},
        {"hold", true, kNow, hold},
        {"end of the hold", false, kNow, [](Program& at) { return at.release(); }},
        {"proposal", true, kNow, propose_erasure},
        {"agreement", true, kNow, agree},
        {"erasure", false, std::chrono::days(8), [](Program& at) { return at.erase(); }},
        {"checkpoint", false, kNow, [](Program& at) { return at.checkpoint(); }},
    };
    return life;
}

std::unique_ptr<sql::Store> open_in(const std::string& folder, const std::string& vfs) {
    return sqlite::make_sqlite_store(
        folder + "/clarion.db", migrations(), keys::make_sha256(), vfs
    );
}

void copy_folder(const std::string& from, const std::string& to) {
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
    std::filesystem::permissions(to + "/keys", std::filesystem::perms::owner_all);
}

void make_keys(const std::string& folder) {
    (void)trial_bundle();
    (void)migrations();
    keys::create_key_file(key_file_of(folder));
}

void add_key(const std::string& folder) {
    keys::add_encryption_key(key_file_of(folder), "second");
}

}  // namespace clarion::test
