// FileLock: one program a database, told plainly before SQLite is asked.
//
// Ownership: the lock file beside the database stays there; the lock ends with the program.
// Failure:   throws StoreUnavailable when another program holds the lock.
#pragma once

#include <string>

namespace clarion::sqlite {

// Makes an empty file of mode 0600 whose name is on disk when this returns; throws StoreUnavailable
// when there is one already.
void make_private_file(const std::string& path);
// A new name in a folder is on disk only when the folder is.
void sync_folder_of(const std::string& path);

class FileLock {
public:
    // Looks at the place first (file_place.hpp). Also makes the database file itself, of mode 0600:
    // SQLite gives its other files the same.
    explicit FileLock(const std::string& database_path);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace clarion::sqlite
