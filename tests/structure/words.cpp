// Names that hide their purpose, marks without an issue, code that g++ 12 gets wrong, words that
// give somebody away.
#include <doctest/doctest.h>

#include <array>
#include <regex>

#include "tests/structure/source_tree.hpp"

namespace {

using clarion::structure::joined;
using clarion::structure::our_sources;
using clarion::structure::planted;
using clarion::structure::SourceFile;

std::vector<std::string> banned_names(const std::vector<SourceFile>& files) {
    static const std::regex kBanned("(^|/|_)(utils?|common|helpers?|misc|managers?)(/|_|\\.)");
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        if (std::regex_search(file.path, kBanned))
            complaints.push_back(file.path + " hides its purpose");
    }
    return complaints;
}

// Values reach the tables as bound parameters alone. What may be put together are constants of
// ours.
std::vector<std::string> values_in_sql(const std::vector<SourceFile>& files) {
    static const std::regex kJoined(
        "\"[^\"]*\\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|LIMIT)\\b[^\"]*\" *\\+"
        "(?! *(k[A-Z]|std::string\\(table\\)|$))"
    );
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        if (!file.path.starts_with("adapters/sql/")) continue;
        for (const std::string& line : file.lines) {
            if (std::regex_search(line, kJoined))
                complaints.push_back(file.path + " writes a value into SQL: " + line);
        }
    }
    return complaints;
}

// A rule for lines: what it looks for, what is wrong with it, and where it does not apply.
struct LineRule {
    std::regex wanted;
    std::string reason;
    bool in_tests_too = true;
};

const std::vector<LineRule>& line_rules() {
    static const std::vector<LineRule> kRules{
        {std::regex("\\b(TODO|FIXME|XXX|HACK)\\b(?!\\(#[0-9]+\\))"), "a mark without an issue"},
        // g++ 12 destroys such temporaries twice (DECISIONS.md, "Coroutines under g++ 12").
        {std::regex("co_await[^;]*\\[[^\\]&]*[a-z_=][^\\]]*\\]\\s*[({]"),
         "co_await beside a capturing lambda"},
        {std::regex("parser\\.get\\(\\)\\s*[,)]"),
         "a read into the message: the parser's limit would not bite"},
        // Such a text is a ports::Secret, which nothing prints.
        {std::regex("std::string(_view)? \\w*(password|secret|passphrase)_?( = [^;]*|\\{\\})?;"),
         "a secret in a type that can be printed",
         false},
        {std::regex("\\bstd::regex\\b"),
         "std::regex meets outside input and can overflow the stack",
         false},
    };
    return kRules;
}

std::vector<std::string> broken_lines(const std::vector<SourceFile>& files) {
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        if (file.path.starts_with("tests/structure/")) continue;
        const bool is_test = file.path.starts_with("tests/");
        for (std::size_t index = 0; index < file.lines.size(); ++index) {
            for (const LineRule& rule : line_rules()) {
                if (is_test && !rule.in_tests_too) continue;
                if (!std::regex_search(file.lines[index], rule.wanted)) continue;
                complaints.push_back(
                    file.path + ":" + std::to_string(index + 1) + ": " + rule.reason
                );
            }
        }
    }
    return complaints;
}

}  // namespace

TEST_CASE("structure: no name hides its purpose") {
    const auto complaints = banned_names(our_sources());
    const auto caught = banned_names(
        {planted("adapters/http/string_utils.cpp", ""), planted("engine/common/x.hpp", "")}
    );

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
    CHECK(caught.size() == 2);
}

TEST_CASE("structure: no value is written into SQL") {
    const auto complaints = values_in_sql(our_sources());
    const auto caught = values_in_sql(
        {planted("adapters/sql/x.cpp", "ask(\"SELECT pk FROM cases WHERE name = '\" + name);\n"),
         planted("adapters/sql/y.cpp", "ask(\"SELECT pk FROM cases\" + kPage);\n")}
    );

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
    CHECK(caught.size() == 1);
}

TEST_CASE("structure: no line breaks a house rule") {
    const auto complaints = broken_lines(our_sources());

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("structure: a line that breaks a house rule is caught") {
    const std::array<std::string, 5> lines{
        "// TODO: later",
        "co_await run([session] { session->go(); });",
        "co_await async_read(stream, buffer, parser.get(), token);",
        "std::string client_secret;",
        "std::regex pattern(text);"};

    for (const std::string& line : lines) {
        CHECK_MESSAGE(broken_lines({planted("adapters/http/x.cpp", line)}).size() == 1, line);
    }
    CHECK(broken_lines({planted("adapters/http/x.cpp", "// TODO(#12): later")}).empty());
}
