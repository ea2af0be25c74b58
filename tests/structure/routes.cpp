// The route table against the API's description: neither may hold what the other does not.
#include <doctest/doctest.h>

#include <set>

#include "adapters/files/json_text.hpp"
#include "deploy/clarion/child_server.hpp"
#include "deploy/clarion/front_of_house.hpp"
#include "deploy/clarion/house.hpp"
#include "tests/structure/source_tree.hpp"

namespace {

namespace json = clarion::core::json;
using clarion::deploy::house_files;
using clarion::structure::joined;

// Takes no work: the table is looked at, not called.
class ClosedQueue final : public clarion::runtime::WorkQueue {
public:
    bool offer(clarion::runtime::Work) override { return false; }
};

// Texts of the public listener (robots.txt, security.txt) are no part of the API.
bool is_described(std::string_view pattern, clarion::http::ListenerKind listener) {
    if (pattern == "/.well-known/security.txt") return false;
    return pattern.starts_with("/api/") || pattern.starts_with("/.well-known/") ||
           listener == clarion::http::ListenerKind::admin;
}

std::string described_pattern(std::string_view pattern) {
    std::string text(pattern);
    if (const auto rest = text.find("...}"); rest != std::string::npos) text.erase(rest, 3);
    return text;
}

// "METHOD /path" of every row a machine may call.
std::set<std::string> rows_of(const clarion::http::Router& router) {
    std::set<std::string> rows;
    for (const auto& route : router.routes()) {
        if (!is_described(route.pattern, route.listener)) continue;
        const bool is_post = route.method == clarion::http::Method::post;
        rows.insert((is_post ? "POST " : "GET ") + described_pattern(route.pattern));
    }
    return rows;
}

std::set<std::string> rows_of(const json::object& openapi) {
    std::set<std::string> rows;
    for (const auto& [path, item] : openapi.at("paths").as_object()) {
        for (const auto& method : item.as_object()) {
            if (method.key() == "get") rows.insert("GET " + std::string(path));
            if (method.key() == "post") rows.insert("POST " + std::string(path));
        }
    }
    return rows;
}

std::vector<std::string> differences(
    const std::set<std::string>& routed, const std::set<std::string>& described
) {
    std::vector<std::string> complaints;
    for (const auto& row : routed) {
        if (!described.contains(row))
            complaints.push_back(row + " answers, but openapi.yaml does not say so");
    }
    for (const auto& row : described) {
        if (!routed.contains(row)) complaints.push_back(row + " is described, but nothing answers");
    }
    return complaints;
}

json::object description() {
    return clarion::files::parse_json_object(
        "openapi.json", clarion::files::file_named(house_files({}), "schemas/openapi.json")
    );
}

}  // namespace

TEST_CASE("routes: the table and openapi.yaml hold the same rows") {
    const clarion::deploy::TemporaryFolder folder;
    const clarion::deploy::DataFolder data{folder.path() / "data"};
    clarion::deploy::make_data_folder(data);
    const auto house = house_files({});
    clarion::deploy::EngineRoom room(data, house, "localhost/clarion/test");
    ClosedQueue queue;
    const clarion::deploy::FrontOfHouse front(room, queue, house, {.demo = true, .readiness = {}});

    const auto complaints = differences(rows_of(front.router()), rows_of(description()));

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
    CHECK(rows_of(front.router()).size() > 15);
}

TEST_CASE("routes: a row that only one side knows is caught") {
    const auto described = rows_of(description());
    auto more = described;
    more.insert("GET /api/v1/secrets");

    CHECK(differences(more, described).size() == 1);
    CHECK(differences(described, more).size() == 1);
}
