// Every stored sample of an earlier format is opened by this program, holds what it held, and its
// case goes on to its end (assurance F19). A sample is a store and its key file at one moment of
// the life of a case; samples are added with each release that changes a format, and never changed.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/crash/case_life.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/upgrade/store_as_text.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

const fs::path kSamples = CLARION_SOURCE_DIR "/tests/upgrade/samples";
constexpr const char* kStore = "clarion.db";
constexpr const char* kTables = "tables.sql";  // of all samples of a release
constexpr const char* kKeys = "keys/clarion.keys";
// At which moments: agencies are asked and timers run; the case is closed; it is erased.
constexpr const char* kMoments[] = {"papers", "decision", "erasure"};

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

// Lives on from the act after `last`, or from the first; up to `until`, or to the end.
void live(Program& program, LifeSoFar& life, std::string_view last, std::string_view until) {
    bool is_past = last.empty();
    for (const LifeAct& act : life_of_a_case()) {
        if (is_past) {
            CAPTURE(std::string(act.name));
            life.clock.advance(act.after);
            const std::string said = act.run(program);
            REQUIRE_MESSAGE(said.starts_with("ok"), said);
            if (life.reference.empty())
                life.reference = core::json::parse(said.substr(3)).at("reference").as_string();
        }
        if (act.name == until) return;
        is_past = is_past || act.name == last;
    }
}

// The clock as it stood when the sample was taken.
void pass_time(LifeSoFar& life, std::string_view until) {
    for (const LifeAct& act : life_of_a_case()) {
        life.clock.advance(act.after);
        if (act.name == until) return;
    }
}

void take_sample(const fs::path& release, const std::string& moment) {
    FailingDisk::instance().heal();  // the disk of such programs, which here never fails
    const TemporaryFolder folder;
    LifeSoFar life;
    make_keys(folder.path());
    std::string held;
    {
        Program program(folder.path(), life);
        live(program, life, "", moment);
        held = program.stored();
    }
    write(release / kTables, tables_as_text(folder / kStore));
    write(release / (moment + ".sql"), rows_as_text(folder / kStore));
    write(release / (moment + ".keys"), text_of(folder / kKeys));
    write(release / (moment + ".held"), life.reference + "\n" + held + "\n");
}

// A sample's folder, as the program that made it left it.
class Unpacked {
public:
    Unpacked(const fs::path& release, const std::string& moment) {
        fs::create_directories(folder / "keys");
        fs::permissions(folder / "keys", fs::perms::owner_all);
        write(folder / kKeys, text_of(release / (moment + ".keys")));
        fs::permissions(folder / kKeys, fs::perms::owner_read | fs::perms::owner_write);
        make_store(
            folder / kStore, text_of(release / kTables) + text_of(release / (moment + ".sql"))
        );
        fs::permissions(folder / kStore, fs::perms::owner_read | fs::perms::owner_write);
        std::ifstream told(release / (moment + ".held"));
        std::getline(told, life.reference);
        std::getline(told, held);
        pass_time(life, moment);
    }

    TemporaryFolder folder;
    LifeSoFar life;
    std::string held;
};

}  // namespace

TEST_CASE("upgrade: every stored sample opens, is whole, holds what it held, and goes on") {
    FailingDisk::instance().heal();
    int samples = 0;
    for (const auto& release : fs::directory_iterator(kSamples)) {
        for (const std::string moment : kMoments) {
            CAPTURE(release.path().filename().string());
            CAPTURE(moment);
            Unpacked sample(release, moment);
            {
                Program program(sample.folder.path(), sample.life);
                CHECK(program.stored() == sample.held);
                program.check();
            }

            Program again(sample.folder.path(), sample.life);
            live(again, sample.life, moment, "");

            CHECK(again.stored() == "1 erased, 0 waiting");
            again.check();
            ++samples;
        }
    }
    CHECK(samples >= 3);
}

// By hand, before a release: CLARION_RELEASE=0.2.0 build/release/tests/upgrade/test_upgrade
TEST_CASE("upgrade: takes the samples of the release that CLARION_RELEASE names") {
    const char* release = std::getenv("CLARION_RELEASE");
    if (release == nullptr) return;
    fs::create_directories(kSamples);
    REQUIRE(fs::create_directory(kSamples / release));  // what is kept is never changed
    for (const char* moment : kMoments)
        take_sample(kSamples / release, moment);
}

}  // namespace clarion::test
