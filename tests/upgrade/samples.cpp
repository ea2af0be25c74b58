// Every stored sample of an earlier release is opened by this one, says what it said then, and its
// cases go on.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cstdlib>

#include "tests/upgrade/sample_house.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

class Unpacked {
public:
    explicit Unpacked(const fs::path& sample) {
        std::string name = fs::temp_directory_path() / "clarion-sample-XXXXXX";
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder = name;
        fs::create_directory(folder / "keys");
        fs::permissions(folder / "keys", fs::perms::owner_all);
        fs::copy_file(sample / "clarion.keys", folder / "keys/clarion.keys");
        fs::permissions(
            folder / "keys/clarion.keys", fs::perms::owner_read | fs::perms::owner_write
        );
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open((folder / "clarion.db").c_str(), &database) == SQLITE_OK);
        const std::string script = text_of_file(sample / "store.sql");
        CHECK(sqlite3_exec(database, script.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(database);
        ::chmod((folder / "clarion.db").c_str(), 0600);
    }
    ~Unpacked() { fs::remove_all(folder); }
    Unpacked(const Unpacked&) = delete;
    Unpacked& operator=(const Unpacked&) = delete;

    fs::path folder;
};

std::vector<fs::path> samples() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(CLARION_SOURCE_DIR "/tests/upgrade/samples"))
        found.push_back(entry.path());
    return found;
}

}  // namespace

TEST_CASE("upgrade: every stored sample opens, is whole, and says what it said when it was made") {
    REQUIRE_FALSE(samples().empty());
    for (const fs::path& sample : samples()) {
        CAPTURE(sample.filename().string());
        const Unpacked unpacked(sample);
        SampleHouse house(unpacked.folder);

        CHECK(house.said() == text_of_file(sample / "said"));
        const auto report = house.checked();
        CHECK(report.faults == 0);
        CHECK(report.cases > 0);
        CHECK_NOTHROW(house.store->check_integrity());
    }
}

TEST_CASE("upgrade: cases that were under way in a sample go on") {
    for (const fs::path& sample : samples()) {
        CAPTURE(sample.filename().string());
        const Unpacked unpacked(sample);
        SampleHouse house(unpacked.folder);
        int moved = 0;
        for (const auto& row : house.store->cases().every_case(std::nullopt, 1000)) {
            const std::string reference = core::format_reference(row.reference);
            for (const auto& [who, role, action] :
                 {std::tuple("ines", "intake_officer", "triage"),
                  std::tuple("cora", "coordinator", "conclude")}) {
                const auto answer = house.act(who, role, reference, action, {{"grade", "low"}});
                if (std::holds_alternative<runtime::Answered>(answer)) ++moved;
            }
        }

        CHECK(moved == 2);
        CHECK(house.checked().faults == 0);
    }
}

}  // namespace clarion::test
