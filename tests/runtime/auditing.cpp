// Auditing: what an auditor reads is what was written, and can be proved; the signer's link.
#include <doctest/doctest.h>

#include <set>

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/tile.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// The form of a signed note; nothing here checks a signature.
std::string a_note(const core::Digest& root, std::uint64_t size) {
    const auto key = core::verifier_key(keys::make_sha256(), "log.example", core::PublicKey{});
    return core::sign_checkpoint({"log.example", size, root}, key, [](std::string_view) {
        return core::Signature{};
    });
}

std::string sign_all(House& house) {
    const auto head = house.world.audit.head();
    std::string note = a_note(head.root, head.size);
    (void)document(house.ask(core::system_principal(), runtime::KeepCheckpoint{head.size, note}));
    return note;
}

std::string bytes_of(const runtime::Answer& answer) {
    (void)document(answer);
    return std::get<runtime::Answered>(answer).bytes;
}

}  // namespace

TEST_CASE("audit query: terms, quotes, negation and times are understood") {
    const auto query = runtime::parse_audit_query(
        " actor:ref-1  -out:ok type:\"two words\" from:2026-11-01 to:2026-11-30"
    );

    REQUIRE(query.has_value());
    REQUIRE(query->terms.size() == 3);
    CHECK(query->terms[0].member == "actor");
    CHECK(query->terms[0].value == "ref-1");
    CHECK(query->terms[1].negated);
    CHECK(query->terms[2].value == "two words");
    CHECK(query->from == at("2026-11-01T00:00:00Z"));
    CHECK(query->until == at("2026-12-01T00:00:00Z"));
    CHECK(
        runtime::parse_audit_query("to:2026-11-30T12:00:00Z")->until == at("2026-11-30T12:00:00Z")
    );
    CHECK(runtime::parse_audit_query("")->terms.empty());
}

TEST_CASE("audit query: the words of the page are the members of an entry") {
    const auto query = runtime::parse_audit_query(
        "action:approve case:7K3M2QXTC outcome:denied class:disclosure -why:\"on duty\""
    );

    REQUIRE(query.has_value());
    std::string members;
    for (const auto& term : query->terms)
        members += (term.negated ? "-" : "") + term.member + " ";
    CHECK(members == "type subj out cls -why ");
    CHECK(query->terms.back().value == "on duty");
}

TEST_CASE("audit query: a text in quotes is a term of its own") {
    const auto query = runtime::parse_audit_query(
        "\"approve decision\" -\"assigned\"  -x  \"on duty\" org:\"x y\" \"a:b\""
    );

    REQUIRE(query.has_value());
    std::string terms;
    for (const auto& term : query->terms)
        terms += (term.negated ? "-" : "") + term.member + "=" + term.value + " ";
    CHECK(terms == "text=approve decision -text=assigned -text=on duty org=x y text=a:b ");
}

TEST_CASE("audit query: created takes a day, an instant, a range and a bound") {
    const auto range_of = [](const std::string& written) {
        const auto query = runtime::parse_audit_query("created:" + written);
        REQUIRE(query.has_value());
        const auto text = [](const std::optional<core::Instant>& bound) {
            return bound ? core::to_rfc3339(*bound) : std::string("-");
        };
        return text(query->from) + " " + text(query->until);
    };

    CHECK(range_of("2026-11-24") == "2026-11-24T00:00:00.000Z 2026-11-25T00:00:00.000Z");
    CHECK(
        range_of("2026-11-01..2026-11-30") == "2026-11-01T00:00:00.000Z 2026-12-01T00:00:00.000Z"
    );
    CHECK(range_of(">=2026-11-24") == "2026-11-24T00:00:00.000Z -");
    CHECK(range_of(">2026-11-24") == "2026-11-25T00:00:00.000Z -");
    CHECK(range_of("<2026-11-24") == "- 2026-11-24T00:00:00.000Z");
    CHECK(range_of("<=2026-11-24") == "- 2026-11-25T00:00:00.000Z");
    CHECK(range_of("2026-11-24T10:00:00Z") == "2026-11-24T10:00:00.000Z 2026-11-24T10:00:00.001Z");
}

