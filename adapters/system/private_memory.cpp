#include "adapters/system/private_memory.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <system_error>

namespace clarion::system {

namespace {

void require(bool done, const char* what) {
    if (!done) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void keep_memory_private() {
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    require(setrlimit(RLIMIT_CORE, &none) == 0, "core dumps cannot be switched off");
    // The leak check of a sanitized build looks at the program as a debugger does.
#if !defined(__SANITIZE_ADDRESS__)
    require(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "memory cannot be kept private");
#endif
    require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "rights cannot be kept down");
}

}  // namespace clarion::system
