// Exports of the log by two people, and the queries that an auditor keeps.
#include <doctest/doctest.h>

#include "adapters/http/export_run.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/log_extract.hpp"
#include "engine/core/hex.hpp"
#include "engine/runtime/log_exports.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// Asks the engine at once, as the pages and the API do through their queue.
class HouseQueue final : public runtime::WorkQueue {
public:
    explicit HouseQueue(House& house) : house_(house) {}
    bool offer(runtime::Work work) override {
        work.answer(house_.ask(work.caller.principal, work.asked));
        return true;
    }

private:
    House& house_;
};

class LogHouse : public House {
public:
    LogHouse() {
        forms.add("audit-query", {"name", "query"});
        forms.add("log-export", {"query", "purpose", "recipient", "reason"});
        forms.add("log-export-settlement", {"reason"});
        second.person = {"sven"};
        second.display_name = "Sven Second";
        (void)submit();
    }

    core::Principal fresh(core::Principal who) {
        who.authenticated_at = clock.now();
        return who;
    }
    runtime::Answer ask_export(const core::Principal& who, const char* query = "class:collection") {
        http::Call call;
        call.principal = who;
        runtime::AskExport asked;
        asked.form = json::value{
            {"query", query},
            {"purpose", "lawfulness"},
            {"recipient", "The Commissioner"},
            {"reason", "The yearly look."}};
        asked.idempotency = fresh_key();
        std::optional<runtime::Answer> heard;
        http::ask_for_export(queue, call, std::move(asked), sha256, [&](runtime::Answer answer) {
            heard = std::move(answer);
        });
        REQUIRE(heard.has_value());
        return *heard;
    }
    std::string asked_export() { return text(document(ask_export(fresh(auditor))).at("id")); }
    std::string settle(const core::Principal& who, const std::string& id, const char* act) {
        const json::value form{{"reason", "It is right so."}};
        const auto answer = ask(who, runtime::SettleExport{id, act, form});
        return std::holds_alternative<runtime::Answered>(answer)
                   ? text(document(answer).at("stage"))
                   : describe(answer);
    }
    http::Response fetch(const core::Principal& who, const std::string& id, const char* file) {
        std::optional<http::Response> heard;
        http::Call call;
        call.principal = who;
        call.reply = [&heard](http::Response given) {
            http::Response done = given;
            if (given.finish) given.finish(done);
            heard = std::move(done);
        };
        http::fetch_export(queue, call, {id, file}, sha256, [](const runtime::Answer& answer) {
            http::Response refused;
            refused.status = 409;
            refused.body = describe(answer);
            return refused;
        });
        REQUIRE(heard.has_value());
        return *heard;
    }
    runtime::Answer keep(const core::Principal& who, const char* name, const char* query) {
        return ask(who, runtime::KeepQuery{json::value{{"name", name}, {"query", query}}});
    }

    HouseQueue queue{*this};
    core::Principal second = auditor;  // another auditor
};

}  // namespace

TEST_CASE("log exports: one asks, another agrees, and the two can fetch what was agreed to") {
    LogHouse house;
    const std::string id = house.asked_export();
    const auto before = house.logged();
    const core::Principal asker = house.fresh(house.auditor);
    const core::Principal other = house.fresh(house.supervisor);

    CHECK(house.fetch(asker, id, "entries.jsonl").body == "refused action_not_available");
    CHECK(house.settle(asker, id, "approve") == "refused second_person_required");
    CHECK(house.settle(other, id, "approve") == "approved");
    CHECK(house.settle(house.fresh(house.second), id, "approve") == "refused action_not_available");

    (void)house.submit();  // came later: not a part of it
    const std::string lines = house.fetch(asker, id, "entries.jsonl").body;
    const std::string csv = house.fetch(other, id, "entries.csv").body;
    const std::string manifest = house.fetch(other, id, "manifest").body;
    CHECK(
        house.fetch(house.fresh(house.second), id, "manifest").body == "refused role_not_allowed"
    );
    core::LogExtract extract;
    for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
        const std::string leaf = lines.substr(at, lines.find('\n', at) - at);
        extract.add(leaf, json::parse(leaf).as_object(), 0);
    }
    CHECK(extract.entries() == 1);
    CHECK(extract.csv() == csv);
    CHECK(manifest.ends_with(extract.file_lines(house.sha256)));
    CHECK(manifest.find("\nentries 1\n") != std::string::npos);
    CHECK(
        house.log_after(before) ==
        "audit_export_taken/denied, audit_export_settled/denied, audit_export_approved/ok, "
        "audit_export_settled/denied, request_received/ok, audit_export_taken/ok, "
        "audit_export_taken/ok, audit_export_taken/ok, audit_export_taken/denied"
    );
}

