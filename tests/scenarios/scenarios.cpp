// Plays every script against the real workflows, and counts what was walked. Scripts of this folder
// are for the Right to Ask; those of a folder below it for the route the folder is named after.
//
// CLARION_REWRITE=1 writes the answers into the scripts, to be read before they are kept.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/scenarios/command_line.hpp"
#include "deploy/scenarios/script.hpp"
#include "deploy/scenarios/stage.hpp"
#include "engine/core/json_merge.hpp"
#include "tests/support/house_files.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::scenarios {

namespace {

const std::filesystem::path kHouse(CLARION_SOURCE_DIR);
const std::filesystem::path kScripts = kHouse / "tests/scenarios";
const std::filesystem::path kReport(CLARION_BUILD_DIR "/transition_coverage.txt");
const std::string kFirstRoute = "right-to-ask";

// With the house's profile, or as a force does that chose otherwise.
core::Process process_of(const std::string& bundle, const core::json::object& choices) {
    static const system::SystemTimeZones kZones;
    auto document = core::json::parse(bundle).as_object();
    core::merge_patch(document.at("profile").as_object(), choices);
    const auto& name = document.at("profile").as_object().at("zone").as_string();
    const bool is_london = name == "Europe/London";
    const core::Zone* zone = is_london ? &test::london() : kZones.find_zone(name);
    REQUIRE(zone != nullptr);
    auto compiled = core::compile_process(document, core::BundleHash{"scenarios"}, *zone);
    if (!compiled) {
        for (const auto& problem : compiled.error()) {
            MESSAGE(problem.pointer << ": " << problem.reason);
        }
    }
    REQUIRE(compiled.has_value());
    return std::move(compiled).value();
}

// A script that begins with `profile {…}` is the story of another force.
std::optional<core::Process> own_process(const std::string& bundle, const Script& script) {
    if (script.steps.empty()) return std::nullopt;
    const auto [verb, written] = split_word(script.steps.front().command);
    if (verb != "profile") return std::nullopt;
    return process_of(bundle, object_from(written));
}

Script script_at(const std::filesystem::path& path) {
    return read_script(path.filename().string(), files::read_file(path));
}

std::filesystem::path folder_of(const std::string& route) {
    return route == kFirstRoute ? kScripts : kScripts / route;
}

// A way that a script follows is one of its own route.
FindScript scripts_by_name(const std::string& route) {
    return [folder = folder_of(route)](const std::string& name) {
        return script_at(folder / (name + ".txt"));
    };
}

std::vector<std::filesystem::path> scripts_of(const std::string& route) {
    const auto folder = folder_of(route);
    std::vector<std::filesystem::path> scripts;
    if (!std::filesystem::exists(folder)) return scripts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename() == "CMakeLists.txt") continue;
        if (entry.path().extension() == ".txt") scripts.push_back(entry.path());
    }
    std::sort(scripts.begin(), scripts.end());
    return scripts;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

void for_each_transition(
    const core::statechart::Definition& definition,
    const std::function<void(const core::statechart::Transition&)>& visit
) {
    for (const auto& state : definition.states) {
        for (const auto* list : {&state.on, &state.always, &state.after}) {
            for (const auto& transition : *list)
                visit(transition);
        }
    }
}

// A line for each transition, walked or missed. How many were missed.
int report_coverage(
    const core::Process& process, const std::set<std::uint32_t>& taken, std::ofstream& report
) {
    int all = 0;
    int missed = 0;
    for_each_transition(process.definition, [&](const core::statechart::Transition& transition) {
        if (transition.forbidden) return;
        ++all;
        const bool walked = taken.contains(transition.order);
        report << process.id << (walked ? " walked  " : " MISSED  ") << transition.pointer << "\n";
        if (walked) return;
        ++missed;
        MESSAGE("no script takes " << process.id << " " << transition.pointer);
    });
    MESSAGE(
        process.id << ": transitions walked: " << all - missed << " of " << all << ", see "
                   << kReport.string()
    );
    return missed;
}

struct Walked {
    std::set<std::uint32_t> transitions;  // Transition::order
    std::set<std::string> outcomes;
};

// Plays one script and holds it against what it says.
void play(
    const std::filesystem::path& path,
    const std::string& bundle,
    const core::Process& process,
    const files::FormSchemas& forms,
    Walked& walked
) {
    const bool rewrite = std::getenv("CLARION_REWRITE") != nullptr;
    Script script = script_at(path);
    const auto own = own_process(bundle, script);
    Stage stage(own ? *own : process, forms, scripts_by_name(process.route));
    for (ScriptStep& step : script.steps) {
        INFO(process.route << "/" << script.name << ":" << step.line << ": " << step.command);
        const auto lines = stage.play(step.command);
        if (rewrite) step.expected = lines;
        CHECK(joined(lines) == joined(step.expected));
        walked.outcomes.insert(stage.ended_as());
    }
    CHECK_MESSAGE(stage.faults().empty(), script.name << ": " << joined(stage.faults()));
    walked.transitions.insert(stage.taken().begin(), stage.taken().end());
    if (rewrite) std::ofstream(path) << write_script(script);
}

}  // namespace

TEST_CASE("scenarios: each script gives what it says, and together they walk every transition") {
    const files::FileSet files = test::house_files();
    const files::FormSchemas forms(files);
    std::ofstream report(kReport);
    std::set<std::string> outcomes;

    for (const std::string& bundle : files::make_bundles(files, files::scheme_of(files))) {
        const core::Process process = process_of(bundle, {});
        Walked walked;
        for (const std::filesystem::path& path : scripts_of(process.route))
            play(path, bundle, process, forms, walked);
        CHECK_MESSAGE(report_coverage(process, walked.transitions, report) == 0, process.id);
        outcomes.merge(walked.outcomes);
    }
    // Every outcome that there is comes about somewhere.
    const auto& closure = forms.schema("closure").at("properties").as_object();
    for (const auto& code : closure.at("code").at("enum").as_array()) {
        CHECK_MESSAGE(outcomes.contains(std::string(code.as_string())), code);
    }
}

TEST_CASE("scenarios: no two scripts of a route have one number") {
    for (const std::string& route : {kFirstRoute, std::string("right-to-know")}) {
        std::set<std::string> numbers;
        for (const std::filesystem::path& path : scripts_of(route)) {
            const std::string name = path.filename().string();
            CHECK_MESSAGE(numbers.insert(name.substr(0, name.find('_'))).second, name);
        }
        CHECK(numbers.size() > 30);
    }
}

TEST_CASE("schemes: each loads by its data alone, and runs a case of each route to its end") {
    const files::FileSet files = test::house_files();
    const files::FormSchemas forms(files);
    const auto schemes = files::schemes_in(files);
    CHECK(schemes.size() == 7);

    for (const std::string& scheme : schemes) {
        CAPTURE(scheme);
        const auto bundles = files::make_bundles(files, scheme);
        CHECK(bundles.size() == 2);
        for (const std::string& bundle : bundles) {
            const core::Process process = process_of(bundle, {});
            CAPTURE(process.id);
            CHECK_FALSE(process.title.empty());
            Stage stage(process, forms, scripts_by_name(process.route));
            for (const ScriptStep& step : script_at(scripts_of(process.route).front()).steps)
                static_cast<void>(stage.play(step.command));
            CHECK_MESSAGE(stage.faults().empty(), joined(stage.faults()));
            CHECK(core::project(process, stage.snapshot()).closed);
        }
    }
}

}  // namespace clarion::scenarios
