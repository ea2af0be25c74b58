#include "deploy/clarion/profile_lint.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/files/postcode.hpp"
#include "adapters/files/telephone.hpp"
#include "adapters/http/web/look.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "engine/core/access/detection.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/cases/retention.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/runtime/sending_counts.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;
using Names = std::set<std::string>;

constexpr std::array<std::string_view, 32> kKeys{
    "extends",    "id",        "title",         "force",         "zone",
    "calendar",   "languages", "requests",      "routes",        "limits",
    "reminders",  "day_zero",  "policy",        "forum",         "forum_note",
    "agencies",   "referrals", "messages",      "exit",          "support_service",
    "help_now",   "retention", "facts",         "pause_allowed", "decision_authority",
    "statistics", "forecast",  "accessibility", "misuse",        "audit",
    "watch",      "stops"};
constexpr std::array kMisuseCounts{
    "days", "same_subject", "same_applicant", "same_network", "network_people", "people_named"};

bool is_text(const json::value& value) {
    return value.is_string() && !value.get_string().empty();
}

bool is_date(const json::value& value) {
    return value.is_string() &&
           core::parse_rfc3339(std::string(value.get_string()) + "T00:00:00Z").has_value();
}

bool is_list_of_texts(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr && std::all_of(list->begin(), list->end(), is_text);
}

Names texts_in(const json::value* list) {
    Names names;
    const json::array* all = list == nullptr ? nullptr : list->if_array();
    if (all == nullptr) return names;
    for (const json::value& name : *all) {
        if (name.is_string()) names.emplace(name.get_string());
    }
    return names;
}

class PartLint {
public:
    PartLint(const json::object& profile, const files::FileSet& house)
        : profile_(profile), house_(house) {}

    Problems run() {
        for (const auto& [key, value] : profile_) {
            if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
                complain("/" + std::string(key), "is not a known key here");
        }
        texts();
        routes();
        reminders();
        watch();
        authority();
        referrals();
        messages();
        forecast();
        misuse();
        verification();
        return std::move(problems_);
    }

private:
    using Test = bool (*)(const json::value&);
    using Members = std::function<void(const std::string& pointer, const json::object&)>;