TEST_CASE("audit query: what is wrong is told with its character") {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"approve", "at character 1: "},
        {"actor:a who:b", "at character 9: "},
        {"actor:", "at character 7: "},
        {"type:\"open", "at character 6: "},
        {"type:\"a\"b", "at character 9: "},
        {"-from:2026-11-01", "at character 1: "},
        {"from:yesterday", "at character 1: "},
        {"org:a from:2026-11-01 from:2026-11-02", "at character 23: "},
        {":a", "at character 1: "},
        {"org:a ip:10.0.0.1", "at character 7: addresses"},
        {"created:soon", "at character 1: a day"},
        {"created:2026-11-01..", "at character 1: a day"},
        {"created:>", "at character 1: a day"},
        {"out:ok -created:2026-11-01", "at character 8: a time"},
        {"created:2026-11-01 from:2026-11-01", "at character 20: it is given twice"},
        {"- out:ok", "at character 1: "},
        {"org:a -x text", "at character 7: a term is written"},
        {"-x \"text", "at character 4: the quote is not closed"},
        {"\"\"", "at character 1: the value is missing"},
        {"\"a\"b", "at character 4: a space is expected"},
        {"text:a", "at character 1: there is no such member"},
        {"-outcome:refused",
         "at character 10: there is no such outcome; there are ok, denied, error"},
        {"org:a class:OK", "at character 13: there is no such class; there are collection, "},
        {"created:2027-02-01..2027-01-01", "at character 1: the time ends before it begins"},
        {"to:2027-01-01 org:a from:2027-02-01", "at character 21: the time ends before"},
        {"created:>2027-01-01 created:<2027-01-02", "at character 21: the time ends before"},
        {"org:a\tout:ok", "at character 6: a tab, a new line"},
        {"org:a\n", "at character 6: a tab, a new line"},
        {"org:\xc2\x85", "at character 5: a tab, a new line"},
        {"org:\xc3\xa9\xff", "at character 6: the query is not UTF-8"},
        {"org:\xc3", "at character 5: the query is not UTF-8"},
        {"org:\xc3\xa9\xe2\x82\xac who:b", "at character 8: there is no such member"},
        {std::string(2000, 'a'), "at character 1001: "},
    };
    for (const auto& row : wrong) {
        const auto& text = row.first;
        CAPTURE(text);
        const auto query = runtime::parse_audit_query(text);
        REQUIRE_FALSE(query.has_value());
        CHECK(query.error().starts_with(row.second));
    }
}

TEST_CASE("audit: a case is asked for by its reference, however it is written") {
    House house;
    const std::string reference = house.submit();
    (void)house.submit();

    for (const std::string& written :
         {reference, core::format_reference({reference}), house.row_of(reference).audit_ref.text}) {
        const auto answer =
            house.ask(house.auditor, runtime::ReadAuditEvents{"case:" + written, ""});
        CAPTURE(written);
        REQUIRE(document(answer).at("items").as_array().size() == 1);
        CHECK(
            text(document(answer).at("items").as_array().at(0).at("subj")) ==
            house.row_of(reference).audit_ref.text
        );
    }
}

TEST_CASE("audit: an organisation beyond ASCII ends neither the program nor the signing") {
    House house;
    core::Principal auditor = house.auditor;
    auditor.agency = "h\xC3\xA4user";
    (void)house.ask(auditor, runtime::ReadAuditEvents{});

    const auto answer = house.ask(house.auditor, runtime::ReadAuditEvents{});

    const auto& newest = document(answer).at("items").as_array().at(0);
    CHECK(text(newest.at("org")) == "h%C3%A4user");
}

