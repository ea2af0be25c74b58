#include "deploy/clarion/answer_limits.hpp"

#include <map>
#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

using Names = std::set<std::string>;

// What agencies were asked, by the limit of each (agency_packs.hpp): whoever counts an agency's own
// limit looks there.
constexpr std::string_view kAsked = "asked_within.";

// The limits that are counted where agencies are waited for: a state that counts one by what was
// asked counts them all.
struct Counted {
    Names after;
    bool asks_agencies = false;

    void look_into(const json::value& part) {
        if (const auto* list = part.if_array()) {
            for (const json::value& inner : *list)
                look_into(inner);
        }
        const auto* object = part.if_object();
        if (object == nullptr) return;
        for (const auto& [key, value] : *object) {
            if (key == "after" && value.is_object()) count(value.get_object());
            look_into(value);
        }
    }

private:
    void count(const json::object& limits) {
        if (json::serialize(limits).find(kAsked) == std::string::npos) return;
        asks_agencies = true;
        for (const auto& limit : limits)
            after.emplace(limit.key());
    }
};

// The newest version of each route: those before it take no new requests.
std::map<std::string, files::RouteFile> newest_routes(const files::FileSet& house) {
    std::map<std::string, files::RouteFile> newest;
    for (const files::RouteFile& route : files::routes_of(house, files::scheme_of(house))) {
        auto& known = newest[route.route];
        const bool is_newer =
            known.version.size() < route.version.size() ||
            (known.version.size() == route.version.size() && known.version < route.version);
        if (is_newer) known = route;
    }
    return newest;
}

void check_counted(
    const json::object& catalogue, const std::string& path, const Names& after, Problems& problems
) {
    const json::array& agencies = catalogue.at("agencies").as_array();
    for (std::size_t index = 0; index < agencies.size(); ++index) {
        const std::string limit(agencies[index].at("answer_within").as_string());
        if (after.contains(limit)) continue;
        problems.push_back(
            {"/agencies/" + std::to_string(index) + "/answer_within",
             "no `after` in " + path + " counts \"" + limit +
                 "\": nobody would be told that this agency is late"}
        );
    }
}

void check_limits(const json::object& catalogue, const files::FileSet& house, Problems& problems) {
    const json::object profile = files::profile_of(house, files::scheme_of(house));
    const auto* limits = profile.if_contains("limits");
    if (limits == nullptr || !limits->is_object()) return;
    const json::array& agencies = catalogue.at("agencies").as_array();
    for (std::size_t index = 0; index < agencies.size(); ++index) {
        const auto& limit = agencies[index].at("answer_within").as_string();
        if (!limits->get_object().contains(limit))
            problems.push_back(
                {"/agencies/" + std::to_string(index) + "/answer_within",
                 "is no limit of the profile"}
            );
    }
}

}  // namespace

Problems answer_limit_problems(const json::object& catalogue, const files::FileSet& house) {
    Problems problems;
    try {
        check_limits(catalogue, house, problems);
        for (const auto& [name, route] : newest_routes(house)) {
            Counted counted;
            counted.look_into(
                files::parse_json_object(route.path, files::file_named(house, route.path))
            );
            if (counted.asks_agencies)
                check_counted(catalogue, route.path, counted.after, problems);
        }
    } catch (const files::FileProblem&) {
        return problems;
    }
    return problems;
}

}  // namespace clarion::deploy
