#include "deploy/scenarios/script.hpp"

#include <sstream>
#include <stdexcept>

namespace clarion::scenarios {

namespace {

constexpr std::string_view kRule = "----";

}  // namespace

Script read_script(std::string name, std::string_view text) {
    Script script{.name = std::move(name), .steps = {}, .after = {}};
    std::istringstream lines{std::string(text)};
    std::string line;
    bool expecting = false;
    std::string gap;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (expecting && !line.empty()) {
            script.steps.back().expected.push_back(line);
            continue;
        }
        expecting = false;
        if (line.empty() || line.starts_with('#')) {
            gap += line + "\n";
            continue;
        }
        ScriptStep step{.before = gap, .command = line, .expected = {}, .line = number};
        gap.clear();
        ++number;
        if (!std::getline(lines, line) || line != kRule) {
            throw std::runtime_error(
                script.name + ":" + std::to_string(number) + ": ---- belongs under the step"
            );
        }
        script.steps.push_back(std::move(step));
        expecting = true;
    }
    script.after = gap;
    return script;
}

std::string write_script(const Script& script) {
    std::string text;
    for (const ScriptStep& step : script.steps) {
        text += step.before + step.command + "\n" + std::string(kRule) + "\n";
        for (const std::string& line : step.expected)
            text += line + "\n";
    }
    return text + script.after;
}

}  // namespace clarion::scenarios
