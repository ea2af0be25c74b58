#include "adapters/system/core_dumps.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "engine/core/ensure.hpp"

namespace clarion::system {

void forbid_core_dumps() {
    constexpr rlimit kNone{0, 0};
    core::ensure(::setrlimit(RLIMIT_CORE, &kNone) == 0, "a limit can be lowered");
    // The leak check of a sanitized build looks at the program as a debugger does.
#if !defined(__SANITIZE_ADDRESS__)
    core::ensure(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "a process can be undumpable");
#endif
}

}  // namespace clarion::system
