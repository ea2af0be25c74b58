// FileLock: one program a database, told plainly before SQLite is asked.
//
// Ownership: the lock file beside the database stays there; the lock ends with the program.
// Failure:   throws StoreUnavailable when another program holds the lock.
#pragma once

#include <string>

namespace clarion::sqlite {

class FileLock {
public:
    // Also makes the database file itself, of mode 0600: SQLite gives its other files the same.
    explicit FileLock(const std::string& database_path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace clarion::sqlite
