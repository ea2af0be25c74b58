// Every pair of a place and an action, of every workflow in the house: what the definition does not
// offer there is refused, whoever asks, and nothing moves.
//
// What a place offers is read from the document itself, not by the engine.
#include <doctest/doctest.h>

#include <set>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/house_files.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::scenarios {

namespace {

namespace json = core::json;

const core::Instant kNow = test::at("2026-11-02T11:00:00Z");

struct Pairs {
    int offered = 0;
    int refused = 0;
    std::vector<std::string> wrong;
};

std::set<std::string> offered_in(
    const json::value& document, const core::Process& process, const core::CaseSnapshot& snapshot
) {
    std::set<std::string> names;
    for (const core::statechart::StateIndex index : snapshot.machine.active) {
        const std::string& pointer = process.definition.at(index).pointer;
        const json::object& state =
            pointer.empty() ? document.as_object() : document.at_pointer(pointer).as_object();
        const json::value* on = state.if_contains("on");
        if (on == nullptr) continue;
        for (const auto& row : on->as_object())
            names.emplace(row.key());
    }
    return names;
}

core::Command anybody_tries(const std::string& action, const json::object& form) {
    return {
        .action = action,
        .timer = {},
        .form = form,
        .principal = test::person("everybody", core::known_roles(), kNow, "probation"),
        .origin = core::Origin::person};
}

std::string answer_to(
    const core::Process& process, const core::CaseSnapshot& before, const core::Command& command
) {
    const auto decision = core::decide(process, before, command, kNow);
    return decision ? "accepted" : std::string(core::to_string(decision.error().code));
}

void try_all(
    const core::Process& process,
    const files::FormSchemas& forms,
    const json::value& document,
    const core::CaseSnapshot& snapshot,
    Pairs& pairs
) {
    const auto offered = offered_in(document, process, snapshot);
    const std::string place = core::serialise(process, snapshot);
    for (const auto& [name, action] : process.actions) {
        const auto& form = forms.schema(action.form).at("examples").as_array().at(0).as_object();
        const std::string answer = answer_to(process, snapshot, anybody_tries(name, form));
        const bool is_not_available = answer == "action_not_available";
        const bool is_right = offered.contains(name) ? !is_not_available : is_not_available;
        const bool stands_still = core::serialise(process, snapshot) == place;
        offered.contains(name) ? ++pairs.offered : ++pairs.refused;
        if (!is_right || !stands_still) pairs.wrong.push_back(name + ": " + answer);
    }
}

Pairs pairs_of(const json::object& bundle, const files::FormSchemas& forms) {
    auto compiled = core::compile_process(bundle, core::BundleHash{"pairs"}, test::london());
    REQUIRE(compiled.has_value());
    const core::Process& process = *compiled;
    Pairs pairs;
    for (const core::statechart::State& state : process.definition.states) {
        if (state.kind != core::statechart::StateKind::atomic) continue;
        const std::string place = state.id.substr(process.definition.root().id.size() + 1);
        const core::CaseSnapshot snapshot = test::a_case(process).in(place);
        const std::size_t wrong_before = pairs.wrong.size();
        try_all(process, forms, bundle.at("definition"), snapshot, pairs);
        for (std::size_t at = wrong_before; at < pairs.wrong.size(); ++at)
            pairs.wrong[at].insert(0, place + ": ");
    }
    return pairs;
}

}  // namespace

TEST_CASE("all pairs: an action that a place does not offer is refused there and changes nothing") {
    const files::FileSet& house = test::house_files();
    const files::FormSchemas forms(house);

    for (const std::string& text : files::make_bundles(house)) {
        const json::object bundle = json::parse(text).as_object();
        const Pairs pairs = pairs_of(bundle, forms);

        MESSAGE(
            bundle.at("id").as_string()
            << ": " << pairs.refused << " pairs refused, " << pairs.offered << " offered"
        );
        CHECK(pairs.refused > pairs.offered);
        CHECK(pairs.offered > 0);
        for (const std::string& wrong : pairs.wrong)
            CHECK_MESSAGE(false, wrong);
    }
}

}  // namespace clarion::scenarios
