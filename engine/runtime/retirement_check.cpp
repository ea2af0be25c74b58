#include "engine/runtime/retirement_check.hpp"

#include <set>

#include "engine/core/json.hpp"
#include "engine/runtime/administrator_desk.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// What the entries of the second of two people commit to.
std::multiset<std::string> marks_in(ports::AuditLog& log, std::size_t logs) {
    ports::AuditQuery query;
    query.terms = {{"type", std::string(kLogRetired)}, {"why", "approved"}, {"out", "ok"}};
    query.limit = static_cast<int>(logs) + 1;
    query.also_retired = true;
    std::multiset<std::string> marks;
    for (const ports::LoggedEntry& entry : log.query(query)) {
        boost::system::error_code error;
        const json::value leaf = json::parse(entry.bytes, error);
        marks.insert(error || !leaf.is_object() ? "" : text_at(leaf.get_object(), "det"));
    }
    return marks;
}

}  // namespace

std::vector<std::string> faults_of_retirements(ports::AuditLog& log, const core::Sha256& sha256) {
    std::vector<std::string> faults;
    const std::vector<ports::ClosedLog> closed = log.closed();
    if (closed.empty()) return faults;
    std::multiset<std::string> marks = marks_in(log, closed.size());
    for (const ports::ClosedLog& one : closed) {
        if (!one.is_retired()) continue;
        const auto found = marks.find(statement_mark(sha256, one.retirement));
        if (found == marks.end()) {
            faults.push_back(
                "the log " + one.origin + " is kept as retired, and no two people retired it so"
            );
        } else {
            marks.erase(found);
        }
    }
    if (!marks.empty()) faults.emplace_back("a log that two people retired is given out again");
    return faults;
}

}  // namespace clarion::runtime
