#include "adapters/postgres/failure.hpp"

#include <string_view>

#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

std::string field(const Result& answer, int code) {
    const char* text = PQresultErrorField(answer.get(), code);
    return text == nullptr ? "" : text;
}

std::string_view advice_of(std::string_view state) {
    if (state.starts_with("53")) return "it is out of disk, memory or connections";
    if (state == "25006") return "it only reads: this is a standby";
    if (state == "55P03") return "another node holds the log's head for too long";
    if (state == "25P03" || state == "57P05") return "this node was silent inside a batch";
    if (state.starts_with("57P")) return "it is stopping or starting";
    if (state.starts_with("28")) return "it does not let this user in";
    if (state == "42501") return "this user lacks a right";
    if (state.starts_with("40")) return "two batches were in each other's way";
    return "it cannot answer";
}

}  // namespace

void throw_failure(const Result& answer, const std::string& where) {
    const std::string state = field(answer, PG_DIAG_SQLSTATE);
    std::string what = "PostgreSQL at " + where + ": ";
    std::string code = " (code " + (state.empty() ? "none" : state);
    for (const std::string& name :
         {field(answer, PG_DIAG_TABLE_NAME), field(answer, PG_DIAG_CONSTRAINT_NAME)}) {
        if (!name.empty()) code += ", " + name;
    }
    code += ")";
    // Constraints of ours, values of the wrong kind, damaged pages.
    if (state.starts_with("23") || state.starts_with("22") || state.starts_with("XX")) {
        throw ports::IntegrityBroken(what + "the database is not what we wrote" + code);
    }
    throw ports::StoreUnavailable(what + std::string(advice_of(state)) + code);
}

}  // namespace clarion::postgres
