#include "deploy/clarion/workflow_scripts.hpp"

#include <algorithm>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/scenarios/command_line.hpp"
#include "deploy/scenarios/script.hpp"
#include "deploy/scenarios/stage.hpp"
#include "engine/core/json_merge.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;
using scenarios::Script;

Script script_at(const fs::path& path) {
    return scenarios::read_script(path.filename().string(), files::read_file(path));
}

// A script that begins with `profile {…}` is the story of a force that chose otherwise.
json::object choices_of(const Script& script) {
    if (script.steps.empty()) return {};
    const auto [verb, written] = scenarios::split_word(script.steps.front().command);
    return verb == "profile" ? scenarios::object_from(written) : json::object();
}

core::Process process_of(const std::string& text, const json::object& choices) {
    static const system::SystemTimeZones kZones;
    json::object bundle = json::parse(text).as_object();
    core::merge_patch(bundle.at("profile").as_object(), choices);
    const core::Zone* zone = kZones.find_zone(runtime::zone_name_of(bundle));
    if (zone == nullptr) throw CommandFailed(ExitCode::failed, "unknown time zone");
    auto compiled = core::compile_process(bundle, core::BundleHash{"script"}, *zone);
    if (compiled) return std::move(compiled).value();
    const auto& first = compiled.error().front();
    throw CommandFailed(ExitCode::failed, first.pointer + ": " + first.reason);
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += "\n    " + line;
    return text;
}

}  // namespace

WorkflowScripts::WorkflowScripts(const files::FileSet& house) : house_(house) {
    const std::string scheme = files::scheme_of(house);
    const json::object profile = files::profile_of(house, scheme);
    if (const auto* named = profile.if_contains("requests"); named != nullptr && named->is_string())
        for_requests_ = named->get_string();
    for (std::string& bundle : files::make_bundles(house, scheme)) {
        const std::string id(json::parse(bundle).at("id").as_string());
        routes_.push_back({id.substr(id.find('.') + 1), std::move(bundle)});
    }
}

const WorkflowScripts::Route& WorkflowScripts::route_for(const fs::path& path) const {
    const std::string folder = fs::absolute(path).parent_path().filename().string();
    for (const std::string& name : {folder, for_requests_}) {
        const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& route) {
            return route.name == name;
        });
        if (found != routes_.end()) return *found;
    }
    throw CommandFailed(ExitCode::not_found, path.string() + ": the house has no route for it");
}

std::vector<ScriptFault> WorkflowScripts::play(const fs::path& path) const {
    const Script script = script_at(path);
    const core::Process process = process_of(route_for(path).bundle, choices_of(script));
    const files::FormSchemas forms(house_);
    const fs::path folder = path.parent_path();
    scenarios::Stage stage(process, forms, [&folder](const std::string& name) {
        return script_at(folder / (name + ".txt"));
    });
    std::vector<ScriptFault> faults;
    for (const scenarios::ScriptStep& step : script.steps) {
        try {
            const auto lines = stage.play(step.command);
            if (lines == step.expected) continue;
            faults.push_back(
                {step.line,
                 step.command + "\n  gives" + joined(lines) + "\n  and not" + joined(step.expected)}
            );
        } catch (const std::runtime_error& wrong) {
            faults.push_back({step.line, wrong.what()});
            break;
        }
    }
    for (const std::string& fault : stage.faults())
        faults.push_back({script.steps.empty() ? 0 : script.steps.back().line, fault});
    return faults;
}

}  // namespace clarion::deploy
