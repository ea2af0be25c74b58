// Every stored sample of an earlier format is opened by this program, holds what it held, and its
// case is found and goes on to its end (assurance F19). A sample is a store and its key file at one
// moment of the life of a case; samples are added with each release that changes a format, and
// never changed.
//
// On PostgreSQL no act of the life is left out: the turn of keys in it is that of the keys which
// wrap a case's own. The turn of the token key, which a shared store refuses, is in no act of it.
// The life has a clock of its own there as well, which is not the server's: an alert says so, and
// its notices wait in two of the samples; they are delivered at the end.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "tests/crash/case_life.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text_file.hpp"
#include "tests/upgrade/place.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

const fs::path kSamples = CLARION_SOURCE_DIR "/tests/upgrade/samples";
constexpr const char* kTables = "tables.sql";  // of all samples of a store of a release
constexpr const char* kKeys = "keys/clarion.keys";
constexpr const char* kErased = "erasure";
// At which moments: agencies are asked and timers run; the case is closed; it is erased.
constexpr const char* kMoments[] = {"papers", "decision", kErased};

struct Kind {
    const char* name = "";  // of the folder of its samples
    std::unique_ptr<Place> (*make_place)() = nullptr;
};
constexpr Kind kKinds[] = {{"sqlite", make_sqlite_place}, {"postgres", make_postgres_place}};

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

// A store with its keys, and the case in it.
class Sample {
public:
    explicit Sample(const Kind& kind) : place_(kind.make_place()) {}

    // As it was when it was kept, and the clock as it stood then. What it held, in words.
    std::string unpack(const fs::path& samples, const std::string& moment);
    void keep(const fs::path& samples, const std::string& moment);

    void begin() { make_keys(folder_.path()); }
    [[nodiscard]] Program start() { return Program(folder_.path(), life_, place_->open()); }
    // Whether a search for the people of the case tells of it.
    [[nodiscard]] bool is_found(Program& program) const;
    // On from the act after `last`, or from the first; up to `until`, or to the end.
    void live(Program& program, std::string_view last, std::string_view until);

private:
    TemporaryFolder folder_;
    LifeSoFar life_;
    std::unique_ptr<Place> place_;
};

std::string Sample::unpack(const fs::path& samples, const std::string& moment) {
    fs::create_directories(folder_ / "keys");
    fs::permissions(folder_ / "keys", fs::perms::owner_all);
    write(folder_ / kKeys, text_in(samples / (moment + ".keys")));
    fs::permissions(folder_ / kKeys, fs::perms::owner_read | fs::perms::owner_write);
    place_->make(text_in(samples / kTables) + text_in(samples / (moment + ".sql")));
    std::ifstream told(samples / (moment + ".held"));
    std::string held;
    std::getline(told, life_.reference);
    std::getline(told, held);
    for (const LifeAct& act : life_of_a_case()) {
        life_.clock.advance(act.after);
        if (act.name == moment) break;
    }
    return held;
}

void Sample::keep(const fs::path& samples, const std::string& moment) {
    const std::string held = start().stored();
    write(samples / kTables, place_->tables());
    write(samples / (moment + ".sql"), place_->rows());
    write(samples / (moment + ".keys"), text_in(folder_ / kKeys));
    write(samples / (moment + ".held"), life_.reference + "\n" + held + "\n");
}

bool Sample::is_found(Program& program) const {
    const auto& life = life_of_a_case();
    const auto search = std::find_if(life.begin(), life.end(), [](const LifeAct& act) {
        return act.name == std::string_view("search");
    });
    const std::string said = search->run(program);
    REQUIRE_MESSAGE(said.starts_with("ok"), said);
    return said.find(life_.reference) != std::string::npos;
}

void Sample::live(Program& program, std::string_view last, std::string_view until) {
    bool is_past = last.empty();
    for (const LifeAct& act : life_of_a_case()) {
        if (is_past) {
            CAPTURE(std::string(act.name));
            life_.clock.advance(act.after);
            if (act.name == std::string_view("turn of keys")) add_key(folder_.path());
            const std::string said = act.run(program);
            REQUIRE_MESSAGE(said.starts_with("ok"), said);
            if (life_.reference.empty())
                life_.reference = core::json::parse(said.substr(3)).at("reference").as_string();
        }
        if (act.name == until) return;
        is_past = is_past || act.name == last;
    }
}

}  // namespace

TEST_CASE("upgrade: every stored sample opens, is whole, holds what it held, and goes on") {
    std::map<std::string, int> samples;
    for (const auto& release : fs::directory_iterator(kSamples)) {
        for (const Kind& kind : kKinds) {
            if (!fs::exists(release.path() / kind.name)) continue;  // its format was the same
            for (const std::string moment : kMoments) {
                CAPTURE(release.path().filename().string());
                CAPTURE(std::string(kind.name));
                CAPTURE(moment);
                Sample sample(kind);
                const std::string held = sample.unpack(release.path() / kind.name, moment);
                {
                    Program program = sample.start();
                    CHECK(program.stored() == held);
                    program.check();
                }

                Program again = sample.start();
                CHECK(sample.is_found(again) == (moment != kErased));
                sample.live(again, moment, "");

                CHECK(again.deliver() == "ok");
                CHECK(again.stored() == "1 erased, 0 waiting");
                again.check();
                ++samples[kind.name];
            }
        }
    }
    for (const Kind& kind : kKinds)
        CHECK_MESSAGE(samples[kind.name] >= 3, std::string(kind.name));
}

// By hand, before a release: CLARION_RELEASE=0.2.0 build/release/tests/upgrade/test_upgrade
TEST_CASE("upgrade: takes the samples of the release that CLARION_RELEASE names") {
    const char* release = std::getenv("CLARION_RELEASE");
    if (release == nullptr) return;
    int taken = 0;
    for (const Kind& kind : kKinds) {
        const fs::path samples = kSamples / release / kind.name;
        if (!fs::create_directories(samples)) continue;  // what is kept is never changed
        for (const char* moment : kMoments) {
            Sample sample(kind);
            sample.begin();
            {
                Program program = sample.start();
                sample.live(program, "", moment);
            }
            sample.keep(samples, moment);
            ++taken;
        }
    }
    CHECK(taken > 0);
}

}  // namespace clarion::test
