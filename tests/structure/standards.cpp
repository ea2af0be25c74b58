// STANDARDS.md cannot lie about tests: a row for every requirement of the levels that are asked,
// and every test it names is there. Rows of SECURITY.md's threats are held to the same.
#include <doctest/doctest.h>

#include <array>
#include <map>
#include <regex>
#include <set>

#include "tests/structure/source_tree.hpp"

namespace {

using clarion::structure::joined;
using clarion::structure::lines_of;
using clarion::structure::text_at;

const std::filesystem::path kRoot = CLARION_SOURCE_DIR;

// Each section of ASVS 5.0.0 with the level of each of its requirements, in their order.
struct Section {
    std::string_view id;
    std::string_view levels;
};
constexpr std::array kSections{
    Section{"V1.1", "22"},
    Section{"V1.2", "1111122223"},
    Section{"V1.3", "112222222223"},
    Section{"V1.4", "222"},
    Section{"V1.5", "123"},
    Section{"V2.1", "122"},
    Section{"V2.2", "112"},
    Section{"V2.3", "12223"},
    Section{"V2.4", "23"},
    Section{"V3.1", "3"},
    Section{"V3.2", "113"},
    Section{"V3.3", "12223"},
    Section{"V3.4", "11222233"},
    Section{"V3.5", "11122333"},
    Section{"V3.6", "3"},
    Section{"V3.7", "22333"},
    Section{"V4.1", "12233"},
    Section{"V4.2", "23333"},
    Section{"V4.3", "22"},
    Section{"V4.4", "1222"},
    Section{"V5.1", "2"},
    Section{"V5.2", "112333"},
    Section{"V5.3", "113"},
    Section{"V5.4", "222"},
    Section{"V6.1", "122"},
    Section{"V6.2", "111111112222"},
    Section{"V6.3", "11223333"},
    Section{"V6.4", "112233"},
    Section{"V6.5", "22222333"},
    Section{"V6.6", "2223"},
    Section{"V6.7", "33"},
    Section{"V6.8", "2222"},
    Section{"V7.1", "222"},
    Section{"V7.2", "1111"},
    Section{"V7.3", "22"},
    Section{"V7.4", "11222"},
    Section{"V7.5", "223"},
    Section{"V7.6", "22"},
    Section{"V8.1", "1233"},
    Section{"V8.2", "1123"},
    Section{"V8.3", "133"},
    Section{"V8.4", "23"},
    Section{"V9.1", "111"},
    Section{"V9.2", "1222"},
    Section{"V10.1", "22"},
    Section{"V10.2", "223"},
    Section{"V10.3", "22223"},
    Section{"V10.4", "1111122222233333"},
    Section{"V10.5", "22222"},
    Section{"V10.6", "22"},
    Section{"V10.7", "222"},
    Section{"V11.1", "2233"},
    Section{"V11.2", "22233"},
    Section{"V11.3", "11233"},
    Section{"V11.4", "1222"},
    Section{"V11.5", "23"},
    Section{"V11.6", "23"},
    Section{"V11.7", "33"},
    Section{"V12.1", "12233"},
    Section{"V12.2", "11"},
    Section{"V12.3", "22223"},
    Section{"V13.1", "2333"},
    Section{"V13.2", "222223"},
    Section{"V13.3", "2233"},
    Section{"V13.4", "1222233"},
    Section{"V14.1", "22"},
    Section{"V14.2", "12223333"},
    Section{"V14.3", "122"},
    Section{"V15.1", "12233"},
    Section{"V15.2", "12233"},
    Section{"V15.3", "1222222"},
    Section{"V15.4", "3333"},
    Section{"V16.1", "2"},
    Section{"V16.2", "22222"},
    Section{"V16.3", "2222"},
    Section{"V16.4", "222"},
    Section{"V16.5", "2223"},
    Section{"V17.1", "23"},
    Section{"V17.2", "22223333"},
    Section{"V17.3", "22"},
};

// Those of level 3 that decide something here.
const std::set<std::string> kOfLevelThree{
    "V1.2.10", "V1.5.3",  "V2.3.5",  "V3.3.5",  "V3.4.7",  "V3.4.8",  "V3.5.6",  "V3.5.7",
    "V3.5.8",  "V3.6.1",  "V3.7.3",  "V3.7.4",  "V3.7.5",  "V4.1.4",  "V4.1.5",  "V4.2.2",
    "V4.2.3",  "V4.2.4",  "V4.2.5",  "V5.2.4",  "V5.2.5",  "V5.2.6",  "V6.3.6",  "V6.3.8",
    "V7.5.3",  "V8.1.3",  "V8.1.4",  "V8.2.4",  "V8.3.2",  "V8.3.3",  "V8.4.2",  "V10.2.3",
    "V10.3.5", "V11.1.3", "V11.1.4", "V11.2.4", "V11.3.4", "V11.7.2", "V12.1.4", "V12.1.5",
    "V12.3.5", "V13.1.2", "V13.1.3", "V13.1.4", "V13.3.3", "V13.3.4", "V13.4.6", "V13.4.7",
    "V14.2.5", "V14.2.6", "V14.2.7", "V14.2.8", "V15.2.4", "V15.4.1", "V15.4.2", "V15.4.3",
    "V15.4.4", "V16.5.4"};

std::map<std::string, int> levels() {
    std::map<std::string, int> all;
    for (const Section& section : kSections) {
        for (std::size_t at = 0; at < section.levels.size(); ++at) {
            all[std::string(section.id) + "." + std::to_string(at + 1)] = section.levels[at] - '0';
        }
    }
    return all;
}

struct Row {
    std::vector<std::string> requirements;
    std::string verdict;
    std::string shown;
};

// "V1.2.6 to V1.2.8" is three of one section.
std::vector<std::string> requirements_in(const std::string& text) {
    static const std::regex kOne(R"((V\d+\.\d+)\.(\d+)(?: to (V\d+\.\d+)\.(\d+))?)");
    std::smatch found;
    if (!std::regex_match(text, found, kOne)) return {};
    const int first = std::stoi(found[2]);
    const int last = found[4].matched ? std::stoi(found[4]) : first;
    if (found[3].matched && found[3] != found[1]) return {};
    std::vector<std::string> all;
    for (int at = first; at <= last; ++at)
        all.push_back(found[1].str() + "." + std::to_string(at));
    return all;
}

std::vector<Row> rows_in(const std::vector<std::string>& page) {
    static const std::regex kRow(R"(\| (V[^|]*?) \| [^|]+ \| ([^|]+?) \| (.+) \|)");
    std::vector<Row> rows;
    for (const std::string& line : page) {
        std::smatch found;
        if (!std::regex_match(line, found, kRow)) continue;
        rows.push_back({requirements_in(found[1]), found[2], found[3]});
    }
    return rows;
}

std::string without_seams(const std::string& text) {
    static const std::regex kSeam("\"\\s*\n\\s*\"");  // one literal in two lines
    return std::regex_replace(text, kSeam, "");
}

// What is wrong with the tests that a text names, each as `tests/file` "words in it".
std::vector<std::string> missing_tests(const std::string& text, int& named) {
    static const std::regex kTest("`(tests/[^`]*)`(?: \"([^\"]+)\")?");
    std::vector<std::string> complaints;
    for (std::sregex_iterator at(text.begin(), text.end(), kTest), end; at != end; ++at) {
        const std::filesystem::path path = kRoot / (*at)[1].str();
        ++named;
        if (!std::filesystem::is_regular_file(path)) {
            complaints.push_back((*at)[1].str() + " is not there");
        } else if ((*at)[2].matched && without_seams(text_at(path)).find((*at)[2].str()) == std::string::npos) {
            complaints.push_back((*at)[1].str() + " has no \"" + (*at)[2].str() + "\"");
        }
    }
    return complaints;
}

std::vector<std::string> wrong_rows(const std::vector<Row>& rows) {
    static const std::set<std::string> kVerdicts{"met", "partly", "not met", "not applicable"};
    std::vector<std::string> complaints;
    for (const Row& row : rows) {
        const std::string name = row.requirements.empty() ? "a row" : row.requirements.front();
        int named = 0;
        for (const std::string& missing : missing_tests(row.shown, named))
            complaints.push_back(name + ": " + missing);
        if (!kVerdicts.contains(row.verdict)) complaints.push_back(name + ": " + row.verdict);
        if (row.verdict == "met" && named == 0) complaints.push_back(name + ": met by no test");
        if (row.requirements.empty()) complaints.push_back("no requirement: " + row.shown);
        if (row.requirements.size() > 1 && row.verdict != "not applicable")
            complaints.push_back(name + ": several in one row");
    }
    return complaints;
}

std::vector<std::string> uncovered(const std::vector<Row>& rows) {
    std::map<std::string, int> seen;
    for (const Row& row : rows)
        for (const std::string& one : row.requirements)
            ++seen[one];
    const auto all = levels();
    std::vector<std::string> complaints;
    for (const auto& [one, level] : all) {
        const bool is_asked = level < 3 || kOfLevelThree.contains(one);
        if (is_asked && !seen.contains(one)) complaints.push_back(one + " has no row");
    }
    for (const auto& [one, times] : seen) {
        if (!all.contains(one)) complaints.push_back(one + " is no requirement");
        if (times > 1) complaints.push_back(one + " has two rows");
    }
    return complaints;
}

int count_of_level(int wanted) {
    int count = 0;
    for (const auto& [one, level] : levels())
        count += level == wanted ? 1 : 0;
    return count;
}

// The page's own sum, as it should read.
std::string sum_of(const std::vector<Row>& rows) {
    std::map<std::string, std::size_t> sums;
    std::size_t all = 0;
    for (const Row& row : rows) {
        sums[row.verdict] += row.requirements.size();
        all += row.requirements.size();
    }
    return std::to_string(all) + " requirements: " + std::to_string(sums["met"]) + " met, " +
           std::to_string(sums["partly"]) + " partly, " + std::to_string(sums["not met"]) +
           " not met, " + std::to_string(sums["not applicable"]) + " not applicable.";
}

}  // namespace

