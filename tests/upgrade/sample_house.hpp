// SampleHouse: an engine over a real store and real keys in a folder, with the workflow and forms
// of the engine's own tests. What stored samples are made of, and opened by.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "adapters/keys/file_key_vault.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/sqlite/store.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/store_check.hpp"
#include "tests/support/fake_machine.hpp"
#include "tests/support/people.hpp"

namespace clarion::test {

namespace json = core::json;

inline std::string text_of_file(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

inline std::vector<sql::Migration> migrations_of_tree() {
    std::vector<sql::Migration> migrations;
    for (const auto& file :
         std::filesystem::directory_iterator(CLARION_SOURCE_DIR "/schemas/sql/sqlite"))
        migrations.push_back({file.path().filename(), text_of_file(file.path())});
    std::sort(migrations.begin(), migrations.end(), [](const auto& one, const auto& other) {
        return one.name < other.name;
    });
    return migrations;
}

class SampleHouse {
public:
    static constexpr const char* kOrigin = "sample.example/clarion/2026";

    explicit SampleHouse(const std::filesystem::path& folder)
        : store(sqlite::make_sqlite_store(folder / "clarion.db", migrations_of_tree(), sha256)),
          keys(keys::open_key_vault(folder / "keys/clarion.keys")) {
        for (const auto& [form, required] :
             {std::pair("request", "subject"),
              {"triage", "grade"},
              {"forum", "agencies"},
              {"agency-answer", "answer"},
              {"choice", "code"},
              {"assignment", "to"},
              {"search", "reason"}})
            forms.add(form, {required});
        forms.add("any", {});
        store->check_key_fingerprint(keys->fingerprint());
        engine = std::make_unique<runtime::Engine>(
            runtime::Services{
                store->cases(),
                store->audit(),
                store->outbox(),
                *keys,
                forms,
                clock,
                ids,
                zones,
                sha256,
                log,
                metrics,
                kOrigin},
            std::vector<std::string>{
                text_of_file(CLARION_SOURCE_DIR "/tests/runtime/workflow.json")}
        );
    }

    runtime::Answer ask(const char* who, const char* role, runtime::Asked asked) {
        runtime::Answer given;
        runtime::Work work{
            {person(who, {role}, clock.now()), "sample"},
            std::move(asked),
            [&given](runtime::Answer answer) { given = std::move(answer); }};
        engine->run_batch({&work, 1});
        return given;
    }
    runtime::Answer act(
        const char* who,
        const char* role,
        const std::string& reference,
        const char* action,
        json::object form
    ) {
        const auto row = store->cases().find_case(*core::parse_reference(reference));
        return ask(
            who,
            role,
            runtime::TakeAction{
                reference,
                action,
                json::value(std::move(form)),
                {"key-" + std::to_string(++keys_made_), {}},
                row->version}
        );
    }
    runtime::Answer submit(const char* name) {
        json::object form{
            {"language", "en"},
            {"applicant", {{"name", "Alex Example"}, {"birth_date", "1994-03-27"}}},
            {"subject", {{"name", name}, {"birth_date", "1988-05-12"}}}};
        return ask(
            "front",
            "intake_service",
            runtime::SubmitRequest{
                json::value(std::move(form)),
                {"key-" + std::to_string(++keys_made_), {}},
                "online",
                "en"}
        );
    }

    // Every case by its reference, and the log: what a later program must find.
    std::string said() {
        std::string text = "entries " + std::to_string(store->audit().head().size) + "\nroot " +
                           core::to_base64(store->audit().head().root) + "\n";
        for (const auto& row : store->cases().every_case(std::nullopt, 1000)) {
            text += core::format_reference(row.reference) + " " + std::to_string(row.version);
            for (const std::string& state : row.states)
                text += " " + state;
            text += "\n";
        }
        return text;
    }
    runtime::StoreReport checked() {
        return runtime::StoreCheck(
                   {store->cases(), store->audit(), *keys, forms, clock, zones, sha256, kOrigin}
        )
            .run();
    }

    core::Sha256 sha256 = keys::make_sha256();
    std::unique_ptr<sql::Store> store;
    std::unique_ptr<ports::KeyVault> keys;
    FakeClock clock;
    FakeIds ids;
    FakeZones zones;
    FakeForms forms;
    FakeLog log;
    FakeMetrics metrics;
    std::unique_ptr<runtime::Engine> engine;

private:
    int keys_made_ = 0;
};

}  // namespace clarion::test
