#include "tests/crash/failing_disk.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace clarion::test {

namespace {

constexpr std::size_t kSectorBytes = 512;

// SQLite gives the memory for it and knows nothing of constructors.
struct File {
    sqlite3_file base;
    sqlite3_file* real;
    char name[512];
};

File* file_of(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}

sqlite3_file* real_of(sqlite3_file* file) {
    return file_of(file)->real;
}

sqlite3_vfs* real_disk() {
    static sqlite3_vfs* const disk = sqlite3_vfs_find(nullptr);
    return disk;
}

int close_file(sqlite3_file* file) {
    sqlite3_file* real = real_of(file);
    const int code = real->pMethods->xClose(real);
    sqlite3_free(real);
    return code;
}

int read_file(sqlite3_file* file, void* to, int count, sqlite3_int64 from) {
    if (const int code = FailingDisk::instance().result_of(DiskCall::read)) return code;
    return real_of(file)->pMethods->xRead(real_of(file), to, count, from);
}

FailingDisk::OldBytes old_bytes_of(sqlite3_file* file, int count, sqlite3_int64 offset) {
    FailingDisk::OldBytes old{offset, {}, static_cast<std::size_t>(count)};
    sqlite3_int64 size = 0;
    real_of(file)->pMethods->xFileSize(real_of(file), &size);
    const auto there = std::clamp<sqlite3_int64>(size - offset, 0, count);
    old.bytes.resize(static_cast<std::size_t>(there));
    if (there > 0) {
        real_of(file)->pMethods->xRead(
            real_of(file), old.bytes.data(), static_cast<int>(there), offset
        );
    }
    return old;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 to) {
    FailingDisk& disk = FailingDisk::instance();
    const int code = disk.result_of(DiskCall::write);
    if (code != SQLITE_OK && code != SQLITE_IOERR_WRITE) return code;
    if (disk.is_noted()) disk.note_write(file_of(file)->name, old_bytes_of(file, count, to));
    const int arriving = code == SQLITE_OK ? count : count / 2;
    const int written = real_of(file)->pMethods->xWrite(real_of(file), bytes, arriving, to);
    return code == SQLITE_OK ? written : code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = FailingDisk::instance().result_of(DiskCall::truncate)) return code;
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync_file(sqlite3_file* file, int) {
    FailingDisk& disk = FailingDisk::instance();
    if (const int code = disk.result_of(DiskCall::sync)) return code;
    disk.note_sync(file_of(file)->name);
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    if (const int code = FailingDisk::instance().result_of(DiskCall::size)) return code;
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

int lock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

int unlock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

int check_lock(sqlite3_file* file, int* reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

int control_file(sqlite3_file* file, int what, void* argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

int sector_size(sqlite3_file*) {
    return static_cast<int>(kSectorBytes);
}

// None: no write is atomic, and nothing is safe before it is synced.
int traits_of_device(sqlite3_file*) {
    return 0;
}

const sqlite3_io_methods kMethods{
    1,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    size_of_file,
    lock_file,
    unlock_file,
    check_lock,
    control_file,
    sector_size,
    traits_of_device,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    if (const int code = FailingDisk::instance().result_of(DiskCall::open)) return code;
    File* ours = file_of(file);
    std::strncpy(ours->name, name != nullptr ? name : "", sizeof ours->name - 1);
    ours->real = static_cast<sqlite3_file*>(sqlite3_malloc(real_disk()->szOsFile));
    if (ours->real == nullptr) return SQLITE_NOMEM;
    const int code = real_disk()->xOpen(real_disk(), name, ours->real, flags, out_flags);
    if (code != SQLITE_OK) {
        sqlite3_free(ours->real);
        return code;
    }
    file->pMethods = &kMethods;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs*, const char* name, int sync_folder) {
    if (const int code = FailingDisk::instance().result_of(DiskCall::remove)) return code;
    FailingDisk::instance().note_sync(name);
    return real_disk()->xDelete(real_disk(), name, sync_folder);
}

void write_back(int descriptor, const FailingDisk::OldBytes& old, std::size_t from) {
    // What lay beyond the old end was never there: it reads as zeros.
    std::vector<std::uint8_t> sector(std::min(kSectorBytes, old.written - from), 0);
    for (std::size_t at = 0; at < sector.size() && from + at < old.bytes.size(); ++at) {
        sector[at] = old.bytes[from + at];
    }
    const auto offset = static_cast<off_t>(old.offset) + static_cast<off_t>(from);
    const auto written = ::pwrite(descriptor, sector.data(), sector.size(), offset);
    if (written != static_cast<ssize_t>(sector.size())) throw std::runtime_error("pwrite");
}

}  // namespace

FailingDisk& FailingDisk::instance() {
    static FailingDisk disk;
    static sqlite3_vfs layer = [] {
        sqlite3_vfs vfs = *real_disk();
        vfs.szOsFile = sizeof(File);
        vfs.pNext = nullptr;
        vfs.zName = "clarion-failing-disk";
        vfs.xOpen = open_file;
        vfs.xDelete = remove_file;
        return vfs;
    }();
    static const int registered = sqlite3_vfs_register(&layer, 0);
    if (registered != SQLITE_OK) throw std::runtime_error("SQLite refused the file layer");
    return disk;
}

void FailingDisk::strike(Fault fault, long nth, bool for_good) {
    fault_ = fault;
    calls_left_ = nth;
    for_good_ = for_good;
    struck_ = false;
    calls_ = {};
}

long FailingDisk::calls_for(Fault fault) const {
    long count = 0;
    for (std::size_t call = 0; call < calls_.size(); ++call)
        if (can_strike(fault, static_cast<DiskCall>(call))) count += calls_.at(call);
    return count;
}

void FailingDisk::heal() {
    calls_left_ = 0;
    struck_ = false;
    dead_ = false;
    for_good_ = false;
    is_noted_ = true;
}

void FailingDisk::cut_power() {
    dead_ = true;
}

bool FailingDisk::can_strike(Fault fault, DiskCall call) {
    switch (fault) {
        case Fault::io_error:
            return true;
        case Fault::disk_full:
            return call == DiskCall::write || call == DiskCall::open;
        case Fault::short_write:
            return call == DiskCall::write;
        case Fault::sync_error:
            return call == DiskCall::sync;
    }
    return false;
}

int FailingDisk::result_of(DiskCall call) {
    if (dead_) return SQLITE_IOERR;
    ++calls_[static_cast<std::size_t>(call)];
    if (!can_strike(fault_, call)) return SQLITE_OK;
    const bool now = calls_left_ > 0 && --calls_left_ == 0;
    if (!now && !(struck_ && for_good_)) return SQLITE_OK;
    struck_ = true;
    switch (fault_) {
        case Fault::io_error:
            return call == DiskCall::open ? SQLITE_CANTOPEN : SQLITE_IOERR;
        case Fault::disk_full:
            return call == DiskCall::open ? SQLITE_CANTOPEN : SQLITE_FULL;
        case Fault::short_write:
            return SQLITE_IOERR_WRITE;
        case Fault::sync_error:
            return SQLITE_IOERR_FSYNC;
    }
    return SQLITE_OK;
}

void FailingDisk::lose_unsynced(std::mt19937_64& random) {
    for (const auto& [name, writes] : unsynced_) {
        const int descriptor = ::open(name.c_str(), O_RDWR | O_CLOEXEC);
        if (descriptor < 0) throw std::runtime_error("cannot open " + name);
        for (auto old = writes.rbegin(); old != writes.rend(); ++old) {
            for (std::size_t from = 0; from < old->written; from += kSectorBytes) {
                if (random() % 2 == 0) write_back(descriptor, *old, from);
            }
        }
        ::close(descriptor);
    }
    unsynced_.clear();
    heal();
}

}  // namespace clarion::test