TEST_CASE("audit: reading the entries is an entry, and only auditors read") {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();

    const auto answer =
        house.ask(house.auditor, runtime::ReadAuditEvents{"type:request_received", ""});
    const json::object& found = document(answer);

    REQUIRE(found.at("items").as_array().size() == 1);
    CHECK(
        text(found.at("items").as_array().at(0).at("subj")) ==
        house.row_of(reference).audit_ref.text
    );
    CHECK(found.at("size").to_number<std::size_t>() == logged);
    CHECK(house.log_after(logged) == "audit_read/ok");
    CHECK(
        describe(house.ask(house.supervisor, runtime::ReadAuditEvents{})) ==
        "refused role_not_allowed"
    );
    CHECK(house.log_after(logged) == "audit_read/ok, audit_read/denied");
    const auto wrong = house.ask(house.auditor, runtime::ReadAuditEvents{"nonsense", ""});
    CHECK(std::get<core::Refusal>(wrong).detail.starts_with("at character 1"));
}

TEST_CASE("audit: pages go back to the first entry, each once") {
    House house;
    for (int number = 0; number < 40; ++number)
        (void)house.submit();

    std::set<std::uint64_t> seen;
    std::string cursor;
    do {
        const auto answer =
            house.ask(house.auditor, runtime::ReadAuditEvents{"type:request_received", cursor});
        for (const json::value& item : document(answer).at("items").as_array())
            CHECK(seen.insert(item.at("seq").to_number<std::uint64_t>()).second);
        const json::value& next = document(answer).at("next_cursor");
        cursor = next.is_null() ? "" : text(next);
    } while (!cursor.empty());

    CHECK(seen.size() == 40);
}

TEST_CASE("audit: tiles and bundles are the log's bytes") {
    House house;
    const std::string reference = house.submit();
    for (int number = 0; house.logged() < 300; ++number)
        (void)house.ask(house.supervisor, runtime::ReadClock{reference});

    const std::string hashes =
        bytes_of(house.ask(house.auditor, runtime::ReadAuditTile{0, 0, 256, false}));
    CHECK(hashes.size() == 256 * 32);
    const auto leaf = core::leaf_hash(house.sha256, house.world.disk.now.log[7].bytes);
    CHECK(hashes.substr(7 * 32, 32) == ports::text_of(leaf));
    const std::string upper =
        bytes_of(house.ask(house.auditor, runtime::ReadAuditTile{1, 0, 1, false}));
    CHECK(upper == ports::text_of(house.world.audit.node(8, 0)));

    const std::size_t logged = house.logged();
    const std::string bundle =
        bytes_of(house.ask(house.auditor, runtime::ReadAuditTile{0, 1, 40, true}));
    const auto entries = core::split_bundle(bundle);
    REQUIRE(entries.has_value());
    REQUIRE(entries->size() == 40);
    CHECK(entries->at(3) == house.world.disk.now.log[259].bytes);
    CHECK(house.log_after(logged) == "audit_read/ok");

    for (const runtime::ReadAuditTile& wrong :
         {runtime::ReadAuditTile{0, 1, 256, false},
          {0, 9, 1, false},
          {2, 0, 1, false},
          {1, 0, 1, true},
          {0, 0, 0, false},
          {-1, 0, 1, false},
          {0, 0, 257, false},
          {99, 0, 1, false}}) {
        CHECK(describe(house.ask(house.auditor, wrong)) == "refused not_found");
    }
    CHECK(
        describe(house.ask(house.officer, runtime::ReadAuditTile{0, 0, 1, false})) ==
        "refused role_not_allowed"
    );
}

TEST_CASE("audit: a signed checkpoint is kept, shown, and carries proofs") {
    House house;
    const std::string reference = house.submit();
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadAuditCheckpoint{})) == "refused not_found"
    );
    CHECK(describe(house.ask(house.auditor, runtime::ProveAuditEntry{0})) == "refused not_found");
    for (int number = 0; number < 20; ++number)
        (void)house.ask(house.supervisor, runtime::ReadClock{reference});
    const std::string note = sign_all(house);
    const auto head = house.world.audit.head();

    CHECK(bytes_of(house.ask(house.auditor, runtime::ReadAuditCheckpoint{})) == note);
    for (std::uint64_t seq = 0; seq < head.size; ++seq) {
        const auto proof =
            core::parse_proof(bytes_of(house.ask(house.auditor, runtime::ProveAuditEntry{seq})));
        REQUIRE(proof.has_value());
        const auto leaf = core::leaf_hash(house.sha256, house.world.disk.now.log[seq].bytes);
        CHECK(core::verify_inclusion(house.sha256, leaf, seq, head.size, proof->siblings, head.root)
        );
        CHECK(proof->checkpoint == note);
    }
    CHECK(
        describe(house.ask(house.auditor, runtime::ProveAuditEntry{head.size})) ==
        "refused not_found"
    );
}

