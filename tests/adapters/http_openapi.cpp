// schemas/openapi.yaml and the route table say the same.
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/adapters/http_api_desk.hpp"

namespace {

using namespace clarion;
using namespace clarion::test;

using Lines = std::set<std::string>;

// The document keeps one shape, two spaces a level: paths, methods, then x-listener and x-access.
Lines lines_of_document(std::istream& document) {
    Lines lines;
    std::string path, method, listener;
    bool in_paths = false;
    for (std::string line; std::getline(document, line);) {
        if (!line.empty() && line.front() != ' ') in_paths = line == "paths:";
        if (!in_paths) continue;
        const auto indent = line.find_first_not_of(' ');
        if (indent == 2) path = line.substr(2, line.size() - 3);
        if (indent == 4) method = line.substr(4, line.size() - 5);
        if (indent != 6) continue;
        std::istringstream words(line);
        std::string name, value;
        words >> name >> value;
        if (name == "x-listener:") listener = value;
        if (name != "x-access:") continue;
        for (char& c : method)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        lines.insert(method + " " + path + " " + listener + " " + value);
    }
    return lines;
}

// OpenAPI has no way to say that a parameter goes on over slashes.
Lines lines_of_table(const std::string& described) {
    Lines lines;
    std::istringstream table(described);
    for (std::string line; std::getline(table, line);) {
        if (const auto dots = line.find("...}"); dots != std::string::npos) line.erase(dots, 3);
        lines.insert(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("openapi: the document and the route table name the same rows, listeners and access") {
    Desk desk;
    std::ifstream document(std::string(CLARION_SOURCE_DIR) + "/schemas/openapi.yaml");
    REQUIRE(document.good());

    const Lines described = lines_of_document(document);
    const Lines table = lines_of_table(describe_routes(desk.router));

    for (const auto& line : table) {
        CAPTURE(line);
        CHECK(described.contains(line));
    }
    for (const auto& line : described) {
        CAPTURE(line);
        CHECK(table.contains(line));
    }
    CHECK(table.size() == desk.router.routes().size());
}

TEST_CASE("openapi: a row that differs is found") {
    std::istringstream planted(
        "paths:\n  /a/{b}:\n    get:\n      x-listener: staff\n      x-access: anyone\n"
        "components:\n  x:\n    y:\n      x-access: staff\n"
    );

    CHECK(lines_of_document(planted) == Lines{"GET /a/{b} staff anyone"});
    CHECK(lines_of_table("GET /a/{b...} staff anyone\n") == Lines{"GET /a/{b} staff anyone"});
}
