// Private memory, looked at from outside: in a child, because there is no way back.
#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/system/private_memory.hpp"

namespace {

// Which of the three are in force, as bits.
int in_force() {
    rlimit core{};
    getrlimit(RLIMIT_CORE, &core);
    return (core.rlim_max == 0 ? 1 : 0) + (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 2 : 0) +
           (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 4 : 0);
}

int in_child(bool kept) {
    const pid_t child = fork();
    if (child == 0) {
        if (kept) clarion::system::keep_memory_private();
        _exit(in_force());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("private memory: no core dump, no looking in, no new rights") {
#if defined(__SANITIZE_ADDRESS__)
    CHECK(in_child(true) == 5);  // the leak check has to look in
#else
    CHECK(in_child(true) == 7);
#endif
    CHECK((in_child(false) & 2) == 0);
}