TEST_CASE("audit: a proof out of a closed log is against its last checkpoint") {
    House house;
    for (int number = 0; number < 5; ++number)
        (void)house.submit();
    const std::string note = sign_all(house);
    const auto head = house.world.audit.head();
    const std::string leaf = house.world.disk.now.log.at(2).bytes;
    house.world.audit.turn({0, "log/2025", 0, {}, note, "", "{}"});
    (void)house.submit();

    const auto proof =
        core::parse_proof(bytes_of(house.ask(house.auditor, runtime::ProveAuditEntry{2, 0})));

    REQUIRE(proof.has_value());
    CHECK(proof->checkpoint == note);
    CHECK(proof->extra == leaf);
    const auto hash = core::leaf_hash(house.sha256, leaf);
    CHECK(core::verify_inclusion(house.sha256, hash, 2, head.size, proof->siblings, head.root));
    for (const auto& wrong :
         {runtime::ProveAuditEntry{head.size, 0}, runtime::ProveAuditEntry{0, 2}})
        CHECK(describe(house.ask(house.auditor, wrong)) == "refused not_found");
}

TEST_CASE("signer: an older size is kept too, and a tree that is not ours never") {
    House house;
    const std::string reference = house.submit();
    std::vector<ports::AuditHead> heads;
    for (int number = 0; number < 20; ++number) {
        (void)house.ask(house.supervisor, runtime::ReadClock{reference});
        heads.push_back(house.world.audit.head());
    }
    const auto keep = [&](std::uint64_t size, const std::string& note) {
        return describe(house.ask(core::system_principal(), runtime::KeepCheckpoint{size, note}));
    };

    for (const auto& head : heads)
        CHECK(keep(head.size, a_note(head.root, head.size)) == "ok {}");
    CHECK(house.metrics.values["clarion_alarms_total{checkpoint_differs}"] == 0);
    CHECK(keep(3, a_note(heads.back().root, 3)) == "refused malformed_body");
    CHECK(keep(500, a_note(heads.back().root, 500)) == "refused malformed_body");
    CHECK(keep(2, a_note(heads.front().root, 3)) == "refused malformed_body");
    CHECK(house.metrics.values["clarion_alarms_total{checkpoint_differs}"] == 3);
    CHECK(keep(2, "not a note") == "refused malformed_body");
}

TEST_CASE("signer: reads entries in order and leaves no trace") {
    House house;
    const std::string reference = house.submit();
    for (int number = 0; number < 9; ++number)
        (void)house.ask(house.supervisor, runtime::ReadClock{reference});

    const auto answer = house.ask(core::system_principal(), runtime::ReadLogEntries{4, 3});

    CHECK(describe(answer) == R"(ok {"size":10,"count":3})");
    std::string expected;
    for (std::size_t seq = 4; seq < 7; ++seq) {
        const std::string& leaf = house.world.disk.now.log[seq].bytes;
        expected += std::string{
            '\0', '\0', static_cast<char>(leaf.size() >> 8U), static_cast<char>(leaf.size())};
        expected += leaf;
    }
    CHECK(bytes_of(answer) == expected);
    CHECK(house.logged() == 10);
    const auto past = house.ask(core::system_principal(), runtime::ReadLogEntries{10, 3});
    CHECK(describe(past) == R"(ok {"size":10,"count":0})");
}

}  // namespace clarion::test
