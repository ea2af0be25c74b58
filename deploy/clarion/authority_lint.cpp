#include "deploy/clarion/authority_lint.hpp"

#include <algorithm>
#include <set>

#include "adapters/files/json_text.hpp"
#include "engine/core/access/policy.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

using Names = std::set<std::string>;

const json::object& below(const json::object& all, const std::string& name) {
    static const json::object kNothing;
    const auto* found = all.if_contains(name);
    const json::object* object = found == nullptr ? nullptr : found->if_object();
    return object == nullptr ? kNothing : *object;
}

class AuthorityLint {
public:
    AuthorityLint(const json::object& profile, const files::FileSet& house, Problems& problems)
        : profile_(profile), house_(house), problems_(problems) {}

    void run() {
        const json::object& all = below(profile_, "decision_authority");
        if (all.empty()) return complain("/decision_authority", "must be an object");
        const Names grades = choices("risk", "grade");
        const Names contents = choices("decision", "content_class");
        Names routes{"title", "source", "status", "verified_by", "verified_on"};
        for (const auto& member_of_routes : below(profile_, "routes")) {
            std::string route = member_of_routes.key();
            std::replace(route.begin(), route.end(), '-', '_');
            of_route(all, route, grades, contents);
            routes.insert(std::move(route));
        }
        only(all, "/decision_authority", routes, "is no route of the profile");
    }

private:
    void complain(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    // The values that a choice of a form offers; empty, and said, when the form cannot be read.
    Names choices(const char* form, const char* field) {
        const std::string path = std::string("schemas/forms/") + form + ".schema.json";
        try {
            const auto schema = files::parse_json_object(path, files::file_named(house_, path));
            Names names;
            for (const json::value& name :
                 schema.at("properties").at(field).at("enum").as_array()) {
                if (name.is_string()) names.emplace(name.get_string());
            }
            return names;
        } catch (const std::exception&) {
            complain("", std::string("cannot be held against ") + path + ": it is broken");
            return {};
        }
    }

    void of_route(
        const json::object& all,
        const std::string& route,
        const Names& grades,
        const Names& contents
    ) {
        const std::string place = "/decision_authority/" + route;
        only(below(all, route), place, grades, "is no grade of the risk form");
        for (const std::string& grade : grades) {
            const json::object& graded = below(below(all, route), grade);
            only(graded, place + "/" + grade, contents, "is no content class of the decision form");
            for (const std::string& content : contents)
                decides(below(graded, content), place + "/" + grade + "/" + content);
        }
    }

    // Another member would be a case that never comes.
    void only(
        const json::object& all, const std::string& place, const Names& known, const char* reason
    ) {
        for (const auto& member : all) {
            if (!known.contains(std::string(member.key())))
                complain(place + "/" + std::string(member.key()), reason);
        }
    }

    void decides(const json::object& people, const std::string& place) {
        const auto& roles = core::known_roles();
        for (const char* act : {"proposes", "approves"}) {
            const auto* found = people.if_contains(act);
            const bool is_role =
                found != nullptr && found->is_string() &&
                std::find(roles.begin(), roles.end(), found->get_string().c_str()) != roles.end();
            if (!is_role) complain(place + "/" + act, "must name a role");
        }
    }

    const json::object& profile_;
    const files::FileSet& house_;
    Problems& problems_;
};

}  // namespace

void check_authority(const json::object& profile, const files::FileSet& house, Problems& problems) {
    AuthorityLint(profile, house, problems).run();
}

}  // namespace clarion::deploy
