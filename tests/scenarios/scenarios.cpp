// Plays every script of this folder against the real Right to Ask, and counts what was walked.
//
// CLARION_REWRITE=1 writes the answers into the scripts, to be read before they are kept.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "tests/scenarios/script.hpp"
#include "tests/scenarios/stage.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::scenarios {

namespace {

const std::filesystem::path kHouse(CLARION_SOURCE_DIR);
const std::filesystem::path kReport(CLARION_BUILD_DIR "/transition_coverage.txt");
constexpr std::string_view kDefinition = "right_to_ask";

files::FileSet house_files() {
    files::FileSet files = files::read_folder(kHouse / "workflows", "workflows/");
    files.merge(files::read_folder(kHouse / "schemas", "schemas/"));
    return files;
}

core::Process right_to_ask(const files::FileSet& files) {
    for (const std::string& bundle : files::make_bundles(files)) {
        const auto document = core::json::parse(bundle).as_object();
        if (document.at("definition").at("id").as_string() != kDefinition) continue;
        auto compiled =
            core::compile_process(document, core::BundleHash{"scenarios"}, test::london());
        if (compiled) return std::move(compiled).value();
        for (const auto& problem : compiled.error()) {
            MESSAGE(problem.pointer << ": " << problem.reason);
        }
    }
    FAIL("the Right to Ask does not compile");
    std::terminate();
}

const std::filesystem::path kScripts = kHouse / "tests/scenarios";

Script script_at(const std::filesystem::path& path) {
    return read_script(path.filename().string(), files::read_file(path));
}

Script script_named(const std::string& name) {
    return script_at(kScripts / (name + ".txt"));
}

std::vector<std::filesystem::path> all_scripts() {
    std::vector<std::filesystem::path> scripts;
    for (const auto& entry : std::filesystem::directory_iterator(kScripts)) {
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
int report_coverage(const core::Process& process, const std::set<std::uint32_t>& taken) {
    std::ofstream report(kReport);
    int all = 0;
    int missed = 0;
    for_each_transition(process.definition, [&](const core::statechart::Transition& transition) {
        if (transition.forbidden) return;
        ++all;
        const bool walked = taken.contains(transition.order);
        report << (walked ? "walked  " : "MISSED  ") << transition.pointer << "\n";
        if (walked) return;
        ++missed;
        MESSAGE("no script takes " << transition.pointer);
    });
    MESSAGE(
        "transitions walked: " << all - missed << " of " << all << ", see " << kReport.string()
    );
    return missed;
}

}  // namespace

TEST_CASE("scenarios: each script gives what it says, and together they walk every transition") {
    const files::FileSet files = house_files();
    const files::FormSchemas forms(files);
    const core::Process process = right_to_ask(files);
    const bool rewrite = std::getenv("CLARION_REWRITE") != nullptr;
    std::set<std::uint32_t> taken;
    std::set<std::string> outcomes;

    for (const std::filesystem::path& path : all_scripts()) {
        Script script = script_at(path);
        Stage stage(process, forms, script_named);
        for (ScriptStep& step : script.steps) {
            INFO(script.name << ":" << step.line << ": " << step.command);
            const auto lines = stage.play(step.command);
            if (rewrite) step.expected = lines;
            CHECK(joined(lines) == joined(step.expected));
            outcomes.insert(stage.ended_as());
        }
        CHECK_MESSAGE(stage.faults().empty(), script.name << ": " << joined(stage.faults()));
        taken.insert(stage.taken().begin(), stage.taken().end());
        if (rewrite) std::ofstream(path) << write_script(script);
    }

    CHECK(report_coverage(process, taken) == 0);
    // Every outcome that there is comes about somewhere.
    const auto& closure = forms.schema("closure").at("properties").as_object();
    for (const auto& code : closure.at("code").at("enum").as_array()) {
        CHECK_MESSAGE(outcomes.contains(std::string(code.as_string())), code);
    }
}

}  // namespace clarion::scenarios
