#include "adapters/files/bundle.hpp"

#include <re2/re2.h>

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/cases/advance.hpp"

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

// Who can be asked and with which instruments, pinned with the process that asks them.
json::object catalogue_of(const FileSet& files) {
    json::object catalogue;
    for (const char* name : {"systems", "agencies"}) {
        const auto path = "workflows/catalogue/" + std::string(name) + ".json";
        catalogue[name] = load(files, path).at(name);
    }
    json::array instruments;
    for (const auto& [path, text] : files) {
        if (!path.starts_with("workflows/instruments/")) continue;
        instruments.emplace_back(parse_json_object(path, text));
    }
    catalogue["instruments"] = std::move(instruments);
    return catalogue;
}

// How the scheme calls a route, where its profile says.
const json::value* title_of(const json::object& profile, std::string_view id) {
    const json::value* routes = profile.if_contains("routes");
    const json::object* all = routes == nullptr ? nullptr : routes->if_object();
    const json::value* own =
        all == nullptr ? nullptr : all->if_contains(id.substr(id.rfind('.') + 1));
    const json::object* said = own == nullptr ? nullptr : own->if_object();
    return said == nullptr ? nullptr : said->if_contains("title");
}

void add_fields(
    const json::object& form,
    const json::object& schema,
    const std::string& path,
    std::set<std::string>& fields
) {
    constexpr std::string_view kDefinitions = "#/$defs/";
    if (const auto* reference = schema.if_contains("$ref")) {
        const std::string_view name = std::string_view(reference->as_string());
        const auto& definitions = form.at("$defs").as_object();
        const auto& named = definitions.at(name.substr(kDefinitions.size()));
        return add_fields(form, named.as_object(), path, fields);
    }
    const auto* properties = schema.if_contains("properties");
    if (properties == nullptr) return;
    for (const auto& [name, property] : properties->as_object()) {
        const std::string below = (path.empty() ? "" : path + ".") + std::string(name);
        fields.insert(below);
        if (property.is_object()) add_fields(form, property.get_object(), below, fields);
    }
}

core::statechart::LintForm form_facts(const json::object& form) {
    core::statechart::LintForm facts;
    add_fields(form, form, "", facts.fields);
    const auto add_needs = [&form](const char* key, std::set<std::string>& needs) {
        const auto* names = form.if_contains(key);
        if (names == nullptr) return;
        for (const auto& name : names->as_array())
            needs.emplace(name.as_string());
    };
    add_needs("x-needs", facts.needs);
    add_needs("x-needs-once", facts.needs_once);
    return facts;
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
    if (const auto* title = title_of(profile, written.id)) bundle["title"] = *title;
    bundle["version"] = written.version;
    bundle["definition"] = std::move(written.definition);
    bundle["calendar"] = load(files, calendar_path);
    bundle["profile"] = std::move(profile);
    bundle["forms"] = all_forms(files);
    bundle["catalogue"] = catalogue_of(files);
    return bundle;
}

std::vector<std::string> make_bundles(const FileSet& files, const std::string& scheme) {
    std::vector<std::string> bundles;
    for (const RouteFile& route : routes_of(files, scheme)) {
        const json::object bundle = bundle_with(
            files,
            scheme,
            {.id = scheme + "." + route.route,
             .version = route.version,
             .definition = load(files, route.path)}
        );
        bundles.push_back(json::serialize(bundle));
    }
    return bundles;
}

std::vector<std::string> make_bundles(const FileSet& files) {
    return make_bundles(files, scheme_of(files));
}

core::statechart::LintCatalogue lint_catalogue(const FileSet& files, const std::string& scheme) {
    core::statechart::LintCatalogue catalogue;
    for (const auto& [name, form] : all_forms(files))
        catalogue.forms.emplace(name, form_facts(form.as_object()));
    for (const auto& role : core::known_roles())
        catalogue.roles.insert(role);
    catalogue.given = {"received_at", std::string(core::kLinks)};
    catalogue.given.insert(core::kOpeningNames.begin(), core::kOpeningNames.end());
    catalogue.profile = profile_of(files, scheme);
    const json::object& profile = catalogue.profile;
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
    for (const RouteFile& route : routes_of(files, scheme))
        catalogue.routes.insert(route.route);
    catalogue.effects = {
        "request_check", "send_message", "notify_staff", "open_linked_case", "link_case"};
    return catalogue;
}

}  // namespace clarion::files
