// The auditors' query language: within its limits, and refused in a sentence.
#include "engine/runtime/audit_grammar.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::runtime;
using clarion::fuzz::must_hold;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto query = parse_audit_query(clarion::fuzz::text_of(data, size));
    if (query) {
        must_hold(size <= kAuditQueryBytesMax && query->terms.size() <= kAuditTermsMax);
    } else {
        must_hold(!query.error().empty());
    }
    return 0;
}
