#include "adapters/sql/audit_search.hpp"

#include <algorithm>

namespace clarion::sql {

std::optional<std::uint64_t> AuditSearch::newest_in(
    const std::vector<AuditIndex::List>& group, std::uint64_t before
) {
    std::optional<std::uint64_t> newest;
    for (const AuditIndex::List& list : group) {
        // Only what is above the best so far can still win.
        const std::uint64_t from = newest ? *newest + 1 : plan_.from;
        if (const auto found = index_.newest_of(list, from, before)) newest = found;
    }
    return newest;
}

// Every group in turn lowers the candidate until all of them hold it. Without any, each entry is
// one: not each number, for between two logs there are none.
std::optional<std::uint64_t> AuditSearch::newest() {
    if (plan_.groups.empty()) return index_.newest_before(plan_.from, plan_.before);
    std::uint64_t candidate = plan_.before - 1;
    std::size_t agreed = 0;
    for (std::size_t at = 0; agreed < plan_.groups.size(); ++at) {
        const auto found = newest_in(plan_.groups[at % plan_.groups.size()], candidate + 1);
        if (!found) return std::nullopt;
        agreed = *found == candidate ? agreed + 1 : 1;
        candidate = *found;
    }
    return candidate;
}

std::optional<std::uint64_t> AuditSearch::next() {
    if (plan_.before <= plan_.from) return std::nullopt;
    const auto found = newest();
    plan_.before = found.value_or(plan_.from);
    return found;
}

}  // namespace clarion::sql
