#include "adapters/system/file_fence.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace clarion::system {

namespace {

using Rights = std::uint64_t;

constexpr Rights kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr Rights kReadFolder = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr Rights kChangeFile = kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE;
constexpr Rights kChangeFolder = kReadFolder | kChangeFile | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                 LANDLOCK_ACCESS_FS_MAKE_SYM;
// Nobody is given these.
constexpr Rights kMakeOthers =
    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
// Later kernels' rights, by the version that brought them: to rename between folders, to cut.
constexpr int kVersionOfRefer = 2;
constexpr Rights kRefer = Rights{1} << 13U;
constexpr int kVersionOfTruncate = 3;
constexpr Rights kTruncate = Rights{1} << 14U;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

int version_of_kernel() {
    return static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION)
    );
}

void give(int rules, const std::filesystem::path& place, Rights to_file, Rights to_folder) {
    const Descriptor at(::open(place.c_str(), O_PATH | O_CLOEXEC));
    if (!at.is_open()) {
        if (errno == ENOENT || errno == EACCES || errno == ENOTDIR) return;
        fail("a place cannot be fenced in");
    }
    landlock_path_beneath_attr rule{};
    rule.parent_fd = at.number();
    rule.allowed_access = std::filesystem::is_directory(place) ? to_folder : to_file;
    if (::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        fail("a place cannot be fenced in");
}

}  // namespace

std::vector<std::filesystem::path> places_of_the_machine() {
    return {
        "/usr",
        "/lib",
        "/lib64",
        "/etc",
        "/var/cache/fontconfig",
        "/run/systemd/resolve",
        "/run/resolvconf",
        "/run/NetworkManager",
        // Of other programs it shows their names alone: a fenced one looks into none of them.
        "/proc",
        "/sys/devices/system/cpu",
        "/sys/fs/cgroup",
        "/dev/null",
        "/dev/zero",
        "/dev/random",
        "/dev/urandom"};
}

FileFence raise_file_fence(const FencePlaces& places) {
    const int version = version_of_kernel();
    if (version < 1) return FileFence::not_in_this_kernel;
    const Rights refer = version >= kVersionOfRefer ? kRefer : 0;
    const Rights truncate = version >= kVersionOfTruncate ? kTruncate : 0;

    landlock_ruleset_attr asked{};
    asked.handled_access_fs = kChangeFolder | kMakeOthers | refer | truncate;
    const Descriptor rules(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &asked, sizeof asked.handled_access_fs, 0)
    ));
    if (!rules.is_open()) fail("no fence can be made");
    for (const auto& place : places.read)
        give(rules.number(), place, kReadFile, kReadFolder);
    for (const auto& place : places.change)
        give(rules.number(), place, kChangeFile | truncate, kChangeFolder | refer | truncate);
    give(rules.number(), "/dev/null", kChangeFile | truncate, kReadFolder);

    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("rights cannot be kept down");
    if (::syscall(SYS_landlock_restrict_self, rules.number(), 0) != 0)
        fail("the fence cannot be raised");
    return FileFence::raised;
}

}  // namespace clarion::system
