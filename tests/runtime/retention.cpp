// Keeping and erasing closed cases: two people, a cooling period, and a hold that always wins.
#include <doctest/doctest.h>

#include <random>

#include "engine/runtime/retention_desk.hpp"
#include "tests/runtime/house.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

constexpr auto kCooling = std::chrono::days(7);

class Records : public House {
public:
    Records() {
        for (const char* form : {"retention-hold", "retention-approval", "retention-cancel"})
            forms.add(form, {"reason"});
        forms.add("retention-review", {"decision"});
        forms.add("retention-release", {"hold"});
    }

    std::string closed_case(json::object request = a_request()) {
        std::string reference = submit(std::move(request));
        done(intake, reference, "triage", {{"grade", "low"}});
        done(coordinator, reference, "ask_agencies", {{"agencies", json::array{"health"}}});
        done(coordinator, reference, "conclude");
        done(decision_maker, reference, "approve", {{"code", "disclosed"}});
        REQUIRE(row_of(reference).closed);
        return reference;
    }
    std::string take(
        core::Principal who, const std::string& reference, const std::string& act, json::object form
    ) {
        who.authenticated_at = clock.now();
        return describe(ask(
            who,
            runtime::TakeRetentionAct{reference, act, json::value(std::move(form)), fresh_key()}
        ));
    }
    std::string propose(const std::string& reference) {
        return take(supervisor, reference, "review", {{"decision", "erase"}});
    }
    std::string approve(const core::Principal& who, const std::string& reference) {
        return take(who, reference, "approve", {{"reason", "nothing is needed"}});
    }
    std::string hold(const std::string& reference) {
        return take(supervisor, reference, "hold", {{"reason", "inquiry"}});
    }
    // As stored: kept, held, erasure_proposed, to_be_erased, or gone.
    std::string stage_of(const std::string& reference) {
        supervisor.authenticated_at = clock.now();
        const auto answer = ask(supervisor, runtime::ReadRetention{reference});
        if (!std::holds_alternative<runtime::Answered>(answer)) return describe(answer);
        return text(document(answer).at("stage"));
    }
    void pass(std::chrono::milliseconds time) {
        clock.advance(time);
        (void)fire_timers();
    }
};

bool is_refused(const std::string& answer, const char* code) {
    CAPTURE(answer);
    return answer == std::string("refused ") + code;
}

}  // namespace

TEST_CASE("retention: a closed case is erased when two people want it and the time has passed") {
    Records house;
    const std::string reference = house.closed_case();
    const ports::CaseRow row = house.row_of(reference);
    const std::string planted = "Sam Sample";

    CHECK(is_refused(house.approve(house.decision_maker, reference), "guard_failed"));
    CHECK(house.propose(reference).starts_with("ok "));
    CHECK(is_refused(house.approve(house.supervisor, reference), "second_person_required"));
    CHECK(house.approve(house.decision_maker, reference).starts_with("ok "));
    CHECK(house.stage_of(reference) == "to_be_erased");
    house.pass(kCooling - std::chrono::seconds(1));
    CHECK(house.stage_of(reference) == "to_be_erased");
    const auto before = house.logged();
    house.pass(std::chrono::minutes(2));

    CHECK(house.log_after(before) == "case_erased/ok");
    CHECK(house.stage_of(reference) == "refused not_found");
    CHECK_FALSE(house.world.cases.find_case(row.id).has_value());
    CHECK(house.world.cases.events_of(row.id, 0, 10).empty());
    CHECK(house.world.cases.count_erased() == 1);
    for (const FakeEntry& entry : house.world.disk.now.log) {
        CHECK(entry.bytes.find(planted) == std::string::npos);
        if (entry.entry.subj == row.audit_ref) CHECK(entry.detail.empty());
    }
    CHECK(house.checked().faults == 0);
}

TEST_CASE(
    "retention: a row that says two people agreed erases nothing that the log knows nothing of"
) {
    Records house;
    const std::string reference = house.closed_case();
    const ports::CaseRow row = house.row_of(reference);
    ports::RetentionRow& stored = house.world.disk.now.retention.at(row.id.text);
    const auto forge = [&] {
        stored.proposed_by = house.world.cases.audit_ref_of(house.supervisor.person);
        stored.erase_after = house.clock.now();
        house.pass(std::chrono::minutes(2));
        return house.world.cases.find_case(row.id).has_value();
    };

    CHECK(forge());
    CHECK(house.checked().faults == 1);
    // One person proposed it in truth, and the second was forged.
    stored.proposed_by = {};
    stored.erase_after.reset();
    REQUIRE(house.propose(reference).starts_with("ok "));
    CHECK(forge());
    // Two agreed, and one took it back.
    stored.erase_after.reset();
    REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));
    REQUIRE(house.take(
                     house.supervisor, reference, "cancel", {{"reason", "It is needed."}}
    ).starts_with("ok "));
    CHECK(forge());
    CHECK(house.metrics.values["clarion_alarms_total{erasure_not_agreed}"] == 1);

    stored.proposed_by = {};
    stored.erase_after.reset();
    REQUIRE(house.propose(reference).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));
    // Two agreed in truth, and the cooling period was forged away.
    stored.erase_after = house.clock.now();
    house.pass(kCooling - std::chrono::minutes(2));
    CHECK(house.world.cases.find_case(row.id).has_value());
    house.pass(std::chrono::minutes(4));
    CHECK_FALSE(house.world.cases.find_case(row.id).has_value());
}

