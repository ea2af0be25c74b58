// Runs case files (files or folders given as arguments) and prints `N passed, N failed`.
//
// With --expressions the files hold {term, data, answer} instead, checked against the JsonLogic
// evaluator.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/core/statechart/case_file.hpp"
#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/javascript.hpp"

namespace {

namespace json = boost::json;
namespace statechart = clarion::core::statechart;

constexpr std::size_t kNestingMax = 400;
constexpr int kDifferencesShownMax = 10;

struct Tally {
    int passed = 0;
    int failed = 0;

    void count(bool good, const std::string& difference) {
        (good ? passed : failed) += 1;
        if (!good && failed <= kDifferencesShownMax) std::cout << difference << '\n';
    }
};

std::vector<std::filesystem::path> files_of(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return {path};
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.path().extension() == ".json") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

json::value read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    json::parse_options options;
    options.max_depth = kNestingMax;
    return json::parse(text.str(), {}, options);
}

// Boost.JSON 1.81 reads some decimals one unit in the last place off.
bool same_answer(const json::value& expected, const json::value& actual) {
    constexpr double kReadingError = 1e-15;
    if (expected.is_number() && actual.is_number()) {
        const double right = expected.to_number<double>();
        return std::abs(actual.to_number<double>() - right) <= std::abs(right) * kReadingError;
    }
    if (!expected.is_array() || !actual.is_array()) {
        return statechart::javascript::same_json(expected, actual);
    }
    const auto& wanted = expected.get_array();
    const auto& got = actual.get_array();
    return std::equal(wanted.begin(), wanted.end(), got.begin(), got.end(), same_answer);
}

void check_expressions(const json::value& document, Tally& tally) {
    for (const auto& example : document.as_array()) {
        const auto& object = example.as_object();
        const auto answer = statechart::evaluate_over(object.at("term"), object.at("data"));
        const bool good = answer.has_value() && same_answer(object.at("answer"), *answer);
        const std::string got = answer ? json::serialize(*answer) : "no answer";
        tally.count(good, json::serialize(example) + " got " + got);
    }
}

void check_cases(const json::value& document, Tally& tally) {
    for (const auto& verdict : statechart::run_cases(document)) {
        tally.count(verdict.passed, verdict.name + ": " + verdict.difference);
    }
}

}  // namespace

int main(int count, char** arguments) {
    Tally tally;
    bool expressions = false;
    for (const std::string& argument : std::vector<std::string>(arguments + 1, arguments + count)) {
        if (argument == "--expressions") {
            expressions = true;
            continue;
        }
        try {
            for (const auto& file : files_of(argument)) {
                const json::value document = read_file(file);
                expressions ? check_expressions(document, tally) : check_cases(document, tally);
            }
        } catch (const std::exception& error) {
            tally.count(false, argument + ": " + error.what());
        }
    }
    std::cout << tally.passed << " passed, " << tally.failed << " failed\n";
    return tally.failed == 0 && tally.passed > 0 ? 0 : 1;
}
