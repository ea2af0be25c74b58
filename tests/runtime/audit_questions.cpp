// Ready-made questions to the log, and facets.
#include "engine/runtime/audit_questions.hpp"

#include <doctest/doctest.h>

#include "engine/runtime/audit_grammar.hpp"

namespace clarion::test {

namespace {

using runtime::AuditQuestion;

core::json::object an_entry_of(
    const std::string& actor, const std::string& subj, const std::string& cls, const std::string& ts
) {
    return {{"actor", actor}, {"subj", subj}, {"cls", cls}, {"type", cls + "_act"}, {"ts", ts}};
}

std::string answer_to(AuditQuestion question) {
    runtime::AuditAnswer answer(question);
    answer.add(an_entry_of("ann", "case-a", "consultation", "2026-11-02"));
    answer.add(an_entry_of("ann", "case-a", "consultation", "2026-11-01"));
    answer.add(an_entry_of("ann", "case-b", "consultation", "2026-11-03"));
    answer.add(an_entry_of("ann", "case-b", "alteration", "2026-11-04"));
    answer.add(an_entry_of("bob", "case-b", "alteration", "2026-11-05"));
    answer.add(an_entry_of("bob", "", "consultation", "2026-11-06"));
    std::string told;
    for (const auto& row : answer.rows())
        told += core::json::serialize(row) + "\n";
    return told;
}

}  // namespace

TEST_CASE("audit questions: who looked at a case, how often, first and last") {
    CHECK(
        answer_to(AuditQuestion::who_looked) ==
        R"({"actor":"ann","with":"","case":"case-a","what":"","times":2,"first":"2026-11-01","last":"2026-11-02"}
{"actor":"ann","with":"","case":"case-b","what":"","times":1,"first":"2026-11-03","last":"2026-11-03"}
)"
    );
}

TEST_CASE("audit questions: views without an action leave out whoever did something in the case") {
    CHECK(
        answer_to(AuditQuestion::views_without_action) ==
        R"({"actor":"ann","with":"","case":"case-a","what":"","times":2,"first":"2026-11-01","last":"2026-11-02"}
)"
    );
}

TEST_CASE("audit questions: what was denied is told by actor and action, cases or none") {
    runtime::AuditAnswer answer(AuditQuestion::denied);
    answer.add(an_entry_of("eve", "", "security", "2026-11-01"));
    answer.add(an_entry_of("eve", "", "security", "2026-11-02"));

    REQUIRE(answer.rows().size() == 1);
    CHECK(answer.rows().at(0).at("times") == 2);
    CHECK(answer.rows().at(0).at("what") == "security_act");
}

TEST_CASE("audit questions: views behind a seal are those of readers and of broken glass") {
    runtime::AuditAnswer answer(AuditQuestion::sealed_views);
    for (const char* why : {"reader", "duty", "walled", "break_glass", "assigned"}) {
        auto entry = an_entry_of(why, "case-a", "consultation", "2026-11-01");
        entry["why"] = why;
        answer.add(entry);
    }

    std::string told;
    for (const auto& row : answer.rows())
        told += core::json::serialize(row.at("actor"));
    CHECK(told == R"("break_glass""reader""walled")");
}

TEST_CASE("audit questions: names are known, others are not") {
    CHECK(runtime::audit_question("who_looked") == AuditQuestion::who_looked);
    CHECK_FALSE(runtime::audit_question("who").has_value());
}

TEST_CASE("audit facets: count the values of each member, the most frequent first") {
    runtime::AuditFacets facets;
    facets.add({{"cls", "consultation"}, {"out", "ok"}});
    facets.add({{"cls", "alteration"}, {"out", "ok"}});
    facets.add({{"cls", "alteration"}, {"out", "denied"}});

    CHECK(facets.entries() == 3);
    CHECK(
        core::json::serialize(facets.document()) ==
        R"({"cls":[{"value":"alteration","count":2},{"value":"consultation","count":1}],)"
        R"("out":[{"value":"ok","count":2},{"value":"denied","count":1}]})"
    );
}

TEST_CASE("audit questions: acts that two people shared are counted by the pair, once a case") {
    const core::json::object pairs{{"approve", core::json::array{"propose", "research"}}};
    runtime::AuditAnswer answer(AuditQuestion::same_pair, pairs);
    const auto add = [&](const char* actor, const char* subj, const char* type, const char* ts) {
        auto entry = an_entry_of(actor, subj, "alteration", ts);
        entry["type"] = type;
        answer.add(entry);
    };
    for (const char* subj : {"case-a", "case-b"}) {
        add("ann", subj, "propose", "2026-11-01");
        add("ann", subj, "research", "2026-11-01");
        add("bob", subj, "approve", "2026-11-02");
    }
    add("bob", "case-c", "propose", "2026-11-03");
    add("bob", "case-c", "approve", "2026-11-03");
    add("ann", "case-d", "propose", "2026-11-04");
    add("eve", "case-e", "approve", "2026-11-05");

    REQUIRE(answer.rows().size() == 1);
    CHECK(
        core::json::serialize(answer.rows().at(0)) ==
        R"({"actor":"bob","with":"ann","case":"","what":"approve","times":2,"first":"2026-11-02","last":"2026-11-02"})"
    );
}

TEST_CASE("audit questions: every question has a name, a title and a query that can be asked") {
    for (const auto& known : runtime::audit_questions()) {
        CAPTURE(known.name);
        CHECK(runtime::audit_question(known.name) == known.question);
        CHECK_FALSE(known.title.empty());
        CHECK(runtime::parse_audit_query(runtime::query_of(known.question)).has_value());
    }
    CHECK_FALSE(runtime::audit_question("who_is_it").has_value());
}

}  // namespace clarion::test