TEST_CASE("retention: every proof of the log holds after erasures as it did before") {
    Records house;
    house.is_watchful = false;
    const int cases = rounds_wanted("CLARION_ERASED_CASES", 30);
    for (int made = 0; made < cases; ++made) {
        const std::string reference = house.closed_case();
        REQUIRE(house.propose(reference).starts_with("ok "));
        REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));
    }
    const ports::AuditHead before = house.world.audit.head();
    const auto nodes = [&](int level, std::uint64_t index) {
        return house.world.audit.node(level, index);
    };
    std::vector<std::vector<core::Digest>> proofs;
    for (std::uint64_t seq = 0; seq < before.size; ++seq)
        proofs.push_back(core::inclusion_proof(house.sha256, nodes, seq, before.size));

    house.pass(kCooling + std::chrono::minutes(2));
    for (int rounds = cases / 100; rounds > 0; --rounds)  // a hundred a round
        house.pass(std::chrono::minutes(2));

    CHECK(house.world.cases.count_erased() == static_cast<std::uint64_t>(cases));
    const ports::AuditHead after = house.world.audit.head();
    const auto consistency = core::consistency_proof(house.sha256, nodes, before.size, after.size);
    CHECK(core::verify_consistency(
        house.sha256, before.size, before.root, after.size, after.root, consistency
    ));
    for (std::uint64_t seq = 0; seq < after.size; ++seq) {
        const auto leaf =
            core::leaf_hash(house.sha256, house.world.audit.entries(seq, 1).at(0).bytes);
        const auto proof = core::inclusion_proof(house.sha256, nodes, seq, after.size);
        CHECK(core::verify_inclusion(house.sha256, leaf, seq, after.size, proof, after.root));
        if (seq >= before.size) continue;
        CHECK(core::verify_inclusion(
            house.sha256, leaf, seq, before.size, proofs.at(seq), before.root
        ));
    }
}

TEST_CASE("retention: a hold takes an erasure back and lets none be agreed") {
    Records house;
    const std::string reference = house.closed_case();
    REQUIRE(house.propose(reference).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));

    CHECK(house.hold(reference).starts_with("ok "));

    CHECK(house.stage_of(reference) == "held");
    house.pass(kCooling * 2);
    CHECK(house.stage_of(reference) == "held");
    CHECK(is_refused(house.propose(reference), "guard_failed"));
    const auto held = house.ask(house.supervisor, runtime::ReadRetention{reference});
    const std::string id = text(document(held).at("holds").as_array().at(0).at("id"));
    CHECK(is_refused(
        house.take(house.supervisor, reference, "release", {{"hold", "another"}}), "guard_failed"
    ));
    CHECK(house.take(house.supervisor, reference, "release", {{"hold", id}}).starts_with("ok "));
    CHECK(house.stage_of(reference) == "kept");  // nobody's old wish comes back
}

TEST_CASE("retention: what a review of a closed case leaves of a hold, and of a wish to erase") {
    Records house;
    const std::string held = house.closed_case();
    const std::string agreed = house.closed_case();
    REQUIRE(house.hold(held).starts_with("ok "));
    REQUIRE(house.propose(agreed).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, agreed).starts_with("ok "));
    for (const std::string& reference : {held, agreed})
        house.done(house.supervisor, reference, "ask_for_review");
    house.pass(kCooling + std::chrono::minutes(2));
    for (const std::string& reference : {held, agreed})
        house.done(house.decision_maker, reference, "approve", {{"code", "disclosed"}});
    house.pass(kCooling + std::chrono::minutes(2));

    CHECK(house.stage_of(held) == "held");
    CHECK(is_refused(house.propose(held), "guard_failed"));
    CHECK(house.stage_of(agreed) == "kept");
    // Gone from the row alone: two people may be deceived, the log is not.
    house.world.disk.now.retention.at(house.row_of(held).id.text).holds.clear();
    REQUIRE(house.propose(held).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, held).starts_with("ok "));
    house.pass(kCooling + std::chrono::minutes(2));
    CHECK_FALSE(is_refused(house.stage_of(held), "not_found"));
    CHECK(house.metrics.values["clarion_alarms_total{erasure_not_agreed}"] == 1);
}

