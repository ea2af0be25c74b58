// The fence around files, from inside: in a child, because there is no way back.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "adapters/system/file_fence.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using clarion::system::FencePlaces;
using clarion::system::FileFence;
using clarion::test::TemporaryFolder;

constexpr int kNoFence = 99;

bool opens(const std::string& path, int how) {
    const int file = ::open(path.c_str(), how, 0600);
    if (file >= 0) ::close(file);
    return file >= 0;
}

// How many of `claims` do not hold behind the fence.
int behind(const FencePlaces& places, const std::function<int()>& broken_claims) {
    const pid_t child = fork();
    if (child == 0) {
        try {
            const bool is_raised = clarion::system::raise_file_fence(places) == FileFence::raised;
            _exit(is_raised ? broken_claims() : kNoFence);
        } catch (...) {
            _exit(98);
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void write(const std::string& path) {
    std::ofstream(path) << "x";
}

}  // namespace

TEST_CASE("file fence: what was given is there, and nothing else") {
    const TemporaryFolder folder;
    const std::string inside = folder.file("inside");
    const std::string shown = folder.file("shown");
    const std::string outside = folder.file("outside");
    for (const auto& each : {inside, shown, outside}) {
        std::filesystem::create_directory(each);
        write(each + "/old");
    }
    const std::string lone = folder.file("lone");
    write(lone);

    const FencePlaces places{.read = {shown, lone, folder.file("not-there")}, .change = {inside}};
    const int broken = behind(places, [&] {
        int count = 0;
        const auto must = [&count](bool claim) { count += claim ? 0 : 1; };
        must(opens(inside + "/old", O_RDWR | O_TRUNC));
        must(opens(inside + "/new", O_RDWR | O_CREAT));
        must(::rename((inside + "/new").c_str(), (inside + "/newer").c_str()) == 0);
        must(::mkdir((inside + "/deep").c_str(), 0700) == 0);
        must(::rename((inside + "/newer").c_str(), (inside + "/deep/newer").c_str()) == 0);
        must(opens(inside, O_RDONLY | O_DIRECTORY));
        must(opens(shown + "/old", O_RDONLY));
        must(!opens(shown + "/old", O_RDWR));
        must(!opens(shown + "/new", O_RDWR | O_CREAT));
        must(::unlink((shown + "/old").c_str()) != 0);
        must(opens(lone, O_RDONLY));
        must(!opens(lone, O_WRONLY));
        must(!opens(outside + "/old", O_RDONLY));
        must(!opens(outside, O_RDONLY | O_DIRECTORY));
        must(!opens(inside + "/../outside/old", O_RDONLY));
        must(::symlink((outside + "/old").c_str(), (inside + "/way-out").c_str()) == 0);
        must(!opens(inside + "/way-out", O_RDONLY));
        must(::link((outside + "/old").c_str(), (inside + "/linked").c_str()) != 0);
        must(::mkfifo((inside + "/pipe").c_str(), 0600) != 0);
        must(opens("/dev/null", O_RDWR));
        must(!opens("/etc/hostname", O_RDONLY));
        return count;
    });

    if (broken == kNoFence) {
        MESSAGE("this kernel has no Landlock");
        return;
    }
    CHECK(broken == 0);
}

TEST_CASE("file fence: it is for what is started behind it too, and a second one is narrower") {
    const TemporaryFolder folder;
    write(folder.file("file"));
    const int broken = behind({.read = {folder.path()}, .change = {}}, [&] {
        const int again = behind({.read = {folder.path()}, .change = {folder.path()}}, [&] {
            return (opens(folder.file("file"), O_RDONLY) ? 0 : 1) +
                   (opens(folder.file("file"), O_WRONLY) ? 1 : 0);
        });
        return again + (opens("/etc/hostname", O_RDONLY) ? 1 : 0);
    });

    CHECK((broken == 0 || broken == kNoFence));
}