TEST_CASE(
    "log exports: have the entries of closed logs, and the manifest and each row say of which log"
) {
    LogHouse house;
    const auto closed = house.world.audit.head();
    house.world.audit.turn({0, "log/2025", 0, {}, "", "", "{}"});
    (void)house.submit();
    const std::string id = house.asked_export();
    REQUIRE(house.settle(house.fresh(house.second), id, "approve") == "approved");
    const core::Principal asker = house.fresh(house.auditor);

    const std::string csv = house.fetch(asker, id, "entries.csv").body;
    const std::string manifest = house.fetch(asker, id, "manifest").body;

    CHECK(manifest.find("\nentries 2\n") < manifest.find("\nlog 1 "));
    CHECK(
        manifest.find(
            "\nlog 0 log/2025 " + std::to_string(closed.size) + " " + core::to_hex(closed.root) +
            "\nfile entries.jsonl "
        ) != std::string::npos
    );
    CHECK(csv.find(",1\r\n") < csv.find(",0\r\n"));
    CHECK(csv.ends_with(",0\r\n"));
}

TEST_CASE("log exports: the log's entry of the approval commits to the manifest") {
    LogHouse house;
    const std::string id = house.asked_export();
    const std::size_t at = house.logged();
    REQUIRE(house.settle(house.fresh(house.second), id, "approve") == "approved");
    const core::Principal asker = house.fresh(house.auditor);

    const std::string manifest = house.fetch(asker, id, "manifest").body;
    const std::string salt = house.fetch(asker, id, "manifest.salt").body;

    REQUIRE(salt.size() == 32);
    core::Digest digest{};
    std::copy(salt.begin(), salt.end(), digest.begin());
    CHECK(
        house.world.disk.now.log.at(at).entry.det ==
        core::commitment(house.sha256, digest, manifest)
    );
    CHECK(manifest.find("The Commissioner") != std::string::npos);
    CHECK(house.world.disk.now.log.at(at).bytes.find("Commissioner") == std::string::npos);
    for (const auto& [number, row] : house.world.disk.now.audit_requests)
        CHECK(ports::text_of(row.sealed).find("Commissioner") == std::string::npos);
}

TEST_CASE("log exports: nobody gets one alone, under another account, late, or by an old sign-in") {
    LogHouse house;
    core::Principal alias = house.fresh(house.auditor);
    alias.subject = "another account of the same human being";
    alias.display_name = "Somebody Else";

    const std::string id = house.asked_export();
    CHECK(house.settle(alias, id, "approve") == "refused second_person_required");
    CHECK(house.settle(house.fresh(house.officer), id, "approve") == "refused role_not_allowed");
    CHECK(describe(house.ask_export(house.fresh(house.supervisor))) == "refused role_not_allowed");
    core::Principal stale = house.second;
    stale.authenticated_at = house.clock.now() - std::chrono::minutes(6);
    CHECK(house.settle(stale, id, "approve") == "refused sign_in_too_old");
    CHECK(describe(house.ask_export(stale)) == "refused sign_in_too_old");
    CHECK(
        describe(house.ask_export(house.fresh(house.auditor), "nonsense")) == "refused invalid_form"
    );
    CHECK(house.settle(house.fresh(house.second), "no-such", "approve") == "refused not_found");

    CHECK(house.settle(house.fresh(house.second), id, "withdraw") == "withdrawn");
    CHECK(house.settle(house.fresh(house.second), id, "approve") == "refused action_not_available");

    const std::string late = house.asked_export();
    house.clock.advance(runtime::kExportOpen + std::chrono::minutes(1));
    CHECK(
        house.settle(house.fresh(house.second), late, "approve") == "refused action_not_available"
    );
    const std::string fetched = house.asked_export();
    REQUIRE(house.settle(house.fresh(house.second), fetched, "approve") == "approved");
    house.clock.advance(runtime::kExportOpen + std::chrono::minutes(1));
    const auto response = house.fetch(house.fresh(house.auditor), fetched, "entries.csv");
    CHECK(response.body == "refused action_not_available");
}

