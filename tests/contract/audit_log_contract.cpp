// What every AuditLog does: numbers, counters, tree and checkpoints.
#include <doctest/doctest.h>

#include "adapters/keys/sha256.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

const core::Sha256 kSha256 = keys::make_sha256();

// The tree by its definition, RFC 6962 2.1: slow and plain.
core::Digest root_of(std::span<const std::string> leaves) {
    if (leaves.empty()) return kSha256({});
    if (leaves.size() == 1) return core::leaf_hash(kSha256, leaves.front());
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    return core::node_hash(kSha256, root_of(leaves.first(split)), root_of(leaves.subspan(split)));
}

std::vector<std::string> all_leaves(World& world) {
    std::vector<std::string> leaves;
    for (const auto& entry : world.audit().entries(0, 1000000))
        leaves.push_back(entry.bytes);
    return leaves;
}

std::string counter_of(const std::string& bytes) {
    return std::to_string(core::json::parse(bytes).at("subj_n").as_int64());
}

// The place of the open log's first entry.
std::uint64_t first_of_open(World& world) {
    return world.audit().entries(0, 1).at(0).place;
}

void append(World& world, const std::string& actor, const std::string& subject) {
    world.audit().append(an_entry(actor, subject), {});
}

void a_turned_log_stays_and_the_next_begins_at_nothing(World& world) {
    world.commit([&] {
        world.audit().append(an_entry("ann", "case-a"), bytes("sealed first"));
        world.audit().append(an_entry("ann", "case-a"), {});
        world.audit().keep_checkpoint(2, "note of 2");
    });
    const core::Digest root = world.audit().head().root;

    world.commit([&] {
        world.audit().turn({0, "log/2026", 0, {}, "note of 2", "key", "{}"});
        CHECK(world.audit().closed_node(0, 1, 0) == root);
        CHECK(world.audit().append(an_entry("bob", "case-a"), bytes("sealed next")) == 0);
    });

    REQUIRE(world.audit().closed().size() == 1);
    const ports::ClosedLog closed = world.audit().closed().at(0);
    CHECK(closed.number == 0);
    CHECK(closed.origin == "log/2026");
    CHECK(closed.size == 2);
    CHECK(closed.root == root);
    CHECK(closed.checkpoint == "note of 2");
    CHECK(world.audit().head().size == 1);
    const auto leaves = all_leaves(world);
    CHECK(world.audit().head().root == root_of(leaves));
    CHECK(counter_of(leaves.at(0)) == "1");
    CHECK(world.audit().node(0, 0) == core::leaf_hash(kSha256, leaves.at(0)));
    CHECK_FALSE(world.audit().checkpoint().has_value());
    CHECK(world.audit().closed_checkpoints(0).at(0).second == "note of 2");
    CHECK(world.audit().closed_entries(0, 1, 10).at(0).seq == 1);
    CHECK(world.audit().closed_entries(0, 2, 10).empty());
    CHECK(world.audit().closed_entries(1, 0, 10).empty());
    for (const std::uint64_t beyond : {std::uint64_t{INT64_MAX}, std::uint64_t{UINT64_MAX}}) {
        CHECK(world.audit().entries(beyond, 1).empty());
        CHECK(world.audit().checkpoints(beyond, 1).empty());
        CHECK(world.audit().closed_entries(0, beyond, 1).empty());
        CHECK(world.audit().closed_entries(beyond, 0, 1).empty());
    }

    ports::AuditQuery query;
    query.terms.push_back({"subj", "case-a", false});
    const auto found = world.audit().query(query);
    REQUIRE(found.size() == 3);
    CHECK(found[0].seq == 0);
    CHECK(found[1].seq == 1);
    CHECK(found[0].place > found[1].place);
    CHECK(world.audit().detail(found[0].place) == bytes("sealed next"));
    CHECK(world.audit().detail(found[2].place) == bytes("sealed first"));
    query.terms = {{"req", "request-1", false}};
    CHECK(world.audit().query(query).size() == 3);
    query.before = found[1].place;
    CHECK(world.audit().query(query).size() == 1);
}

