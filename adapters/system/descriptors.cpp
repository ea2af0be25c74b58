#include "adapters/system/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace clarion::system {

std::size_t want_descriptors(std::size_t wanted) {
    rlimit now{};
    if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return 0;
    if (now.rlim_cur >= wanted) return now.rlim_cur;
    rlimit more = now;
    more.rlim_cur = std::min<rlim_t>(wanted, now.rlim_max);
    return ::setrlimit(RLIMIT_NOFILE, &more) == 0 ? more.rlim_cur : now.rlim_cur;
}

}  // namespace clarion::system
