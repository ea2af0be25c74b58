#include "engine/runtime/shown.hpp"

#include "engine/core/access/policy.hpp"
#include "engine/runtime/case_access.hpp"

namespace clarion::runtime {

core::json::value Shown::of(std::string_view path, const core::json::value& value) const {
    core::json::value shown = fields.covered(value, path, covering);
    mentions.cover(shown, path);
    return shown;
}

Shown shown_to(const QueryParts& parts, const Caller& caller, const CaseInHand& held) {
    const core::Relation relation = relation_to(caller, held.row);
    const bool is_covered =
        core::sight_of(caller.principal, relation, core::FieldClass::existence) !=
        core::Sight::shown;
    const bool sees_words = core::context_allows(
        caller.principal, core::Sensitive::disclosure_words, parts.clock.now()
    );
    return {
        parts.definitions.covered_fields_of(held.row.bundle),
        {.identities = is_covered, .words = !sees_words},
        Mentions(
            *held.process,
            parts.definitions.forms_of(held.row.bundle),
            [&parts, &caller](const core::Reference& reference) {
                return CaseAccess(parts.store, parts.clock, parts.nowhere)
                    .known(caller, reference)
                    .has_value();
            }
        )};
}

}  // namespace clarion::runtime
