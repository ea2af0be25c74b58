// workflow lint, plot, test: workflows as files.
#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <optional>

#include "adapters/diagrams/graphviz.hpp"
#include "adapters/files/bundle.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "deploy/clarion/calendar_lint.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/definition_lint.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/form_lint.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_lint.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "deploy/clarion/workflow_scripts.hpp"
#include "engine/core/statechart/case_file.hpp"
#include "engine/core/statechart/lint.hpp"
#include "engine/core/statechart/plot.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace statechart = core::statechart;

Problems form_file_problems(
    const fs::path& path, const core::json::object& document, files::FileSet house
) {
    constexpr std::string_view kEnding = ".schema.json";
    const std::string name = path.filename().string();
    if (!name.ends_with(kEnding)) return {{"", "a form's file ends in .schema.json"}};
    house["schemas/forms/" + name] = core::json::serialize(document);
    return form_problems(name.substr(0, name.size() - kEnding.size()), files::FormSchemas(house));
}

// Catalogues and forms are known by their folder, all else by what it holds.
Problems problems_of(const fs::path& path) {
    const core::json::object document = load_workflow_json(path);
    const files::FileSet house = house_around(path);
    const std::string folder = fs::absolute(path).parent_path().filename().string();
    if (folder == "catalogue") return catalogue_problems(path.stem().string(), document, house);
    if (folder == "instruments") return catalogue_problems("instrument", document, house);
    if (folder == "forms") return form_file_problems(path, document, house);
    if (document.contains("scheme")) return scheme_problems(document, house);
    if (document.contains("holidays")) return calendar_problems(document);
    if (document.contains("extends")) {
        Problems problems =
            profile_problems(files::profile_of(house, scheme_of(path, house)), house);
        for (auto& problem : extension_problems(document, house))
            problems.push_back(std::move(problem));
        return problems;
    }
    if (document.contains("limits")) return profile_problems(document, house);
    if (document.contains("pages")) return journey_problems(document, house);
    if (document.contains("arrivals_by_hour")) return simulation_problems(document, house);
    const std::string name = path.stem().string();
    return definition_problems(
        house,
        scheme_of(path, house),
        {.path = path.string(), .route = name.substr(0, name.find(".v")), .version = "1"},
        document
    );
}

bool is_script(const fs::path& path) {
    return path.extension() == ".txt" && path.filename() != "CMakeLists.txt";
}

// The files named, and all in the folders named that are wanted, in the order of their names.
std::vector<fs::path> files_in(
    const std::vector<fs::path>& paths, const std::function<bool(const fs::path&)>& is_wanted
) {
    std::vector<fs::path> found;
    for (const fs::path& path : paths) {
        if (fs::is_directory(path)) {
            for (const auto& entry : fs::recursive_directory_iterator(path)) {
                if (is_wanted(entry.path())) found.push_back(entry.path());
            }
        } else if (fs::exists(path)) {
            found.push_back(path);
        } else {
            throw CommandFailed(ExitCode::not_found, path.string() + ": no such file or folder");
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<fs::path> json_files(const std::vector<fs::path>& paths) {
    return files_in(paths, [](const fs::path& path) { return path.extension() == ".json"; });
}

// What a run of tests came to.
struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

void test_case_file(const fs::path& path, Tally& tally) {
    const auto document = files::parse_json(path.string(), files::read_file(path));
    for (const auto& verdict : statechart::run_cases(document)) {
        ++(verdict.passed ? tally.passed : tally.failed);
        if (verdict.passed) continue;
        std::cout << path.string() << ": " << verdict.name << ": " << verdict.difference << '\n';
    }
}

void test_script(const WorkflowScripts& scripts, const fs::path& path, Tally& tally) {
    const auto faults = scripts.play(path);
    ++(faults.empty() ? tally.passed : tally.failed);
    for (const ScriptFault& fault : faults)
        std::cout << path.string() << ':' << fault.line << ": " << fault.what << '\n';
}

// How many cases of the store are in each state, closed ones too. Says nothing of any one of them.
std::map<std::string, std::uint64_t> cases_by_state(const fs::path& data) {
    constexpr int kPage = 500;
    const auto store = open_store_at_rest({data});
    std::map<std::string, std::uint64_t> counts;
    ports::CaseListing listing;
    listing.closed_too = true;
    listing.limit = kPage;
    for (;;) {
        auto page = store->cases().list_cases(listing);
        for (const ports::CaseRow& row : page) {
            for (const std::string& state : row.states)
                ++counts[state];
        }
        if (page.size() < kPage) return counts;
        listing.after = std::move(page.back());
    }
}

}  // namespace

ExitCode lint_workflows(const std::vector<fs::path>& paths) {
    bool is_clean = true;
    for (const fs::path& path : json_files(paths)) {
        bool has_errors = false;
        for (const auto& problem : problems_of(path)) {
            const bool is_error = problem.severity == statechart::Severity::error;
            has_errors = has_errors || is_error;
            std::cout << path.string() << '#' << problem.pointer << ": "
                      << (is_error ? "" : "note: ") << problem.reason << '\n';
        }
        if (!has_errors) std::cout << path.string() << ": clean\n";
        is_clean = is_clean && !has_errors;
    }
    return is_clean ? ExitCode::good : ExitCode::failed;
}

ExitCode plot_workflow(const fs::path& path, const PlotRequest& request) {
    auto definition =
        statechart::read_definition(load_workflow_json(path), statechart::Dialect::published);
    if (!definition) {
        const auto& first = definition.error().front();
        throw CommandFailed(
            ExitCode::failed, path.string() + "#" + first.pointer + ": " + first.reason
        );
    }
    statechart::PlotOptions options;
    if (!request.data.empty()) options.counts = cases_by_state(request.data);
    const std::string dot = statechart::to_dot(*definition, options);
    const fs::path& out = request.out;
    const std::string drawing = request.as_dot ? dot : diagrams::Graphviz().draw(dot) + "\n";
    if (out.empty()) {
        std::cout << drawing;
        return ExitCode::good;
    }
    std::ofstream file(out, std::ios::binary);
    if (!(file << drawing) || !file.flush()) {
        throw CommandFailed(ExitCode::unavailable, out.string() + ": cannot be written");
    }
    return ExitCode::good;
}

ExitCode test_cases(const std::vector<fs::path>& paths, const fs::path& folder) {
    const files::FileSet house = house_files(folder);
    std::optional<const WorkflowScripts> scripts;
    Tally tally;
    const auto is_test = [](const fs::path& path) {
        return path.extension() == ".json" || is_script(path);
    };
    for (const fs::path& path : files_in(paths, is_test)) {
        if (!is_script(path)) {
            test_case_file(path, tally);
            continue;
        }
        if (!scripts) scripts.emplace(house);
        test_script(*scripts, path, tally);
    }
    std::cout << tally.passed << " passed, " << tally.failed << " failed" << std::endl;
    if (tally.passed + tally.failed == 0) {
        throw CommandFailed(ExitCode::usage, "no case was found: nothing was tested");
    }
    return tally.failed == 0 ? ExitCode::good : ExitCode::failed;
}

}  // namespace clarion::deploy
