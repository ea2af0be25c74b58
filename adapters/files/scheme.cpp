#include "adapters/files/scheme.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "adapters/files/json_text.hpp"

namespace clarion::files {

namespace json = core::json;

namespace {

std::string folder_of(std::string_view scheme) {
    return "workflows/" + std::string(scheme) + "/";
}

std::string profile_path(std::string_view scheme) {
    return folder_of(scheme) + "profile.json";
}

// Empty: it stands on its own.
std::string base_of(const json::object& profile, std::string_view scheme) {
    const json::value* base = profile.if_contains("extends");
    if (base == nullptr) return {};
    if (!base->is_string()) {
        throw FileProblem(profile_path(scheme) + "#/extends: must name a scheme");
    }
    return std::string(base->get_string());
}

void lay_over(json::object& under, const json::object& over) {
    for (const auto& [key, value] : over) {
        const json::object* members = value.if_object();
        json::value& place = under[key];
        if (members == nullptr || !place.is_object()) {
            place = value;
            continue;
        }
        for (const auto& [name, member] : *members) {
            if (member.is_null()) {
                place.get_object().erase(name);
            } else {
                place.get_object()[name] = member;
            }
        }
    }
}

std::vector<RouteFile> routes_in_folder(const FileSet& files, std::string_view scheme) {
    static const re2::RE2 kDefinition(R"(workflows/([a-z0-9-]+)/([a-z0-9-]+)\.v([0-9]+)\.json)");
    std::vector<RouteFile> found;
    for (const auto& file : files) {
        std::string folder;
        RouteFile route{.path = file.first, .route = {}, .version = {}};
        const bool is_route =
            re2::RE2::FullMatch(file.first, kDefinition, &folder, &route.route, &route.version);
        if (is_route && folder == scheme) found.push_back(std::move(route));
    }
    return found;
}

}  // namespace

std::string scheme_of(const FileSet& files) {
    if (!files.contains(kHouseFile)) {
        const auto schemes = schemes_in(files);
        if (schemes.size() == 1) return schemes.front();
        throw FileProblem(std::string(kHouseFile) + ": must name one of the schemes");
    }
    const json::object house = parse_json_object(kHouseFile, file_named(files, kHouseFile));
    const json::value* scheme = house.if_contains("scheme");
    if (scheme == nullptr || !scheme->is_string()) {
        throw FileProblem(std::string(kHouseFile) + "#/scheme: must name a scheme");
    }
    const std::string name(scheme->get_string());
    if (!files.contains(profile_path(name))) {
        throw FileProblem(std::string(kHouseFile) + "#/scheme: there is no " + profile_path(name));
    }
    return name;
}

std::vector<std::string> schemes_in(const FileSet& files) {
    static const re2::RE2 kProfile(R"(workflows/([a-z0-9-]+)/profile\.json)");
    std::vector<std::string> schemes;
    for (const auto& file : files) {
        std::string scheme;
        if (re2::RE2::FullMatch(file.first, kProfile, &scheme)) schemes.push_back(scheme);
    }
    return schemes;
}

json::object written_profile(const FileSet& files, std::string_view scheme) {
    const std::string path = profile_path(scheme);
    return parse_json_object(path, file_named(files, path));
}

json::object profile_of(const FileSet& files, std::string_view scheme) {
    json::object own = written_profile(files, scheme);
    const std::string base = base_of(own, scheme);
    if (base.empty()) return own;
    json::object whole = written_profile(files, base);
    if (whole.contains("extends")) {
        throw FileProblem(
            profile_path(scheme) + "#/extends: " + base + " extends another; name that one"
        );
    }
    own.erase("extends");
    lay_over(whole, own);
    return whole;
}

std::string path_in_scheme(const FileSet& files, std::string_view scheme, std::string_view name) {
    const std::string own = folder_of(scheme) + std::string(name);
    const std::string base = base_of(written_profile(files, scheme), scheme);
    const bool is_there = std::any_of(files.begin(), files.end(), [&own](const auto& file) {
        return file.first.starts_with(own);
    });
    return is_there || base.empty() ? own : folder_of(base) + std::string(name);
}

std::vector<RouteFile> routes_of(const FileSet& files, std::string_view scheme) {
    std::vector<RouteFile> routes = routes_in_folder(files, scheme);
    const std::string base = base_of(written_profile(files, scheme), scheme);
    if (base.empty()) return routes;
    const std::vector<RouteFile> own = routes;
    for (RouteFile& route : routes_in_folder(files, base)) {
        const bool is_replaced = std::any_of(own.begin(), own.end(), [&](const RouteFile& other) {
            return other.route == route.route;
        });
        if (!is_replaced) routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace clarion::files
