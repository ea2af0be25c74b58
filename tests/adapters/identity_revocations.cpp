// Revocations: in force at once, kept in a file that nobody else reads, and known after a restart.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "adapters/identity/revocations.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using clarion::core::PersonId;
using clarion::identity::Revocations;
using clarion::test::TemporaryFolder;

const PersonId kAnn{"https://sign-in.force.example ann"};
const PersonId kBob{"https://sign-in.force.example bob"};

}  // namespace

TEST_CASE("revocations: whoever is shut out is, until they are let in again") {
    const TemporaryFolder folder;
    Revocations revoked(folder / "revoked");

    CHECK_FALSE(revoked.has(kAnn));
    CHECK(revoked.add(kAnn));
    CHECK_FALSE(revoked.add(kAnn));
    CHECK(revoked.has(kAnn));
    CHECK_FALSE(revoked.has(kBob));
    CHECK(revoked.all() == std::vector<PersonId>{kAnn});
    CHECK(revoked.remove(kAnn));
    CHECK_FALSE(revoked.remove(kAnn));
    CHECK_FALSE(revoked.has(kAnn));
}

TEST_CASE("revocations: are known after a restart, from a file for its owner alone") {
    const TemporaryFolder folder;
    const fs::path file = folder / "revoked";
    Revocations(file).add(kAnn);

    CHECK(
        (fs::status(file).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write)
    );
    CHECK(Revocations(file).has(kAnn));
    CHECK_FALSE(Revocations(file).has(kBob));
}

TEST_CASE("revocations: what cannot be kept is not in force, and is told") {
    const TemporaryFolder folder;
    Revocations revoked(folder / "no such folder" / "revoked");

    CHECK_THROWS_AS(revoked.add(kAnn), std::runtime_error);
    CHECK_FALSE(revoked.has(kAnn));
    CHECK_THROWS_AS(revoked.add(PersonId{"two\nlines"}), std::runtime_error);
}

TEST_CASE("revocations: of what is heard elsewhere those who are new are told, and no file is made"
) {
    Revocations revoked({});

    CHECK(revoked.take({kAnn}) == std::vector<PersonId>{kAnn});
    CHECK(revoked.take({kBob, kAnn}) == std::vector<PersonId>{kBob});
    CHECK(revoked.take({kBob}).empty());
    CHECK_FALSE(revoked.has(kAnn));
    CHECK(revoked.has(kBob));
    CHECK(revoked.take({}).empty());
    CHECK(revoked.all().empty());
}