// Two logs, the older of which is retired; of its people ann alone is in the later one. Col kept a
// query, and dee proposed an erasure that is still open.
void retire_the_older_of_two(World& world) {
    const auto name_of = [&](const char* person) {
        return world.cases().audit_ref_of({person}).text;
    };
    world.commit([&] {
        for (const char* person : {"ann", "bob", "col", "dee"})
            world.audit().append(an_entry(name_of(person), "case-a"), bytes("sealed of one"));
        world.audit().keep_checkpoint(4, "note of 4");
        ports::AuditRequestRow kept;
        kept.id = "kept";
        kept.kind = "query";
        kept.owner.text = name_of("col");
        world.cases().keep_audit_request(kept);
        world.cases().insert_case(a_case("1"));
        ports::RetentionRow proposed;
        proposed.case_id = a_case("1").id;
        proposed.proposed_by.text = name_of("dee");
        world.cases().keep_retention(proposed);
    });
    world.commit([&] {
        world.audit().turn({0, "log/2026", 0, {}, "note of 4", "key", "{}"});
        world.audit().append(an_entry(name_of("ann"), "case-a"), bytes("sealed of two"));
    });
    world.commit([&] { world.audit().retire(0, "what they signed"); });
}

void a_retired_log_is_given_out_no_more(World& world) {
    retire_the_older_of_two(world);

    const auto closed = world.audit().closed();
    REQUIRE(closed.size() == 1);
    CHECK(closed[0].retirement == "what they signed");
    CHECK(ports::count_retired(closed) == 1);
    ports::AuditQuery query;
    for (const bool also_retired : {false, true}) {
        query.also_retired = also_retired;
        query.terms = {{"subj", "case-a", false}};
        CHECK(world.audit().query(query).size() == (also_retired ? 5 : 1));
        query.terms = {{"req", "request-1", false}};
        CHECK(world.audit().query(query).size() == (also_retired ? 5 : 1));
        query.terms.clear();
        CHECK(world.audit().query(query).size() == (also_retired ? 5 : 1));
    }
    // Bytes, hashes and checkpoints stay.
    const auto entries = world.audit().closed_entries(0, 0, 10);
    REQUIRE(entries.size() == 4);
    std::vector<std::string> leaves;
    leaves.reserve(entries.size());
    for (const auto& entry : entries)
        leaves.push_back(entry.bytes);
    CHECK(closed[0].root == root_of(leaves));
    CHECK(world.audit().closed_node(0, 0, 1) == core::leaf_hash(kSha256, leaves[1]));
    CHECK(world.audit().closed_checkpoints(0).at(0).second == "note of 4");
    // The details do not, but for those of the log that is kept.
    for (const auto& entry : entries)
        CHECK_FALSE(world.audit().detail(entry.place).has_value());
    CHECK(world.audit().detail(first_of_open(world)).has_value());
}

void whom_only_a_retired_log_names_is_forgotten(World& world) {
    std::vector<std::string> before;
    world.commit([&] {
        for (const char* person : {"ann", "bob", "col", "dee"})
            before.push_back(world.cases().audit_ref_of({person}).text);
    });
    retire_the_older_of_two(world);

    world.commit([&] {
        CHECK(world.cases().audit_ref_of({"ann"}).text == before[0]);  // a later entry names her
        CHECK(world.cases().audit_ref_of({"bob"}).text != before[1]);
        CHECK(world.cases().audit_ref_of({"col"}).text != before[2]);
        CHECK(world.cases().audit_ref_of({"dee"}).text == before[3]);  // two people stay two
    });
    CHECK_FALSE(world.cases().find_audit_request("kept").has_value());
    world.commit([&] { world.audit().turn({0, "log/2027", 0, {}, "", "", "{}"}); });
    world.commit([&] { world.audit().retire(1, "and again"); });
    CHECK(ports::count_retired(world.audit().closed()) == 2);
    CHECK(world.audit().query({}).empty());
    world.commit([&] { CHECK(world.cases().audit_ref_of({"ann"}).text != before[0]); });
}

