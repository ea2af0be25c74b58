#include "deploy/clarion/house_lint.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/files/schema.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/http/intake/journey.hpp"
#include "deploy/clarion/answer_limits.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "deploy/clarion/clock_origins.hpp"
#include "deploy/clarion/policy_lint.hpp"
#include "deploy/clarion/profile_lint.hpp"
#include "engine/core/simulation/model.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::array<std::string_view, 4> kUnits{
    "minutes", "hours", "calendar_days", "working_days"};
constexpr std::array<std::string_view, 4> kStatuses{
    "confirmed", "single_source", "recalled", "design"};

template <class List>
bool is_one_of(const json::value* value, const List& list) {
    return value != nullptr && value->is_string() &&
           std::find(list.begin(), list.end(), std::string_view(value->get_string())) != list.end();
}

void check_limit(const std::string& pointer, const json::value& value, Problems& problems) {
    const auto* limit = value.if_object();
    if (limit == nullptr) return problems.push_back({pointer, "must be an object"});
    const auto* amount = limit->if_contains("value");
    if (amount == nullptr || !amount->is_int64() || amount->get_int64() < 0) {
        problems.push_back({pointer + "/value", "must be a whole number, not below 0"});
    }
    if (!is_one_of(limit->if_contains("unit"), kUnits)) {
        problems.push_back(
            {pointer + "/unit", "must be minutes, hours, calendar_days or working_days"}
        );
    }
    if (!is_one_of(limit->if_contains("status"), kStatuses)) {
        problems.push_back({pointer + "/status", "must say how sure the figure is"});
    }
    for (const char* name : {"from", "title", "source"}) {
        const auto* text = limit->if_contains(name);
        if (text == nullptr || !text->is_string() || text->get_string().empty()) {
            problems.push_back({pointer + "/" + name, "is missing"});
        }
    }
    for (const char* name : {"verified_by", "verified_on"}) {
        if (!limit->contains(name))
            problems.push_back({pointer + "/" + name, "is missing; null when nobody did"});
    }
}

void check_surroundings(
    const json::object& profile, const files::FileSet& house, Problems& problems
) {
    for (const char* name : {"id", "title", "zone", "calendar"}) {
        const auto* text = profile.if_contains(name);
        if (text == nullptr || !text->is_string() || text->get_string().empty()) {
            problems.push_back({std::string("/") + name, "is missing"});
        }
    }
    const auto* calendar = profile.if_contains("calendar");
    if (calendar != nullptr && calendar->is_string() &&
        !house.contains("workflows/calendars/" + std::string(calendar->get_string()) + ".json")) {
        problems.push_back({"/calendar", "there is no such calendar"});
    }
    const auto* facts = profile.if_contains("facts");
    if (facts == nullptr || !facts->is_object()) return;
    for (const auto& [name, fact] : facts->get_object()) {
        const std::string pointer = "/facts/" + std::string(name);
        const auto* written = fact.if_object();
        const bool is_whole = written != nullptr && written->contains("value") &&
                              written->contains("source") && written->contains("verified_by") &&
                              written->contains("verified_on") &&
                              is_one_of(written->if_contains("status"), kStatuses);
        if (!is_whole) {
            problems.push_back({pointer, "needs value, source, status, verified_by and verified_on"}
            );
        }
    }
}

// A limit that nothing names is counted by nobody. Not wrong: a later version may want it.
void note_unused_limits(
    const json::object& profile, const files::FileSet& house, Problems& problems
) {
    const auto* reminders = profile.if_contains("reminders");
    const std::string ladders = reminders == nullptr ? "" : json::serialize(*reminders);
    for (const auto& member : profile.at("limits").as_object()) {
        const std::string name = '"' + std::string(member.key()) + '"';
        const bool is_used = ladders.find(name) != std::string::npos ||
                             std::any_of(house.begin(), house.end(), [&](const auto& file) {
                                 const auto& [path, text] = file;
                                 return path.starts_with("workflows/") &&
                                        !path.ends_with("/profile.json") &&
                                        text.find(name) != std::string::npos;
                             });
        if (is_used) continue;
        problems.push_back(
            {"/limits/" + std::string(member.key()),
             "no workflow, ladder or agency names it: nothing is ever held to it",
             core::statechart::Severity::note}
        );
    }
}

// The schema at a pointer into the form; null when the form has no such place. Follows $ref to
// $defs.
const json::object* schema_at(const json::object& form, std::string_view pointer) {
    const auto resolved = [&form](const json::object* schema) {
        const auto* reference = schema == nullptr ? nullptr : schema->if_contains("$ref");
        if (reference == nullptr) return schema;
        const auto name =
            std::string_view(reference->as_string()).substr(std::string_view("#/$defs/").size());
        return form.at("$defs").as_object().at(name).if_object();
    };
    const json::object* schema = &form;
    while (schema != nullptr && !pointer.empty()) {
        const auto end = std::min(pointer.find('/', 1), pointer.size());
        const auto name = pointer.substr(1, end - 1);
        const auto* properties = schema->if_contains("properties");
        const auto* property =
            properties == nullptr ? nullptr : properties->as_object().if_contains(name);
        schema = property == nullptr ? nullptr : resolved(property->if_object());
        pointer = pointer.substr(end);
    }
    return schema;
}

