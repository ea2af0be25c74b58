#include "deploy/clarion/profile_lint.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/files/postcode.hpp"
#include "adapters/files/telephone.hpp"
#include "adapters/http/intake/security_contact.hpp"
#include "adapters/http/web/look.hpp"
#include "deploy/clarion/authority_lint.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "deploy/clarion/profile_shape.hpp"
#include "engine/core/access/detection.hpp"
#include "engine/core/cases/retention.hpp"
#include "engine/core/statechart/context.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/runtime/sending_counts.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;
using Names = std::set<std::string>;

constexpr std::array kMisuseCounts{
    "days", "same_subject", "same_applicant", "same_network", "network_people", "people_named"};

bool is_text(const json::value& value) {
    return value.is_string() && !value.get_string().empty();
}

bool is_date(const json::value& value) {
    return value.is_string() &&
           core::parse_rfc3339(std::string(value.get_string()) + "T00:00:00Z").has_value();
}

bool is_web_address(const json::value& value) {
    return value.is_string() && value.get_string().starts_with("https://");
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
        problems_ = unknown_profile_keys(profile_);
        texts();
        routes();
        reminders();
        watch();
        check_authority(profile_, house_, problems_);
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
        members("force", std::array{"id", "name", "telephone", "emergency"}, is_text);
        members("exit", std::array{"target", "title"}, is_text);
        if (const json::object* exit = part("exit"))
            member(*exit, "/exit/target", is_web_address, "must begin with https://");
        members("support_service", std::array{"name", "telephone"}, is_text);
        members("help_now", std::array{"emergency"}, is_text);
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
            "must be true or false: whether a hold stops the clock"
        );
        const auto* allowed = profile_.if_contains("pause_allowed");
        if (allowed != nullptr && *allowed == true) {
            member(
                profile_, "/pause_source", is_text, "must say which law lets a hold stop the clock"
            );
        }
    }

    void retention() {
        std::vector<core::statechart::Problem> problems;
        static_cast<void>(core::read_retention(profile_, problems));
        static_cast<void>(core::read_log_keeping(profile_, problems));
        const auto* log = core::statechart::find_at(profile_, "retention.log");
        if (log != nullptr && log->is_object()) verified("/retention/log", log->get_object());
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
        const auto judge = [&](const char* name, const auto& complaint_about) {
            const auto* said = force->get_object().if_contains(name);
            if (said == nullptr) return;
            const std::string complaint =
                is_text(*said) ? complaint_about(said->get_string().c_str()) : "must be a text";
            if (!complaint.empty()) complain(std::string("/force/") + name, complaint);
        };
        judge("colour", http::web::complaint_about_colour);
        judge("security_contact", http::intake::complaint_about_security_contact);
        judge("mark", [this](const std::string& mark) { return complaint_about_drawing(mark); });
        const auto* region = force->get_object().if_contains("telephone_region");
        const bool is_known = region != nullptr && is_text(*region) &&
                              files::is_telephone_region(region->get_string().c_str());
        if (!is_known) complain("/force/telephone_region", "must be a country, such as GB");
        for (const auto& [place, problem] : files::complaints_about_postcodes(profile_))
            complain(place, problem);
    }

    // Of its own folder or of the one it extends; more cannot be known here.
    [[nodiscard]] std::string complaint_about_drawing(const std::string& mark) const {
        bool is_there = false;
        for (const auto& [path, svg] : house_) {
            if (!path.starts_with("workflows/") || !path.ends_with("/" + mark)) continue;
            is_there = true;
            const std::string complaint = http::web::complaint_about_mark(svg);
            if (!complaint.empty()) return path + " " + complaint;
        }
        return is_there ? "" : "names a file that is not there: " + mark;
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
            const auto* first = one.if_contains("valid_from");
            const auto* last = one.if_contains("valid_until");
            const bool are_dates =
                first != nullptr && last != nullptr && is_date(*first) && is_date(*last);
            if (are_dates && last->get_string() < first->get_string())
                complain(pointer + "/valid_until", "is before valid_from");
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