void a_retirement_that_is_taken_back_forgets_nobody(World& world) {
    core::AuditRef bob;
    world.commit([&] {
        bob = world.cases().audit_ref_of({"bob"});
        world.audit().append(an_entry(bob.text, "case-a"), bytes("sealed"));
    });
    world.commit([&] { world.audit().turn({0, "log/2026", 0, {}, "", "", "{}"}); });

    world.cases().begin();
    world.audit().retire(0, "what they signed");
    world.cases().rollback();

    CHECK_FALSE(world.audit().closed().at(0).is_retired());
    CHECK(world.audit().detail(0).has_value());
    CHECK(world.audit().query({}).size() == 1);
    world.commit([&] { CHECK(world.cases().audit_ref_of({"bob"}) == bob); });
}

void a_turn_that_is_taken_back_leaves_nothing(World& world) {
    world.commit([&] { append(world, "ann", "case-a"); });
    const core::Digest root = world.audit().head().root;

    world.cases().begin();
    world.audit().turn({0, "log/2026", 0, {}, "", "", "{}"});
    append(world, "ann", "case-a");
    world.cases().rollback();

    CHECK(world.audit().closed().empty());
    CHECK(world.audit().head().root == root);
    world.commit([&] { append(world, "ann", "case-a"); });
    CHECK(counter_of(all_leaves(world).at(1)) == "2");
}

void entries_are_numbered(World& world) {
    world.commit([&] {
        CHECK(world.audit().append(an_entry("ann", "case-a"), {}) == 0);
        CHECK(world.audit().append(an_entry("ann", "case-b"), {}) == 1);
        CHECK(world.audit().append(an_entry("bob", "case-a"), {}) == 2);
        CHECK(world.audit().append(an_entry("bob", ""), {}) == 3);
    });
    world.commit([&] { CHECK(world.audit().append(an_entry("bob", "case-a"), {}) == 4); });

    const auto entries = world.audit().entries(0, 10);
    REQUIRE(entries.size() == 5);
    CHECK(counter_of(entries[0].bytes) == "1");
    CHECK(counter_of(entries[1].bytes) == "1");
    CHECK(counter_of(entries[2].bytes) == "2");
    CHECK(entries[3].bytes.find("subj") == std::string::npos);
    CHECK(counter_of(entries[4].bytes) == "3");
    for (std::uint64_t seq = 0; seq < entries.size(); ++seq) {
        CHECK(entries[seq].seq == seq);
        CHECK(core::json::parse(entries[seq].bytes).at("seq").to_number<std::uint64_t>() == seq);
    }
    CHECK(world.audit().entries(3, 1).at(0).seq == 3);
    CHECK(world.audit().entries(5, 10).empty());
}

void undone_entries_burn_no_number(World& world) {
    world.commit([&] { append(world, "ann", "case-a"); });
    const ports::AuditHead before = world.audit().head();

    world.cases().begin();
    world.cases().open_savepoint();
    append(world, "ann", "case-a");
    append(world, "ann", "case-b");
    CHECK(world.audit().head().size == 3);
    world.cases().undo_savepoint();
    CHECK(world.audit().head().size == 1);
    CHECK(world.audit().head().root == before.root);
    append(world, "bob", "case-a");
    world.cases().commit();
    world.cases().begin();
    append(world, "ann", "case-a");
    world.cases().rollback();

    const auto entries = world.audit().entries(0, 10);
    REQUIRE(entries.size() == 2);
    CHECK(world.audit().head().size == 2);
    CHECK(world.audit().head().root == root_of(all_leaves(world)));
    CHECK(counter_of(entries[1].bytes) == "2");
    world.commit([&] { append(world, "ann", "case-b"); });
    CHECK(counter_of(world.audit().entries(2, 1).at(0).bytes) == "1");
}

void the_tree_is_that_of_the_entries(World& world) {
    CHECK(world.audit().head().root == root_of({}));
    for (int batch = 0; batch < 100; ++batch) {
        world.commit([&] {
            for (int entry = 0; entry < 10; ++entry) {
                append(world, "ann", "case-" + std::to_string(entry));
                const auto leaves = all_leaves(world);
                if (entry % 5 == 0) CHECK(world.audit().head().root == root_of(leaves));
            }
        });
    }

    const auto leaves = all_leaves(world);
    const std::span<const std::string> span = leaves;
    REQUIRE(leaves.size() == 1000);
    for (int level = 0; level < 10; ++level) {
        const std::size_t width = std::size_t{1} << level;
        for (std::size_t index = 0; (index + 1) * width <= leaves.size(); ++index) {
            const auto expected = root_of(span.subspan(index * width, width));
            REQUIRE(world.audit().node(level, index) == expected);
        }
    }
}

