#include "adapters/sqlite/failure.hpp"

#include <sqlite3.h>

#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

constexpr int kPrimaryCodeMask = 0xff;

std::string advice_of(int primary_code) {
    switch (primary_code) {
        case SQLITE_FULL:
            return "the disk is full: free space; no restart is needed";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program holds the database: stop it first";
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_READONLY:
            return "the database file cannot be opened for writing: look at its owner and mode";
        case SQLITE_ERROR:
            return "the tables are not those of this program, somebody changed them or left a "
                   "change "
                   "half made: restore the store from a backup";
        case SQLITE_NOMEM:
            return "there is no memory left: look at what else runs here, or give the service more";
        case SQLITE_IOERR:
            return "the disk failed: look at the system's log";
        default:
            return "the database cannot answer";
    }
}

}  // namespace

void throw_failure(int extended_code, const std::string& doing) {
    const int primary_code = extended_code & kPrimaryCodeMask;
    const std::string where = doing + " (" + sqlite3_errstr(extended_code) + ", code " +
                              std::to_string(extended_code) + ")";
    switch (primary_code) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
            throw ports::IntegrityBroken("the database is not what we wrote: " + where);
        default:
            throw ports::StoreUnavailable(advice_of(primary_code) + ": " + where);
    }
}

std::string advice_on(int extended_code) {
    return advice_of(extended_code & kPrimaryCodeMask);
}

bool loses_trust(int extended_code) {
    switch (extended_code) {
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC:
        case SQLITE_IOERR_TRUNCATE:
        case SQLITE_IOERR_CLOSE:
            return true;
        default:
            return false;
    }
}

}  // namespace clarion::sqlite
