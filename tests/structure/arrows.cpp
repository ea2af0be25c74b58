// deploy -> adapters -> engine/runtime -> engine/ports -> engine/core, and each third-party header
// in its one place.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "tests/structure/source_tree.hpp"

namespace {

using clarion::structure::joined;
using clarion::structure::our_sources;
using clarion::structure::planted;
using clarion::structure::SourceFile;

// Which of our folders a file in `prefix` may include. The longest matching prefix decides.
struct Arrow {
    std::string_view prefix;
    std::vector<std::string_view> may_include;
};

const std::array kArrows{
    Arrow{"engine/core/", {"engine/core/"}},
    Arrow{"engine/ports/", {"engine/core/", "engine/ports/"}},
    Arrow{"engine/runtime/", {"engine/"}},
    Arrow{"deploy/", {"engine/", "adapters/", "deploy/"}},
    Arrow{"tests/", {"engine/", "adapters/", "deploy/", "tests/"}},
};

// Adapters never include each other, but for what the stores share.
constexpr std::string_view kOfAllStores = "adapters/sql/";
const std::vector<std::string_view> kStores{"adapters/sqlite/", "adapters/postgres/"};

// Third-party headers and the folders that may know them. Tests may know all.
struct Home {
    std::string_view header;
    std::vector<std::string_view> folders;
};

const std::array kHomes{
    Home{"boost/json", {"engine/", "adapters/", "deploy/"}},  // the case data
    Home{
        "boost/",
        {"adapters/http/", "adapters/files/"}},  // Asio, Beast, URL; Locale for catalogues
    Home{
        "openssl/",
        {"adapters/http/",
         "adapters/keys/",
         "adapters/signer/",
         "adapters/identity/"}},  // TLS; keys; signatures; tokens
    Home{"p11-kit/", {"adapters/keys/"}},
    Home{"cjose/", {"adapters/identity/"}},
    Home{"SQLiteCpp/", {"adapters/sqlite/"}},
    Home{"sqlite3.h", {"adapters/sqlite/"}},
    Home{"libpq-fe.h", {"adapters/postgres/"}},
    Home{"re2/", {"adapters/files/"}},
    Home{"toml++/", {"adapters/files/"}},
    Home{"spdlog/", {"adapters/system/"}},
    Home{"fmt/", {"adapters/system/"}},
    Home{"prometheus/", {"adapters/system/"}},
    Home{"date/", {"adapters/system/"}},
    Home{"curl/", {"adapters/notify/"}},
    Home{"mustache", {"adapters/http/web/"}},
    Home{"kainjow/", {"adapters/http/web/"}},
    Home{"CLI/", {"deploy/clarion/"}},
};

const std::array<std::string_view, 8> kNotInCore{
    "thread",
    "mutex",
    "random",
    "filesystem",
    "fstream",
    "iostream",
    "condition_variable",
    "future"};
const std::array<std::string_view, 4> kThreads{"thread", "mutex", "condition_variable", "future"};
// Besides adapters/system: the io threads are the server's, and they share the forms in progress
// (DECISIONS.md 8).
const std::vector<std::string_view> kMayUseThreads{
    "adapters/system/", "adapters/http/server.cpp", "adapters/http/intake/draft_store"};

struct Include {
    std::string name;
    bool ours = false;
};

bool read_include(const std::string& line, Include& into) {
    if (!line.starts_with("#include ")) return false;
    const char end = line[9] == '"' ? '"' : '>';
    const auto close = line.find(end, 10);
    if (close == std::string::npos) return false;
    into = {line.substr(10, close - 10), line[9] == '"'};
    return true;
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
        return text.starts_with(prefix);
    });
}

bool may_include_ours(const std::string& path, const std::string& name) {
    if (path.starts_with("adapters/")) {
        const auto end = path.find('/', std::string_view("adapters/").size());
        const bool is_store = starts_with_any(path, kStores) && name.starts_with(kOfAllStores);
        return name.starts_with("engine/") || is_store || name.starts_with(path.substr(0, end + 1));
    }
    for (const Arrow& arrow : kArrows) {
        if (path.starts_with(arrow.prefix)) return starts_with_any(name, arrow.may_include);
    }
    return false;
}

