// No file, header, function or line longer than a reader can hold.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "tests/structure/source_tree.hpp"

namespace {

using clarion::structure::joined;
using clarion::structure::our_sources;
using clarion::structure::planted;
using clarion::structure::SourceFile;

constexpr std::size_t kSourceLinesMax = 400;
constexpr std::size_t kHeaderLinesMax = 200;
constexpr std::size_t kFunctionLinesMax = 70;
constexpr std::size_t kLineMax =
    120;  // clang-format keeps code at 100; what it cannot break may be longer

const std::array<std::string_view, 13> kNotFunctions{
    "namespace",
    "class",
    "struct",
    "enum",
    "union",
    "if",
    "for",
    "while",
    "switch",
    "do",
    "else",
    "extern",
    "return"};

std::size_t indent_of(const std::string& line) {
    return line.find_first_not_of(' ');
}

bool opens_function(const std::string& line) {
    const auto start = indent_of(line);
    if (start == std::string::npos || !line.ends_with("{")) return false;
    const std::string_view text = std::string_view(line).substr(start);
    for (const auto word : kNotFunctions) {
        if (text.starts_with(word) && !std::isalnum(text[word.size()]) && text[word.size()] != '_')
            return false;
    }
    if (text.starts_with(")")) return true;
    // The tail of a condition that was broken over lines closes more than it opens.
    const auto closed = std::count(text.begin(), text.end(), ')');
    return closed > 0 && closed <= std::count(text.begin(), text.end(), '(');
}

std::size_t lines_until_closed(const std::vector<std::string>& lines, std::size_t first) {
    const auto indent = indent_of(lines[first]);
    for (std::size_t index = first + 1; index < lines.size(); ++index) {
        if (indent_of(lines[index]) == indent && lines[index][indent] == '}')
            return index - first + 1;
    }
    return 0;
}

std::vector<std::string> too_long(const std::vector<SourceFile>& files) {
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        const bool is_header = file.path.ends_with(".hpp");
        const auto most = is_header ? kHeaderLinesMax : kSourceLinesMax;
        if (file.lines.size() > most) {
            complaints.push_back(
                file.path + " has " + std::to_string(file.lines.size()) + " lines"
            );
        }
        for (std::size_t index = 0; index < file.lines.size(); ++index) {
            const std::string place = file.path + ":" + std::to_string(index + 1);
            if (file.lines[index].size() > kLineMax)
                complaints.push_back(place + " is a long line");
            if (!opens_function(file.lines[index])) continue;
            const auto length = lines_until_closed(file.lines, index);
            if (length > kFunctionLinesMax) {
                complaints.push_back(
                    place + " starts a function of " + std::to_string(length) + " lines"
                );
            }
        }
    }
    return complaints;
}

std::string function_of(std::size_t lines) {
    std::string text = "int answer() {\n";
    for (std::size_t line = 2; line < lines; ++line)
        text += "    step();\n";
    return text + "}\n";
}

}  // namespace

TEST_CASE("structure: files and functions are short") {
    const auto complaints = too_long(our_sources());

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("structure: what is too long is caught") {
    CHECK(too_long({planted("engine/core/x.cpp", function_of(kFunctionLinesMax))}).empty());
    CHECK(too_long({planted("engine/core/x.cpp", function_of(kFunctionLinesMax + 1))}).size() == 1);
    CHECK(
        too_long({planted("engine/core/x.hpp", std::string(kHeaderLinesMax + 1, '\n'))}).size() == 1
    );
    CHECK(
        too_long({planted("engine/core/x.cpp", std::string(kLineMax + 1, 'x') + "\n")}).size() == 1
    );
}