void check_place(
    const json::object& form,
    const std::string& wanted,
    const std::string& where,
    Problems& problems
) {
    if (schema_at(form, wanted) == nullptr) {
        problems.push_back({where, "the request's form has no place " + wanted});
    }
}

void check_field(
    const json::object& form,
    const json::object& field,
    const std::string& where,
    Problems& problems
) {
    const bool has_own_places = field.at("kind").as_string() == "flags";
    if (!has_own_places)
        check_place(
            form, std::string(field.at("pointer").as_string()), where + "/pointer", problems
        );
    const auto* options = field.if_contains("options");
    if (options == nullptr) return;
    for (std::size_t index = 0; index < options->as_array().size(); ++index) {
        const auto* place = options->as_array()[index].as_object().if_contains("pointer");
        if (place == nullptr) continue;
        check_place(
            form,
            std::string(place->as_string()),
            where + "/options/" + std::to_string(index),
            problems
        );
    }
}

}  // namespace

Problems profile_problems(const json::object& profile, const files::FileSet& house) {
    Problems problems;
    check_surroundings(profile, house, problems);
    for (const auto& [name, limit] : profile.at("limits").as_object()) {
        check_limit("/limits/" + std::string(name), limit, problems);
    }
    note_unused_limits(profile, house, problems);
    check_clock_origins(profile, house, problems);
    check_policy(profile, house, problems);
    Problems parts = profile_part_problems(profile, house);
    problems.insert(problems.end(), parts.begin(), parts.end());
    return problems;
}

Problems catalogue_problems(
    const std::string& name, const json::object& catalogue, const files::FileSet& house
) {
    const std::string path = "schemas/catalogue/" + name + ".schema.json";
    if (!house.contains(path)) return {{"", "there is no " + path + " to hold it against"}};
    const auto schema =
        files::compile_schema(files::parse_json_object(path, files::file_named(house, path)));
    if (!schema) return schema.error();
    Problems problems;
    for (const auto& error : files::check(**schema, json::value(catalogue), {"", {}})) {
        problems.push_back({error.field, error.code + ": " + error.message});
    }
    if (!problems.empty()) return problems;
    for (const auto& [list_name, list] : catalogue) {
        if (!list.is_array()) continue;
        std::set<std::string> seen;
        for (std::size_t index = 0; index < list.get_array().size(); ++index) {
            const auto* entry = list.get_array()[index].if_object();
            const auto* id = entry == nullptr ? nullptr : entry->if_contains("id");
            if (id == nullptr || seen.emplace(id->as_string()).second) continue;
            problems.push_back(
                {"/" + std::string(list_name) + "/" + std::to_string(index) + "/id",
                 "is there twice"}
            );
        }
    }
    if (name != "agencies") return problems;
    Problems limits = answer_limit_problems(catalogue, house);
    problems.insert(problems.end(), limits.begin(), limits.end());
    return problems;
}

Problems extension_problems(const json::object& written, const files::FileSet& house) {
    Problems problems;
    const auto* base = written.if_contains("extends");
    if (base == nullptr || !base->is_string()) return problems;
    const json::object under = files::profile_of(house, std::string_view(base->get_string()));
    const auto* own = written.if_contains("limits");
    for (const auto& [name, limit] : under.at("limits").as_object()) {
        const bool is_said = own != nullptr && own->is_object() && own->get_object().contains(name);
        const auto* status = limit.as_object().if_contains("status");
        if (is_said || (status != nullptr && *status == "design")) continue;
        problems.push_back(
            {"/limits/" + std::string(name),
             "is missing: what it extends has it from sources of its own"}
        );
    }
    return problems;
}

Problems journey_problems(const json::object& journey, const files::FileSet& house) {
    try {
        static_cast<void>(http::intake::read_journey(journey));
    } catch (const http::intake::BadJourney& bad) {
        return {{"", bad.what()}};
    }
    constexpr std::string_view kForm = "schemas/forms/request.schema.json";
    const json::object form = files::parse_json_object(kForm, files::file_named(house, kForm));
    Problems problems;
    const json::array& pages = journey.at("pages").as_array();
    for (std::size_t page = 0; page < pages.size(); ++page) {
        const auto* fields = pages[page].as_object().if_contains("fields");
        if (fields == nullptr) continue;
        for (std::size_t index = 0; index < fields->as_array().size(); ++index) {
            const std::string where =
                "/pages/" + std::to_string(page) + "/fields/" + std::to_string(index);
            check_field(form, fields->as_array()[index].as_object(), where, problems);
        }
    }
    return problems;
}

Problems scheme_problems(const json::object& choice, const files::FileSet& house) {
    Problems problems;
    for (const auto& member : choice) {
        if (member.key() != "scheme")
            problems.push_back({"/" + std::string(member.key()), "is not a known key here"});
    }
    const auto schemes = files::schemes_in(house);
    if (!is_one_of(choice.if_contains("scheme"), schemes))
        problems.push_back({"/scheme", "must name a folder of workflows/ that has a profile"});
    return problems;
}

Problems simulation_problems(const json::object& model, const files::FileSet& house) {
    Problems problems;
    const auto agencies = catalogue_ids(house, "agencies", problems);
    if (!agencies) return problems;
    auto read = core::simulation::read_model(model, {agencies->begin(), agencies->end()});
    return read ? Problems{} : std::move(read).error();
}

}  // namespace clarion::deploy