TEST_CASE("standards: the list of requirements is the standard's, 70, 183 and 92") {
    CHECK(count_of_level(1) == 70);
    CHECK(count_of_level(2) == 183);
    CHECK(count_of_level(3) == 92);
    for (const std::string& one : kOfLevelThree)
        CHECK_MESSAGE(levels()[one] == 3, one);
}

TEST_CASE("standards: every requirement has one row, and every test that is named is there") {
    const std::string page = text_at(kRoot / "STANDARDS.md");
    const auto rows = rows_in(lines_of(page));

    const auto wrong = wrong_rows(rows);
    const auto missing = uncovered(rows);

    CHECK_MESSAGE(wrong.empty(), joined(wrong));
    CHECK_MESSAGE(missing.empty(), joined(missing));
    CHECK_MESSAGE(page.find(sum_of(rows)) != std::string::npos, sum_of(rows));
}

TEST_CASE("standards: every test that the threat model names is there") {
    int named = 0;
    const auto missing = missing_tests(text_at(kRoot / "SECURITY.md"), named);

    CHECK_MESSAGE(missing.empty(), joined(missing));
    CHECK(named > 40);
}

TEST_CASE("standards: a row that says too much is caught") {
    const std::vector<std::string> page{
        "| V1.1.1 | words | met | nothing is named |",
        "| V1.1.2 | words | met | `tests/nowhere.cpp` |",
        "| V1.2.1 | words | met | `tests/structure/sizes.cpp` \"no such words\" |",
        "| V1.2.2 to V1.2.4 | words | partly | why |",
        "| V1.2.5 | words | almost | why |",
    };

    CHECK(wrong_rows(rows_in(page)).size() == page.size());
    CHECK(uncovered(rows_in({"| V99.1.1 | words | partly | why |"})).size() > 250);
}
