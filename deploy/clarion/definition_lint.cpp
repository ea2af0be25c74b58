#include "deploy/clarion/definition_lint.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "adapters/files/bundle.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "deploy/clarion/effect_lint.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/json_pointer.hpp"
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

// A queue that nobody knows is one that nobody looks into.
void check_queues(
    const json::value& state,
    const std::string& pointer,
    const std::set<std::string>& queues,
    Problems& problems
) {
    const auto* object = state.if_object();
    if (object == nullptr) return;
    const auto* meta = object->if_contains("meta");
    const auto* queue =
        meta == nullptr || !meta->is_object() ? nullptr : meta->get_object().if_contains("queue");
    if (queue != nullptr && queue->is_string() &&
        !queues.contains(std::string(queue->get_string())))
        problems.push_back({pointer + "/meta/queue", "is not in the catalogue of queues"});
    const auto* states = object->if_contains("states");
    if (states == nullptr || !states->is_object()) return;
    for (const auto& [key, inner] : states->get_object())
        check_queues(inner, pointer + "/states/" + core::pointer_token(key), queues, problems);
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
    const auto known = [&](const char* name) {
        return catalogue_ids(house, name, of_the_catalogue).value_or(std::set<std::string>());
    };
    add(effect_problems(written, {.systems = known("systems"), .notices = known("notices")}),
        problems);
    check_queues(json::value(written), "", known("queues"), problems);
    add(statechart::lint_document(json::value(written), files::lint_catalogue(house, scheme)),
        problems);
    add(compile_problems(house, scheme, route, written), problems);
    return problems;
}

}  // namespace clarion::deploy
