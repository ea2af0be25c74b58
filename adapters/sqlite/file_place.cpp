#include "adapters/sqlite/file_place.hpp"

#include <fcntl.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

// A disk that was remounted because it failed looks just like one that was mounted so.
std::string advice_on(int error) {
    switch (error) {
        case EROFS:
            return "its disk can only be read: mount it for writing, and look at the system's log "
                   "first";
        case EACCES:
        case EPERM:
            return "the service's user may not write there: look at its owner and mode";
        default:
            return std::strerror(error);
    }
}

void check_writable(const std::string& path) {
    // Not by opening it: closing a file ends all locks that this process has on it.
    if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) == 0) return;
    const int error = errno;
    if (error == ENOENT) return;
    throw ports::StoreUnavailable(path + " cannot be written: " + advice_on(error));
}

void check_not_shared(const std::string& folder) {
    struct statfs disk {};
    if (::statfs(folder.c_str(), &disk) != 0) {
        throw ports::StoreUnavailable(folder + ": " + std::strerror(errno));
    }
    const auto shared = shared_file_system(disk.f_type);
    if (shared.empty()) return;
    throw ports::StoreUnavailable(
        folder + " is on a network disk (" + std::string(shared) +
        "): put the data folder on a disk of this machine"
    );
}

}  // namespace

std::string_view shared_file_system(long type) {
    // linux/magic.h, and what file systems outside the kernel's headers say of themselves.
    switch (static_cast<unsigned long>(type) & 0xFFFFFFFFUL) {
        case 0x6969:
            return "NFS";
        case 0x517B:
        case 0xFE534D42:
        case 0xFF534D42:
            return "SMB";
        case 0x00C36400:
            return "Ceph";
        case 0x01021997:
            return "9P";
        case 0x47504653:
            return "GPFS";
        case 0x01161970:
            return "GFS2";
        case 0x0BD00BD0:
            return "Lustre";
        default:
            return {};
    }
}

void check_place(const std::string& database_path) {
    const std::string folder = std::filesystem::absolute(database_path).parent_path();
    check_not_shared(folder);
    check_writable(folder);
    for (const char* ending : {"", "-wal", "-journal", ".lock"})
        check_writable(database_path + ending);
}

}  // namespace clarion::sqlite
