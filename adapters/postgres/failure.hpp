// What PostgreSQL's answers mean to the engine.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace clarion::postgres {

struct ResultDeleter {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

// Throws IntegrityBroken when our own rows are not what they should be, else StoreUnavailable. The
// text holds PostgreSQL's code and the names of its things, never a value.
[[noreturn]] void throw_failure(const Result& answer, const std::string& where);

}  // namespace clarion::postgres
