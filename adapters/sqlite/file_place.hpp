// Where a database file may lie, looked at before SQLite is asked: it would begin to read there,
// and say of the first write only that the disk failed.
#pragma once

#include <string>
#include <string_view>

namespace clarion::sqlite {

// The name of a file system that other machines share, by statfs(2)'s f_type; empty for any other.
// Locks and syncs of such a disk hold less than they say, so a store on it is refused.
[[nodiscard]] std::string_view shared_file_system(long type);

// Throws StoreUnavailable, with the path and what to do, when the folder is on such a disk, or when
// the folder, the database file or one of SQLite's files beside it cannot be written. A file that
// is not there yet is no fault.
void check_place(const std::string& database_path);

}  // namespace clarion::sqlite
