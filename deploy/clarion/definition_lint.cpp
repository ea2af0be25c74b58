#include "deploy/clarion/definition_lint.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "adapters/files/bundle.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "deploy/clarion/effect_lint.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/lint.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::deploy {

namespace json = core::json;
namespace statechart = core::statechart;

namespace {

// With the house around it; none when that is broken, which is told where it is looked at.
std::optional<json::object> bundle_of(
    const files::FileSet& house, const std::string& scheme, files::WrittenDefinition written
) {
    try {
        return files::bundle_with(house, scheme, std::move(written));
    } catch (const files::FileProblem&) {
        return std::nullopt;
    }
}

// In words of the file.
Problems compile_problems(
    const files::FileSet& house,
    const std::string& scheme,
    const files::RouteFile& route,
    const json::object& written
) {
    constexpr std::string_view kOfTheBundle = "/definition";
    static const system::SystemTimeZones zones;
    const auto bundle = bundle_of(
        house,
        scheme,
        {.id = scheme + "." + route.route, .version = route.version, .definition = written}
    );
    if (!bundle) return {};
    const core::Zone* zone = zones.find_zone(runtime::zone_name_of(*bundle));
    if (zone == nullptr) return {};  // the profile's own check says so
    auto process = core::compile_process(*bundle, core::BundleHash{"check"}, *zone);
    if (process) return {};
    Problems problems = std::move(process).error();
    for (auto& problem : problems) {
        if (problem.pointer.starts_with(kOfTheBundle))
            problem.pointer.erase(0, kOfTheBundle.size());
    }
    return problems;
}

void add(Problems&& found, Problems& problems) {
    for (auto& problem : found) {
        const bool is_told =
            std::any_of(problems.begin(), problems.end(), [&](const statechart::Problem& other) {
                return other.pointer == problem.pointer && other.reason == problem.reason;
            });
        if (!is_told) problems.push_back(std::move(problem));
    }
}

}  // namespace

Problems definition_problems(
    const files::FileSet& house,
    const std::string& scheme,
    const files::RouteFile& route,
    const json::object& written
) {
    Problems problems;
    Problems of_the_catalogue;  // told where it is looked at
    const auto systems = catalogue_ids(house, "systems", of_the_catalogue);
    add(effect_problems(written, systems.value_or(std::set<std::string>())), problems);
    add(statechart::lint_document(json::value(written), files::lint_catalogue(house, scheme)),
        problems);
    add(compile_problems(house, scheme, route, written), problems);
    return problems;
}

}  // namespace clarion::deploy