bool may_include_foreign(const std::string& path, const std::string& name) {
    if (path.starts_with("tests/")) return true;
    const bool is_core = path.starts_with("engine/core/");
    if (is_core && std::find(kNotInCore.begin(), kNotInCore.end(), name) != kNotInCore.end())
        return false;
    const bool is_thread = std::find(kThreads.begin(), kThreads.end(), name) != kThreads.end();
    if (is_thread && !starts_with_any(path, kMayUseThreads)) return false;
    for (const Home& home : kHomes) {
        if (name.starts_with(home.header)) return starts_with_any(path, home.folders);
    }
    return true;
}

std::vector<std::string> wrong_arrows(const std::vector<SourceFile>& files) {
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        for (const std::string& line : file.lines) {
            Include include;
            if (!read_include(line, include)) continue;
            const bool allowed = include.ours ? may_include_ours(file.path, include.name)
                                              : may_include_foreign(file.path, include.name);
            if (!allowed) complaints.push_back(file.path + " may not include " + include.name);
        }
    }
    return complaints;
}

// Every path from a file back to itself through our includes.
std::vector<std::string> circles(const std::vector<SourceFile>& files) {
    std::vector<std::string> complaints;
    std::vector<std::string> path;
    const auto find = [&](const std::string& name) {
        return std::find_if(files.begin(), files.end(), [&](const SourceFile& file) {
            return file.path == name;
        });
    };
    std::vector<std::string> done;
    const auto visit = [&](auto&& self, const SourceFile& file) -> void {
        if (std::find(done.begin(), done.end(), file.path) != done.end()) return;
        if (std::find(path.begin(), path.end(), file.path) != path.end()) {
            return complaints.push_back("circle of includes through " + file.path);
        }
        path.push_back(file.path);
        for (const std::string& line : file.lines) {
            Include include;
            if (!read_include(line, include) || !include.ours) continue;
            if (const auto next = find(include.name); next != files.end()) self(self, *next);
        }
        path.pop_back();
        done.push_back(file.path);
    };
    for (const SourceFile& file : files)
        visit(visit, file);
    return complaints;
}

std::vector<std::string> clock_reads(const std::vector<SourceFile>& files) {
    std::vector<std::string> complaints;
    for (const SourceFile& file : files) {
        if (!file.path.starts_with("engine/core/")) continue;
        for (const std::string& line : file.lines) {
            const bool reads = line.find("clock::now(") != std::string::npos;
            if (reads) complaints.push_back(file.path + " reads a clock: " + line);
        }
    }
    return complaints;
}

}  // namespace

TEST_CASE("structure: includes follow the arrows") {
    const auto complaints = wrong_arrows(our_sources());

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("structure: a wrong arrow is caught") {
    const std::vector<SourceFile> files{
        planted("engine/core/cases/x.cpp", "#include \"engine/ports/case_store.hpp\"\n"),
        planted("adapters/http/x.cpp", "#include \"adapters/sqlite/store.hpp\"\n"),
        planted("adapters/sql/x.cpp", "#include \"adapters/sqlite/store.hpp\"\n"),
        planted("adapters/postgres/x.cpp", "#include \"adapters/sqlite/store.hpp\"\n"),
        planted("engine/core/x.cpp", "#include <filesystem>\n"),
        planted("adapters/http/y.cpp", "#include <SQLiteCpp/SQLiteCpp.h>\n"),
        planted("engine/runtime/x.cpp", "#include <mutex>\n"),
    };

    CHECK(wrong_arrows(files).size() == files.size());
}

TEST_CASE("structure: no circle of includes") {
    const auto complaints = circles(our_sources());

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("structure: a circle is caught") {
    const std::vector<SourceFile> files{
        planted("engine/core/x.hpp", "#include \"engine/core/y.hpp\"\n"),
        planted("engine/core/y.hpp", "#include \"engine/core/x.hpp\"\n"),
    };

    CHECK(circles(files).size() == 1);
}

TEST_CASE("structure: the core reads no clock") {
    const auto complaints = clock_reads(our_sources());
    const auto caught =
        clock_reads({planted("engine/core/x.cpp", "auto t = system_clock::now();\n")});

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
    CHECK(caught.size() == 1);
}
