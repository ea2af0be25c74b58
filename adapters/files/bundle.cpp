#include "adapters/files/bundle.hpp"

#include <re2/re2.h>

#include "adapters/files/json_text.hpp"
#include "engine/core/access/policy.hpp"

namespace clarion::files {

namespace json = core::json;

namespace {

json::object load(const FileSet& files, const std::string& path) {
    return parse_json_object(path, file_named(files, path));
}

json::object all_forms(const FileSet& files) {
    json::object forms;
    static const re2::RE2 kForm(R"(schemas/forms/([a-z0-9-]+)\.schema\.json)");
    for (const auto& [path, text] : files) {
        std::string name;
        if (re2::RE2::FullMatch(path, kForm, &name)) forms[name] = parse_json_object(path, text);
    }
    return forms;
}

// Who can be asked, pinned with the process that asks them.
json::object catalogue_of(const FileSet& files) {
    json::object catalogue;
    for (const char* name : {"systems", "agencies"}) {
        const auto path = "workflows/catalogue/" + std::string(name) + ".json";
        catalogue[name] = load(files, path).at(name);
    }
    return catalogue;
}

json::object profile_of(const FileSet& files, const std::string& scheme) {
    return load(files, "workflows/" + scheme + "/profile.json");
}

}  // namespace

json::object bundle_with(
    const FileSet& files, const std::string& scheme, WrittenDefinition written
) {
    json::object profile = profile_of(files, scheme);
    const auto* calendar = profile.if_contains("calendar");
    if (calendar == nullptr || !calendar->is_string()) {
        throw FileProblem("workflows/" + scheme + "/profile.json#/calendar: must name a calendar");
    }
    const auto calendar_path =
        "workflows/calendars/" + std::string(calendar->get_string()) + ".json";
    json::object bundle;
    bundle["id"] = written.id;
    bundle["version"] = written.version;
    bundle["definition"] = std::move(written.definition);
    bundle["calendar"] = load(files, calendar_path);
    bundle["profile"] = std::move(profile);
    bundle["forms"] = all_forms(files);
    bundle["catalogue"] = catalogue_of(files);
    return bundle;
}

std::vector<std::string> make_bundles(const FileSet& files) {
    static const re2::RE2 kDefinition(R"(workflows/([a-z0-9-]+)/([a-z0-9-]+)\.v([0-9]+)\.json)");
    std::vector<std::string> bundles;
    for (const auto& [path, text] : files) {
        std::string scheme;
        std::string route;
        std::string version;
        if (!re2::RE2::FullMatch(path, kDefinition, &scheme, &route, &version)) continue;
        const json::object bundle = bundle_with(
            files,
            scheme,
            {.id = scheme + "." + route,
             .version = version,
             .definition = parse_json_object(path, text)}
        );
        bundles.push_back(json::serialize(bundle));
    }
    return bundles;
}

core::statechart::LintCatalogue lint_catalogue(const FileSet& files, const std::string& scheme) {
    core::statechart::LintCatalogue catalogue;
    for (const auto& form : all_forms(files))
        catalogue.forms.emplace(form.key());
    for (const auto& role : core::known_roles())
        catalogue.roles.insert(role);
    const json::object profile = profile_of(files, scheme);
    if (const auto* limits = profile.if_contains("limits");
        limits != nullptr && limits->is_object()) {
        for (const auto& limit : limits->get_object())
            catalogue.delays.emplace(limit.key());
    }
    if (const auto* ladders = profile.if_contains("reminders");
        ladders != nullptr && ladders->is_object()) {
        for (const auto& ladder : ladders->get_object())
            catalogue.ladders.emplace(ladder.key());
    }
    catalogue.effects = {"request_check", "send_message", "notify_staff", "open_linked_case"};
    return catalogue;
}

}  // namespace clarion::files
