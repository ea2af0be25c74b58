// Folders that appear whole or not at all, and what is left of them by a maker that was killed.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/signer/draft_folder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

std::size_t entries_of(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator())
    );
}

// A process that makes a draft of `wanted`, with something in it, and lives until it is killed.
pid_t maker_of(const fs::path& wanted) {
    const pid_t maker = ::fork();
    if (maker != 0) return maker;
    const signer::DraftFolder draft(wanted);
    draft.write("wrapped-keys", "of cases that are erased later");
    for (;;)
        ::pause();
}

void wait_for_entries(const fs::path& folder, std::size_t count) {
    for (int tries = 0; entries_of(folder) < count && tries < 5000; ++tries)
        ::usleep(1000);
    REQUIRE(entries_of(folder) == count);
    ::usleep(20'000);  // from the making to the lock
}

}  // namespace

TEST_CASE("drafts: what a killed maker left is swept; what is being made stays") {
    const TemporaryFolder around;
    const fs::path wanted = around / "backup";
    const pid_t killed = maker_of(wanted);
    const pid_t alive = maker_of(wanted);
    wait_for_entries(around.path(), 2);

    signer::sweep_drafts(around.path());
    CHECK(entries_of(around.path()) == 2);

    ::kill(killed, SIGKILL);
    ::waitpid(killed, nullptr, 0);
    CHECK(entries_of(around.path()) == 2);
    signer::sweep_drafts(around.path());
    CHECK(entries_of(around.path()) == 1);

    ::kill(alive, SIGKILL);
    ::waitpid(alive, nullptr, 0);
    {
        const signer::DraftFolder next(around / "another");
        CHECK(entries_of(around.path()) == 1);  // the next draft's own
    }
    CHECK(entries_of(around.path()) == 0);
}

TEST_CASE("drafts: what only looks like one stays, and what a link points at") {
    const TemporaryFolder around;
    const fs::path& folder = around.path();
    fs::create_directory(folder / "elsewhere");
    std::ofstream(folder / "elsewhere" / "kept") << "kept";
    fs::create_directory_symlink(folder / "elsewhere", folder / ".backup.draft-abcdef");
    fs::create_directory(folder / ".draft-abcdef");
    fs::create_directory(folder / ".backup.draft-abc");
    fs::create_directory(folder / "backup.draft-abcdef");
    std::ofstream(folder / ".file.draft-abcdef") << "a file";

    signer::sweep_drafts(folder);
    signer::sweep_drafts(folder / "nothing here");

    CHECK(entries_of(folder) == 6);
    CHECK(fs::exists(folder / "elsewhere" / "kept"));
}

}  // namespace clarion::test
