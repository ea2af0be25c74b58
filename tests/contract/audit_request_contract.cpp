// What every store does with queries of the log that are kept, and exports that are asked for.
#include <doctest/doctest.h>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

ports::AuditRequestRow a_request(const std::string& id, const char* kind, const char* owner) {
    ports::AuditRequestRow row;
    row.id = id;
    row.kind = kind;
    row.owner = {owner};
    row.stage = "asked";
    row.at = minute(1);
    row.key = {"first", bytes("wrapped key of " + id)};
    row.sealed = bytes("words of " + id);
    return row;
}

std::string ids_of(const std::vector<ports::AuditRequestRow>& rows) {
    std::string ids;
    for (const ports::AuditRequestRow& row : rows)
        ids += row.id + " ";
    return ids;
}

}  // namespace

void check_audit_requests(const MakeWorld& make) {
    const auto world = make();
    ports::CaseStore& cases = world->cases();
    world->commit([&] {
        cases.keep_audit_request(a_request("one", "query", "ann"));
        cases.keep_audit_request(a_request("two", "export", "ann"));
        cases.keep_audit_request(a_request("three", "query", "bob"));
        cases.keep_audit_request(a_request("four", "query", "ann"));
    });

    CHECK(ids_of(cases.audit_requests("query", {"ann"}, 10)) == "four one ");
    CHECK(ids_of(cases.audit_requests("query", {"ann"}, 1)) == "four ");
    CHECK(ids_of(cases.audit_requests("query", {}, 10)) == "four three one ");
    const auto every = cases.every_audit_request(0, 2);
    CHECK(ids_of(every) == "one two ");
    CHECK(ids_of(cases.every_audit_request(every.back().number, 10)) == "three four ");

    ports::AuditRequestRow changed = a_request("two", "export", "ann");
    changed.stage = "approved";
    changed.at = minute(9);
    changed.sealed = bytes("other words");
    world->commit([&] {
        cases.keep_audit_request(changed);
        cases.keep_audit_request_key("two", {"second", bytes("wrapped anew")});
        cases.remove_audit_request("one");
    });

    const auto found = cases.find_audit_request("two");
    REQUIRE(found.has_value());
    CHECK(found->stage == "approved");
    CHECK(found->at == minute(9));
    CHECK(found->sealed == bytes("other words"));
    CHECK(found->key.key_id == "second");
    CHECK(found->key.bytes == bytes("wrapped anew"));
    CHECK(found->owner == core::AuditRef{"ann"});
    CHECK_FALSE(cases.find_audit_request("one").has_value());
}

}  // namespace clarion::test
