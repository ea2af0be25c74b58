// Cut between COMMIT and its answer: nobody can say what became of it, but the key can.
#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/rows.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

struct Outcome {
    std::string answer;
    bool was_unknown = false;
};

// One act under one key, as a caller repeats it until there is an answer.
Outcome act(sql::Store& node, int number) {
    const std::string key = "key-" + std::to_string(number);
    Outcome outcome;
    for (;;) {
        try {
            node.cases().begin();
            const auto known = node.cases().find_answer("caller", key);
            if (!known) {
                const ports::CaseRow row = a_case(std::to_string(number));
                node.cases().insert_case(row);
                node.cases().append_event(an_event(row, 1));
                node.outbox().put(an_effect(row, "message-" + std::to_string(number), 0));
                const auto seq = node.audit().append(an_entry("ann", row.audit_ref.text), {});
                outcome.answer = std::to_string(seq);
                node.cases().keep_answer("caller", key, {{}, outcome.answer}, minute(0));
            }
            node.cases().commit();
            if (known) outcome.answer = known->answer;
            return outcome;
        } catch (const ports::CommitUnknown&) {
            outcome.was_unknown = true;
        } catch (const ports::StoreUnavailable&) {
        }
        node.cases().rollback();
    }
}

postgres::Settings settings_through(const CuttingProxy& proxy, const std::string& schema) {
    postgres::Settings settings = settings_for(schema);
    settings.connection = "host=" + proxy.socket_folder() +
                          " port=5432 user=node dbname=postgres options='-csearch_path=" + schema +
                          "'";
    return settings;
}

}  // namespace

TEST_CASE("postgres commits: a way that falls silent is given up, and the key tells what became") {
    const std::string schema = new_schema();
    CuttingProxy proxy(shared_server().socket_folder());
    postgres::Settings settings = settings_through(proxy, schema);
    settings.lease = std::chrono::milliseconds(1000);
    const auto node = open_postgres(settings);
    const auto began = std::chrono::steady_clock::now();
    proxy.cut_next(Cut::silence);

    const Outcome outcome = act(*node, 0);

    CHECK(outcome.was_unknown);
    CHECK(outcome.answer == "0");
    CHECK(node->cases().count_cases() == 1);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(15));
}

TEST_CASE("postgres commits: whatever is cut, each act is there once and answered alike") {
    const std::string schema = new_schema();
    CuttingProxy proxy(shared_server().socket_folder());
    const auto node = open_postgres(settings_through(proxy, schema));
    const int cuts = rounds_wanted("CLARION_CUT_COMMITS", 60);
    int unknown = 0;

    for (int number = 0; number < cuts; ++number) {
        proxy.cut_next(number % 2 == 0 ? Cut::after_commit : Cut::before_commit);
        const Outcome outcome = act(*node, number);
        CHECK(outcome.answer == std::to_string(number));
        unknown += outcome.was_unknown ? 1 : 0;
    }

    MESSAGE(cuts, " commits cut, ", unknown, " of unknown outcome");
    CHECK(unknown == cuts);
    CHECK(node->cases().count_cases() == static_cast<std::uint64_t>(cuts));
    CHECK(node->audit().entries(0, cuts + 1).size() == static_cast<std::size_t>(cuts));
    CHECK(node->outbox().waiting() == static_cast<std::uint64_t>(cuts));
    CHECK_NOTHROW(node->check_integrity());
}

}  // namespace clarion::test