void proofs_verify(World& world) {
    world.commit([&] {
        for (int entry = 0; entry < 700; ++entry)
            append(world, "ann", "case-a");
    });
    const auto leaves = all_leaves(world);
    const ports::AuditHead head = world.audit().head();
    const core::NodeReader nodes = [&](int level, std::uint64_t index) {
        return world.audit().node(level, index);
    };

    for (std::uint64_t index = 0; index < head.size; index += 37) {
        const auto proof = core::inclusion_proof(kSha256, nodes, index, head.size);
        const auto leaf = core::leaf_hash(kSha256, leaves[index]);
        CHECK(core::verify_inclusion(kSha256, leaf, index, head.size, proof, head.root));
        CHECK_FALSE(core::verify_inclusion(kSha256, leaf, index ^ 1, head.size, proof, head.root));
    }
    for (const std::uint64_t old_size :
         std::initializer_list<std::uint64_t>{1, 2, 255, 256, 257, 512, 699}) {
        const auto proof = core::consistency_proof(kSha256, nodes, old_size, head.size);
        const auto old_root = root_of(std::span(leaves).first(old_size));
        CHECK(core::verify_consistency(kSha256, old_size, old_root, head.size, head.root, proof));
    }
}

void details_are_kept_beside(World& world) {
    world.commit([&] {
        world.audit().append(an_entry("ann", "case-a"), bytes("sealed detail"));
        world.audit().append(an_entry("ann", "case-a"), {});
    });

    CHECK(world.audit().detail(0) == bytes("sealed detail"));
    CHECK_FALSE(world.audit().detail(1).has_value());
    CHECK_FALSE(world.audit().detail(2).has_value());
}

void checkpoints_are_kept(World& world) {
    CHECK_FALSE(world.audit().checkpoint().has_value());
    world.commit([&] {
        for (int entry = 0; entry < 10; ++entry)
            append(world, "ann", "case-a");
        world.audit().keep_checkpoint(10, "note of 10");
        world.audit().keep_checkpoint(4, "note of 4");
    });

    CHECK(world.audit().checkpoint() == "note of 10");
    const auto all = world.audit().checkpoints(0, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0] == std::pair<std::uint64_t, std::string>{4, "note of 4"});
    CHECK(all[1] == std::pair<std::uint64_t, std::string>{10, "note of 10"});
    CHECK(world.audit().checkpoints(0, 1).size() == 1);
    CHECK(world.audit().checkpoints(4, 10).size() == 1);
    CHECK(world.audit().checkpoints(10, 10).empty());
}

}  // namespace

void check_audit_log(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("a turned log stays, and the next begins at nothing") {
        a_turned_log_stays_and_the_next_begins_at_nothing(*world);
    }
    SUBCASE("a retired log is given out no more") {
        a_retired_log_is_given_out_no_more(*world);
    }
    SUBCASE("whom only a retired log names is forgotten") {
        whom_only_a_retired_log_names_is_forgotten(*world);
    }
    SUBCASE("a retirement that is taken back forgets nobody") {
        a_retirement_that_is_taken_back_forgets_nobody(*world);
    }
    SUBCASE("a turn that is taken back leaves nothing") {
        a_turn_that_is_taken_back_leaves_nothing(*world);
    }
    SUBCASE("entries are numbered, and counted for each case") {
        entries_are_numbered(*world);
    }
    SUBCASE("what is undone has burnt no number") {
        undone_entries_burn_no_number(*world);
    }
    SUBCASE("the tree is that of the entries") {
        the_tree_is_that_of_the_entries(*world);
    }
    SUBCASE("proofs made of its nodes verify") {
        proofs_verify(*world);
    }
    SUBCASE("details are kept beside the entries") {
        details_are_kept_beside(*world);
    }
    SUBCASE("checkpoints are kept by size") {
        checkpoints_are_kept(*world);
    }
}

}  // namespace clarion::test