    void complain(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    void member(
        const json::object& object, const std::string& pointer, Test test, const char* reason
    ) {
        const auto* found = object.if_contains(pointer.substr(pointer.rfind('/') + 1));
        if (found == nullptr || !test(*found)) complain(pointer, reason);
    }

    // Runs on each member of the object at `key`; every one must be an object itself.
    void each_in(const json::object& object, const std::string& pointer, const Members& visit) {
        const auto* found = object.if_contains(pointer.substr(pointer.rfind('/') + 1));
        const json::object* all = found == nullptr ? nullptr : found->if_object();
        if (all == nullptr) return complain(pointer, "must be an object");
        for (const auto& [name, value] : *all) {
            const std::string place = pointer + "/" + std::string(name);
            if (const auto* one = value.if_object()) {
                visit(place, *one);
            } else {
                complain(place, "must be an object");
            }
        }
    }

    const json::object* part(const char* key) {
        const auto* found = profile_.if_contains(key);
        const json::object* object = found == nullptr ? nullptr : found->if_object();
        if (object == nullptr) complain(std::string("/") + key, "must be an object");
        return object;
    }

    void texts() {
        const auto members = [this](const char* key, const auto& names, Test test) {
            const json::object* object = part(key);
            if (object == nullptr) return;
            for (const char* name : names)
                member(*object, std::string("/") + key + "/" + name, test, "must be a text");
        };
        using Two = std::array<const char*, 2>;
        members("force", std::array{"id", "name", "telephone", "emergency"}, is_text);
        members("exit", Two{"target", "title"}, is_text);
        members("support_service", Two{"name", "telephone"}, is_text);
        members("help_now", std::array{"emergency"}, is_text);
        members("help_now", std::array{"helplines"}, is_list_of_texts);
        // Not every place has such a number.
        where_said("force", "non_emergency");
        look();
        where_said("help_now", "silent");
        where_said("help_now", "relay_text");
        members("accessibility", std::array{"prepared_on"}, is_date);
        where_said("accessibility", "tested_by");
        where_said("accessibility", "appeal");
        members("retention", std::array{"classes"}, is_list_of_texts);
        retention();
        member(profile_, "/languages", is_list_of_texts, "must be a list of languages");
        member(profile_, "/day_zero", is_text, "must say which day is day nought");
        member(
            profile_,
            "/pause_allowed",
            [](const json::value& value) { return value.is_bool(); },
            "must be true or false"
        );
    }

    void retention() {
        std::vector<core::statechart::Problem> problems;
        static_cast<void>(core::read_retention(profile_, problems));
        for (const auto& problem : problems)
            complain(problem.pointer, problem.reason);
    }

    void where_said(const char* key, const char* name) {
        const auto* object = profile_.if_contains(key);
        if (object == nullptr || !object->is_object()) return;
        const auto* found = object->get_object().if_contains(name);
        if (found != nullptr && !is_text(*found))
            complain(std::string("/") + key + "/" + name, "must be a text");
    }

    void look() {
        const auto* force = profile_.if_contains("force");
        if (force == nullptr || !force->is_object()) return;
        if (const auto* colour = force->get_object().if_contains("colour")) {
            const std::string complaint =
                is_text(*colour) ? http::web::complaint_about_colour(colour->get_string().c_str())
                                 : "must be a text";
            if (!complaint.empty()) complain("/force/colour", complaint);
        }
        const auto* region = force->get_object().if_contains("telephone_region");
        const bool is_known = region != nullptr && is_text(*region) &&
                              files::is_telephone_region(region->get_string().c_str());
        if (!is_known) complain("/force/telephone_region", "must be a country, such as GB");
        for (const auto& [place, problem] : files::complaints_about_postcodes(profile_))
            complain(place, problem);
        where_said("force", "mark");
        const auto* mark = force->get_object().if_contains("mark");
        if (mark != nullptr && is_text(*mark)) draws(std::string(mark->get_string()));
    }

    // Of its own folder or of the one it extends; more cannot be known here.
    void draws(const std::string& mark) {
        bool is_there = false;
        for (const auto& [path, svg] : house_) {
            if (!path.starts_with("workflows/") || !path.ends_with("/" + mark)) continue;
            is_there = true;
            const std::string complaint = http::web::complaint_about_mark(svg);
            if (!complaint.empty()) complain("/force/mark", path + " " + complaint);
        }
        if (!is_there) complain("/force/mark", "names a file that is not there: " + mark);
    }

    void routes() {
        Names known;
        each_in(profile_, "/routes", [&](const std::string& pointer, const json::object& route) {
            member(route, pointer + "/title", is_text, "must be a text");
            known.insert(pointer.substr(pointer.rfind('/') + 1));
        });
        const auto* requests = profile_.if_contains("requests");
        const bool is_known = requests != nullptr && requests->is_string() &&
                              known.contains(std::string(requests->get_string()));
        if (!is_known) complain("/requests", "must name the route that requests take");
    }

    void watch() {
        const json::object* written = part("watch");
        std::vector<core::statechart::Problem> problems;
        if (written != nullptr)
            static_cast<void>(core::read_detection(*written, "/watch", problems));
        for (const auto& problem : problems)
            complain(problem.pointer, problem.reason);
    }

    void reminders() {
        const json::object* ladders = part("reminders");
        const auto* limits = profile_.if_contains("limits");
        if (ladders == nullptr || limits == nullptr || !limits->is_object()) return;
        for (const auto& [name, ladder] : *ladders) {
            const std::string pointer = "/reminders/" + std::string(name);
            const json::array* steps = ladder.if_array();
            if (steps == nullptr || steps->empty()) {
                complain(pointer, "must be a list of limits");
                continue;
            }
            for (std::size_t index = 0; index < steps->size(); ++index) {
                const json::string* step = (*steps)[index].if_string();
                if (step == nullptr || !limits->get_object().contains(*step))
                    complain(pointer + "/" + std::to_string(index), "is not a limit");
            }
        }
    }

    // The values that a choice of a form offers; empty, and said, when the form cannot be read.
    Names choices(const char* form, const char* field) {
        const std::string path = std::string("schemas/forms/") + form + ".schema.json";
        try {
            const auto schema = files::parse_json_object(path, files::file_named(house_, path));
            return texts_in(&schema.at("properties").at(field).at("enum"));
        } catch (const std::exception&) {
            complain("", std::string("cannot be held against ") + path + ": it is broken");
            return {};
        }
    }

    // For every risk and every kind of content somebody proposes and somebody approves.
    void authority() {
        const json::object* all = part("decision_authority");
        const auto* routes = profile_.if_contains("routes");
        if (all == nullptr || routes == nullptr || !routes->is_object()) return;
        const Names grades = choices("risk", "grade");
        const Names contents = choices("decision", "content_class");
        for (const auto& member_of_routes : routes->get_object()) {
            std::string route = member_of_routes.key();
            std::replace(route.begin(), route.end(), '-', '_');
            for (const std::string& grade : grades) {
                for (const std::string& content : contents)
                    decides("/" + route + "/" + grade + "/" + content, *all);
            }
        }
    }

    void decides(const std::string& place, const json::object& all) {
        const auto& roles = core::known_roles();
        for (const char* act : {"proposes", "approves"}) {
            const std::string below = place + "/" + act;
            boost::system::error_code error;
            const json::value whole(all);
            const auto* found = whole.find_pointer(below, error);
            const bool is_role =
                found != nullptr && found->is_string() &&
                std::find(roles.begin(), roles.end(), found->get_string().c_str()) != roles.end();
            if (!is_role) complain("/decision_authority" + below, "must name a role");
        }
    }

    void referrals() {
        const auto known = catalogue_ids(house_, "referrals", problems_);
        if (!known) return;
        each_in(profile_, "/referrals", [&](const std::string& pointer, const json::object& one) {
            if (!known->contains(pointer.substr(pointer.rfind('/') + 1)))
                complain(pointer, "is not in the catalogue");
            const auto* consent = one.if_contains("consent");
            const bool is_said =
                consent != nullptr && (*consent == "needed" || *consent == "not_needed");
            if (!is_said) complain(pointer + "/consent", "must be needed or not_needed");
            const auto* area = one.if_contains("area");
            if (area != nullptr && !is_text(*area)) complain(pointer + "/area", "must be a text");
            for (const char* day : {"valid_from", "valid_until"}) {
                const auto* written = one.if_contains(day);
                if (written != nullptr && !is_date(*written))
                    complain(pointer + "/" + day, "must be a date");
            }
        });
    }

    void messages() {
        const json::object* rules = part("messages");
        if (rules == nullptr) return;
        for (const char* list : {"templates", "ways", "never_say"}) {
            member(
                *rules,
                std::string("/messages/") + list,
                is_list_of_texts,
                "must be a list of texts"
            );
        }
        member(*rules, "/messages/sender", is_text, "must be a text");
        member(
            *rules,
            "/messages/default",
            [](const json::value& value) { return value == "none"; },
            "must be none: nothing is sent that nobody chose"
        );
        const auto* languages = rules->if_contains("languages");
        const Names spoken = texts_in(profile_.if_contains("languages"));
        for (const std::string& language : spoken) {
            const bool is_there = languages != nullptr && languages->is_object() &&
                                  languages->get_object().contains(language) &&
                                  is_text(languages->at(language));
            if (!is_there) complain("/messages/languages/" + language, "must name its texts");
        }
    }

    // Who looked a figure up, and when: both or neither.
    // The times are held to the route's stages where the bundle is compiled.
    void forecast() {
        if (!profile_.contains("forecast")) return;
        const json::object* forecast = part("forecast");
        if (forecast == nullptr) return;
        member(*forecast, "/forecast/source", is_text, "must be a text");
        verified("/forecast", *forecast);
        each_in(
            *forecast,
            "/forecast/usual",
            [this](const std::string& place, const json::object&) {
                const std::string route = place.substr(place.rfind('/') + 1);
                const json::object* routes = part("routes");
                if (routes != nullptr && !routes->contains(route))
                    complain(place, "the scheme has no such route");
            }
        );
    }

    void verified(const std::string& pointer, const json::object& figure) {
        const auto* by = figure.if_contains("verified_by");
        const auto* on = figure.if_contains("verified_on");
        if (by == nullptr || on == nullptr) return;  // said elsewhere
        const bool is_neither = by->is_null() && on->is_null();
        if (is_neither || (is_text(*by) && is_date(*on))) return;
        complain(pointer + "/verified_by", "needs who looked it up and the date, or null for both");
    }

    // Where it is not said, requests are not compared.
    void misuse() {
        const json::object* said = profile_.contains("misuse") ? part("misuse") : nullptr;
        if (said == nullptr) return;
        const auto is_count = [](const json::value& value) {
            return value.is_int64() && value.get_int64() > 0 && value.get_int64() < 1000;
        };
        for (const char* name : kMisuseCounts)
            member(*said, std::string("/misuse/") + name, is_count, "must be a number above 0");
        const auto is_kept = [](const json::value& value) {
            return value.is_int64() && value.get_int64() > 0 &&
                   value.get_int64() <= runtime::kSendingsKeptFor.count();
        };
        member(*said, "/misuse/network_hours", is_kept, "must be a number from 1 to 24");
        verified("/misuse", *said);
    }

    void verification() {
        for (const char* key : {"limits", "facts"}) {
            const auto* figures = profile_.if_contains(key);
            if (figures == nullptr || !figures->is_object()) continue;
            for (const auto& [name, figure] : figures->get_object()) {
                const std::string place = "/" + std::string(key) + "/" + std::string(name);
                if (figure.is_object()) verified(place, figure.get_object());
            }
        }
    }

    const json::object& profile_;
    const files::FileSet& house_;
    Problems problems_;
};

}  // namespace

Problems profile_part_problems(const json::object& profile, const files::FileSet& house) {
    return PartLint(profile, house).run();
}

}  // namespace clarion::deploy
