// Several nodes on one database: who may write, who has which duty, and what a stopped one may not.
#include <doctest/doctest.h>

#include <thread>

#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/rows.hpp"

namespace clarion::test {

namespace {

using namespace std::chrono_literals;

constexpr auto kLease = 800ms;

// Nodes of one database, in one program; each has sessions of its own.
class Nodes {
public:
    [[nodiscard]] std::unique_ptr<sql::Store> join(const std::string& name, bool is_alone = false)
        const {
        postgres::Settings settings = settings_for(schema_);
        settings.node = name;
        settings.lease = kLease;
        settings.is_alone = is_alone;
        return open_postgres(settings);
    }
    std::string ask(const std::string& sql) const {
        return shared_server().run("SET search_path TO " + schema_ + "; " + sql);
    }

private:
    std::string schema_ = new_schema();
};

void commit(sql::Store& node, const std::function<void()>& work) {
    node.cases().begin();
    work();
    node.cases().commit();
}

std::string subject_number_of(sql::Store& node, std::uint64_t entry) {
    const std::string bytes = node.audit().entries(entry, 1).at(0).bytes;
    const auto start = bytes.find("\"subj_n\":");
    return bytes.substr(start, bytes.find_first_of(",}", start) - start);
}

void arm(sql::Store& node) {
    commit(node, [&] {
        node.cases().insert_case(a_case("1"));
        node.cases().set_timers(a_case("1").id, {{a_case("1").id, "t", minute(1)}});
        node.outbox().put(an_effect(a_case("1"), "message", 0));
    });
}

bool watches_timers(sql::Store& node) {
    return node.cases().next_due().has_value() && !node.cases().due_timers(minute(9), 5).empty();
}

bool hands_out(sql::Store& node) {
    return node.outbox().next_ready().has_value() && !node.outbox().ready(minute(9), 5).empty();
}

}  // namespace

TEST_CASE("postgres nodes: what an answer did not wait for is done by whichever comes first, once"
) {
    const Nodes nodes;
    const auto one = nodes.join("one");
    const auto other = nodes.join("other");
    commit(*one, [&] { one->cases().put_later(a_later("compare", 1)); });

    commit(*other, [&] {
        const auto ready = other->cases().ready_later(minute(1), 5);
        REQUIRE(ready.size() == 1);
        other->cases().remove_later(ready.front().id);
    });
    commit(*one, [&] { CHECK(one->cases().ready_later(minute(1), 5).empty()); });
}

TEST_CASE("postgres nodes: the database says what time it is, to hold a node's clock against") {
    const Nodes nodes;
    const auto node = nodes.join("one");
    const auto now = [] {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };

    const core::Instant before = now();
    std::optional<core::Instant> said;
    commit(*node, [&] { said = node->cases().store_time(); });

    REQUIRE(said.has_value());
    CHECK(*said >= before - 1ms);
    CHECK(*said <= now() + 1ms);
}

TEST_CASE("postgres nodes: what one writes the other goes on from") {
    const Nodes nodes;
    const auto one = nodes.join("one");
    const auto other = nodes.join("other");
    core::AuditRef ann;
    commit(*one, [&] {
        one->cases().insert_case(a_case("1"));
        (void)one->audit().append(an_entry("ann", "case-a"), {});
        ann = one->cases().audit_ref_of({"ann"});
    });

    commit(*other, [&] {
        CHECK(other->audit().append(an_entry("bob", "case-a"), {}) == 1);
        CHECK(other->cases().audit_ref_of({"ann"}) == ann);
        other->outbox().put(an_effect(a_case("1"), "a", 0));
    });
    commit(*one, [&] {
        CHECK(one->audit().append(an_entry("ann", "case-a"), {}) == 2);
        one->outbox().put(an_effect(a_case("1"), "b", 0));
    });

    CHECK(subject_number_of(*one, 2) == "\"subj_n\":3");
    CHECK(nodes.ask("SELECT string_agg(id::text, ',' ORDER BY id) FROM outbox") == "1,2");
    CHECK_NOTHROW(one->check_integrity());
}

TEST_CASE("postgres nodes: a name that was taken back is not kept by another hand") {
    const Nodes nodes;
    const auto one = nodes.join("one");
    const auto other = nodes.join("other");
    one->cases().begin();
    (void)one->cases().audit_ref_of({"ann"});
    one->cases().rollback();
    core::AuditRef stored;
    commit(*other, [&] { stored = other->cases().audit_ref_of({"ann"}); });

    commit(*one, [&] { CHECK(one->cases().audit_ref_of({"ann"}) == stored); });
}

TEST_CASE("postgres nodes: one of them watches timers and hands out effects") {
    const Nodes nodes;
    auto one = nodes.join("one");
    const auto other = nodes.join("other");
    arm(*one);

    CHECK(watches_timers(*one));
    CHECK(hands_out(*one));
    CHECK_FALSE(watches_timers(*other));
    CHECK_FALSE(hands_out(*other));
    one.reset();  // it leaves in good order
    std::this_thread::sleep_for(kLease / 4);
    commit(*other, [] {});

    CHECK(watches_timers(*other));
    CHECK(hands_out(*other));
    CHECK(nodes.ask("SELECT DISTINCT fence FROM duties") == "2");
}

TEST_CASE("postgres nodes: one that was silent for its lease loses its duties and its number") {
    const Nodes nodes;
    const auto one = nodes.join("one");
    const auto other = nodes.join("other");
    arm(*one);
    for (int beat = 0; beat < 5; ++beat) {
        std::this_thread::sleep_for(kLease / 4);
        commit(*other, [] {});
    }
    CHECK(watches_timers(*other));

    CHECK_THROWS_AS(one->cases().begin(), ports::StoreUnavailable);
    commit(*one, [&] { (void)one->audit().append(an_entry("ann", "case-a"), {}); });

    CHECK(nodes.ask("SELECT max(number) FROM nodes WHERE name = 'one'") == "3");
    CHECK_FALSE(watches_timers(*one));
    CHECK(watches_timers(*other));
}

// It reads and checks what it likes, for hours where there are many cases.
TEST_CASE("postgres nodes: a command that is alone may be silent for longer than a lease") {
    const Nodes nodes;
    const auto alone = nodes.join("command", true);
    arm(*alone);

    std::this_thread::sleep_for(2 * kLease);
    commit(*alone, [&] {
        (void)alone->audit().append(an_entry("ann", "case-a"), {});
        (void)alone->audit().head();
        std::this_thread::sleep_for(2 * kLease);
        (void)alone->audit().append(an_entry("ann", "case-a"), {});
    });

    CHECK(alone->audit().head().size == 2);
    CHECK(nodes.ask("SELECT count(*) FROM nodes") == "1");
    CHECK_THROWS_AS((void)nodes.join("node"), ports::StoreUnavailable);
}

TEST_CASE("postgres nodes: one that stops inside a batch holds up the others for half its lease") {
    const Nodes nodes;
    const auto one = nodes.join("one");
    const auto other = nodes.join("other");
    one->cases().begin();
    one->cases().insert_case(a_case("stopped"));
    (void)one->cases().find_case(a_case("stopped").id);  // the server has it
    const auto began = std::chrono::steady_clock::now();

    commit(*other, [&] { other->cases().insert_case(a_case("1")); });

    CHECK(std::chrono::steady_clock::now() - began < kLease);
    CHECK_THROWS_AS(
        [&] {
            one->cases().insert_case(a_case("2"));
            one->cases().commit();
        }(),
        std::runtime_error
    );
    one->cases().rollback();
    CHECK_FALSE(other->cases().find_case(a_case("stopped").id).has_value());
    CHECK_FALSE(other->cases().find_case(a_case("2").id).has_value());
}

TEST_CASE("postgres nodes: an old primary that came back, with a shorter log, is not written to") {
    const Nodes nodes;
    const auto node = nodes.join("one");
    commit(*node, [&] { (void)node->audit().append(an_entry("ann", "case-a"), {}); });
    nodes.ask("UPDATE store_head SET log_size = 0, log_frontier = ''");

    for (int attempt = 0; attempt < 2; ++attempt) {
        CHECK_THROWS_AS(node->cases().begin(), ports::StoreUnavailable);
    }
}

TEST_CASE("postgres nodes: a session that was cut is replaced by the next batch") {
    const Nodes nodes;
    const auto node = nodes.join("one");
    commit(*node, [&] { node->cases().insert_case(a_case("1")); });
    nodes.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'clarion'"
    );

    bool failed = false;
    try {
        commit(*node, [] {});
    } catch (const ports::StoreUnavailable&) {
        failed = true;
        node->cases().rollback();
    }
    commit(*node, [&] { node->cases().insert_case(a_case("2")); });

    CHECK(failed);
    CHECK(node->cases().find_case(a_case("1").id).has_value());
    CHECK(node->cases().find_case(a_case("2").id).has_value());
}

}  // namespace clarion::test