namespace {

// Agreed to and held in one batch, as `hold_first` says.
void race(Records& house, bool hold_first) {
    const std::string reference = house.closed_case();
    REQUIRE(house.propose(reference).starts_with("ok "));
    auto approver = house.decision_maker;
    approver.authenticated_at = house.clock.now();
    const auto act = [&](const core::Principal& who, const char* name, json::value form) {
        return std::pair<core::Principal, runtime::Asked>(
            who, runtime::TakeRetentionAct{reference, name, std::move(form), house.fresh_key()}
        );
    };
    std::vector<std::pair<core::Principal, runtime::Asked>> both;
    both.push_back(act(approver, "approve", {{"reason", "x"}}));
    both.push_back(act(house.supervisor, "hold", {{"reason", "inquiry"}}));
    if (hold_first) std::swap(both.front(), both.back());
    (void)house.ask_all(std::move(both));
    house.pass(kCooling + std::chrono::minutes(2));
    CHECK(house.stage_of(reference) == "held");
}

}  // namespace

TEST_CASE("retention: of a hold and an erasure in one batch the hold wins, in either order") {
    constexpr int kRacesAHouse = 20;  // every case kept makes each week that passes longer
    std::mt19937 random(1);
    for (int left = rounds_wanted("CLARION_HOLD_RACES", 300); left > 0; left -= kRacesAHouse) {
        Records house;
        house.is_watchful = false;
        for (int times = std::min(left, kRacesAHouse); times > 0; --times)
            race(house, random() % 2 == 0);
        CHECK(house.world.cases.count_erased() == 0);
    }
}

TEST_CASE("retention: an erasure can be taken back, and what happens to the case takes it back") {
    Records house;
    const std::string reference = house.closed_case();
    REQUIRE(house.propose(reference).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));

    CHECK(house.take(
                   house.supervisor, reference, "cancel", {{"reason", "new report"}}
    ).starts_with("ok "));
    CHECK(house.stage_of(reference) == "kept");

    REQUIRE(house.propose(reference).starts_with("ok "));
    REQUIRE(house.approve(house.decision_maker, reference).starts_with("ok "));
    auto row = house.world.cases.find_retention(house.row_of(reference).id).value();
    const auto process = core::compile_process(
        json::parse(trial_bundle()).as_object(), core::BundleHash{"b"}, london()
    );
    row = runtime::retention_after_step(process.value(), row, house.clock.now());
    CHECK_FALSE(row.is_proposed());
    CHECK_FALSE(row.erase_after.has_value());
    CHECK(row.review_due == house.clock.now());
}

TEST_CASE("retention: only who keeps records may, signed in anew, on closed cases") {
    Records house;
    const std::string open = house.submit();
    const std::string reference = house.closed_case();

    CHECK(is_refused(house.propose(open), "guard_failed"));
    CHECK(is_refused(
        house.take(house.officer, reference, "hold", {{"reason", "x"}}), "role_not_allowed"
    ));
    CHECK(is_refused(house.take(house.health, reference, "hold", {{"reason", "x"}}), "not_found"));
    CHECK(is_refused(
        house.take(house.supervisor, reference, "shred", {{"reason", "x"}}), "unknown_action"
    ));
    house.supervisor.authenticated_at = house.clock.now() - std::chrono::minutes(6);
    CHECK(
        describe(house.ask(
            house.supervisor,
            runtime::TakeRetentionAct{
                reference, "review", json::value{{"decision", "erase"}}, house.fresh_key()}
        )) == "refused sign_in_too_old"
    );
    CHECK(is_refused(house.take(house.supervisor, reference, "review", {}), "invalid_form"));
}

TEST_CASE("retention: the list shows what is due, and a look at it is a look at each case") {
    Records house;
    const std::string reference = house.closed_case();
    const auto before = house.logged();

    const auto list = house.ask(house.supervisor, runtime::ListRetention{});

    const auto& items = document(list).at("items").as_array();
    REQUIRE(items.size() == 1);
    CHECK(text(items[0].at("reference")) == reference);
    CHECK(items[0].at("is_due").as_bool());
    CHECK(house.log_after(before) == "list_retention/ok");
    CHECK(
        describe(house.ask(house.auditor, runtime::ListRetention{})) == "refused role_not_allowed"
    );
}

}  // namespace clarion::test
