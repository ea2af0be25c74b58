// AgencyPacks: the papers that agencies are sent, made from what each may see of a case, and bound
// by their hash.
//
// An agency's entry in the catalogue says what it `sees`: parts of the record, each with the
// classes of its fields (`x-class` in the forms). Whatever is not named there is not in its paper.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/command.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::core {

// What making papers takes from outside.
struct PaperTools {
    std::function<const json::object*(std::string_view form)> schema_of;  // null: no such form
    Sha256 sha256;
};

struct AgencyPack {
    std::string agency;
    json::object paper;  // all that the agency is told
    std::string hash;    // SHA-256 of the paper as canonical JSON, in hex
    // Filled-in places of the parts it sees that its classes hold back. For the sender alone.
    std::vector<std::string> withheld;
};

// One for each agency that the referral names, in its order.
[[nodiscard]] std::vector<AgencyPack> packs_for(
    const Process& process,
    const statechart::Context& context,
    const json::object& referral,
    const PaperTools& tools
);

// Adds to a checked form what the action's `papers` asks for: the packs and their common hash where
// they are issued, the hash of those in force where something rests on them.
void bind_papers(
    const Process& process, const CaseSnapshot& before, Command& command, const PaperTools& tools
);

// What the case holds for this agency: {paper, hash}. Null when nothing was addressed to it.
[[nodiscard]] const json::object* find_pack(
    const statechart::Context& context, std::string_view agency
);

// Whether the person has said that they have an interest in this case.
[[nodiscard]] bool has_declared_conflict(
    const statechart::Context& context, const PersonId& person
);

// How many of this agency's people have.
[[nodiscard]] std::size_t declared_conflicts(
    const statechart::Context& context, std::string_view agency
);

// The catalogue's entry; null when it has none.
[[nodiscard]] const json::object* find_agency(const Process& process, std::string_view id);

}  // namespace clarion::core