TEST_CASE("log exports: who can write the store approves nothing, and moves no date and no owner") {
    LogHouse house;
    const std::string id = house.asked_export();
    auto& row = house.world.disk.now.audit_requests.begin()->second;
    const ports::AuditRequestRow sound = row;
    const auto forged = [&](auto change) {
        row = sound;
        change(row);
        const double alarms = house.metrics.values["clarion_alarms_total{audit_request_damaged}"];
        const bool is_refused =
            house.fetch(house.fresh(house.auditor), id, "entries.csv").body ==
                "refused not_found" &&
            house.settle(house.fresh(house.second), id, "approve") == "refused not_found";
        const auto list = house.ask(house.fresh(house.auditor), runtime::ListExports{});
        return is_refused && document(list).at("items").as_array().empty() &&
               house.metrics.values["clarion_alarms_total{audit_request_damaged}"] == alarms + 3;
    };

    CHECK(forged([](auto& of) { of.stage = "approved"; }));
    CHECK(forged([](auto& of) { of.at += std::chrono::hours(24); }));
    CHECK(forged([](auto& of) { of.owner = {"somebody-else"}; }));
    CHECK(forged([](auto& of) { of.sealed.back() ^= 1; }));
    row = sound;
    CHECK(house.settle(house.fresh(house.second), id, "approve") == "approved");
}

TEST_CASE("kept queries: are their owner's alone, asked by their id, replaced and taken away") {
    LogHouse house;
    const std::string id =
        text(document(house.keep(house.auditor, "Received", "class:system")).at("id"));
    CHECK(text(document(house.keep(house.auditor, "Received", "class:collection")).at("id")) == id);
    (void)house.keep(house.auditor, "Other", "class:security");

    const auto list = house.ask(house.auditor, runtime::ListKeptQueries{});
    const auto& items = document(list).at("items").as_array();
    REQUIRE(items.size() == 2);
    CHECK(text(items[1].at("query")) == "class:collection");
    const auto found = house.ask(house.auditor, runtime::ReadAuditEvents{"", "", id});
    REQUIRE(document(found).at("items").as_array().size() == 1);
    CHECK(text(document(found).at("items").at(0).at("type")) == "request_received");

    CHECK(
        describe(house.ask(house.second, runtime::ReadAuditEvents{"", "", id})) ==
        "refused not_found"
    );
    CHECK(describe(house.ask(house.second, runtime::DropQuery{id})) == "refused not_found");
    CHECK(
        document(house.ask(house.second, runtime::ListKeptQueries{})).at("items").as_array().empty()
    );
    CHECK(
        describe(house.ask(house.officer, runtime::ListKeptQueries{})) == "refused role_not_allowed"
    );
    CHECK(describe(house.keep(house.auditor, "Wrong", "nonsense")) == "refused invalid_form");
    for (const auto& [number, row] : house.world.disk.now.audit_requests)
        CHECK(ports::text_of(row.sealed).find("class:") == std::string::npos);

    CHECK(describe(house.ask(house.auditor, runtime::DropQuery{id})).starts_with("ok "));
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadAuditEvents{"", "", id})) ==
        "refused not_found"
    );
}

TEST_CASE("kept queries: open after a turn of the keys, and a key that is gone is told") {
    LogHouse house;
    const std::string id =
        text(document(house.keep(house.auditor, "Received", "class:collection")).at("id"));
    house.keys.added = "second";

    (void)house.ask(core::system_principal(), runtime::TurnKeys{std::nullopt, 100});

    CHECK(house.world.disk.now.audit_requests.begin()->second.key.key_id == "second");
    house.restart();
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadAuditEvents{"", "", id})).starts_with("ok ")
    );
}

}  // namespace clarion::test
