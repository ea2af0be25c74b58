// The matrix of who may do and see what, generated from the data: every route, every action in
// every state of every workflow, every field of every form, against every role and relation. The
// verdicts lie in access_verdicts/; what has none, or another, fails. CLARION_REWRITE=1 writes them
// anew: read the difference before it is committed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "adapters/files/bundle.hpp"
#include "deploy/clarion/child_server.hpp"
#include "deploy/clarion/front_of_house.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/access/redaction.hpp"
#include "engine/core/cases/process.hpp"
#include "tests/structure/source_tree.hpp"
#include "tests/support/london_zone.hpp"

namespace {

namespace core = clarion::core;
namespace json = clarion::core::json;
using clarion::deploy::house_files;
using clarion::structure::joined;
using Lines = std::set<std::string>;

class ClosedQueue final : public clarion::runtime::WorkQueue {
public:
    bool offer(clarion::runtime::Work) override { return false; }
};

core::Principal with_role(const std::string& role) {
    core::Principal principal;
    principal.person = core::PersonId{"ann"};
    principal.roles = {role};
    if (role == "agency_member") principal.agency = "health";
    principal.method = core::SignInMethod::oidc;
    return principal;
}

std::vector<core::Process> processes() {
    std::vector<core::Process> all;
    for (const std::string& bundle : clarion::files::make_bundles(house_files({}))) {
        auto process = core::compile_process(
            json::parse(bundle).as_object(), core::BundleHash{"hash"}, clarion::test::london()
        );
        REQUIRE(process.has_value());
        all.push_back(std::move(process).value());
    }
    return all;
}

// In how many relations to a case this role may take it: has the role, and the case, or its
// agency's request, is there for them.
int relations_allowing(const core::TransitionRule& rule, const std::string& role) {
    const core::Principal who = with_role(role);
    const bool has = std::any_of(rule.roles.begin(), rule.roles.end(), [&](const auto& one) {
        return core::acts_as(who, one);
    });
    if (!has) return 0;
    return static_cast<int>(std::count_if(
        core::kRelations.begin(),
        core::kRelations.end(),
        [&](core::Relation relation) {
            const core::Relation real = core::relation_as(who, relation);
            return core::knows_of_case(real) || real == core::Relation::agency_request;
        }
    ));
}

// One line for each transition that people take, and a verdict for each role and relation.
Lines action_lines(int& verdicts) {
    Lines lines;
    for (const core::Process& process : processes()) {
        for (const auto& state : process.definition.states) {
            for (const auto& transition : state.on) {
                const auto rule = process.transition_rules.find(transition.order);
                if (rule == process.transition_rules.end()) continue;
                std::string allowed;
                for (const std::string& role : core::known_roles()) {
                    const int relations = relations_allowing(rule->second, role);
                    verdicts += static_cast<int>(core::kRelations.size());
                    if (relations > 0) allowed += " " + role + "/" + std::to_string(relations);
                }
                lines.insert(
                    process.id + " " + state.id.substr(state.id.find('.') + 1) + " " +
                    transition.descriptor + ":" + allowed
                );
            }
        }
    }
    return lines;
}

struct FieldLines {
    Lines all;
    Lines shown_texts;  // what people typed, and what reaches or names somebody, not covered
};

std::string text_of(const json::object& schema, std::string_view key) {
    const json::value* found = schema.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

// Neither one of a list of codes nor a date, a time or a reference.
bool is_free_text(const json::object& field) {
    const json::value* items = field.if_contains("items");
    if (items != nullptr) return is_free_text(items->as_object());
    return text_of(field, "type") == "string" && !field.contains("enum") &&
           !field.contains("const") && !field.contains("pattern") &&
           text_of(field, "format") != "date";
}

bool must_have_reason(const json::object& field, std::string_view name, std::string_view cls) {
    static const std::set<std::string_view> kNaming{
        "name",
        "other_names",
        "address",
        "past_addresses",
        "postcode",
        "phone",
        "email",
        "reach",
        "safe_way",
        "number",
        "words_said",
        "wording"};
    const bool is_near = cls == "existence" || cls == "safety" || kNaming.contains(name);
    return is_near && is_free_text(field);
}

void add_fields(
    const json::object& form,
    const json::object& schema,
    const std::string& place,
    FieldLines& lines
) {
    const json::value* properties = schema.if_contains("properties");
    if (properties == nullptr) return;
    for (const auto& [name, value] : properties->as_object()) {
        const json::object* field = value.if_object();
        if (const json::value* reference = field->if_contains("$ref")) {
            const std::string path(reference->as_string());
            const auto& defs = form.at("$defs").as_object();
            field = &defs.at(path.substr(path.rfind('/') + 1)).as_object();
        }
        const std::string at = place + "/" + std::string(name);
        const json::value* items = field->if_contains("items");
        const bool is_list = items != nullptr && items->as_object().contains("properties");
        if (field->contains("properties") || is_list) {
            add_fields(form, is_list ? items->as_object() : *field, at, lines);
            continue;
        }
        const json::value* cls = field->if_contains("x-class");
        const auto known = cls == nullptr
                               ? std::nullopt
                               : core::field_class_of(std::string_view(cls->as_string()));
        CHECK_MESSAGE(known.has_value(), at << " has no class of field");
        core::CoveredFields covered;
        covered.add_form(json::object{{"properties", json::object{{name, *field}}}});
        const json::value text = covered.covered("text", name, {});
        const bool is_covered = text == json::value(std::string(core::kCoveredText));
        if (!is_covered && must_have_reason(*field, name, text_of(*field, "x-class")))
            lines.shown_texts.insert(at);
        lines.all.insert(
            at + " " + (known ? std::string(core::to_string(*known)) : "none") +
            (is_covered ? " covered" : "")
        );
    }
}

FieldLines lines_of_forms() {
    FieldLines lines;
    for (const std::string& bundle : clarion::files::make_bundles(house_files({}))) {
        const json::value document = json::parse(bundle);
        for (const auto& [name, form] : document.at("forms").as_object())
            add_fields(form.as_object(), form.as_object(), std::string(name), lines);
    }
    return lines;
}

Lines field_lines(int& verdicts) {
    Lines lines = lines_of_forms().all;
    for (const std::string& role : core::known_roles()) {
        for (const core::Relation relation : core::kRelations) {
            std::string line = "sight " + role + " " + std::string(core::to_string(relation)) + ":";
            const core::Principal who = with_role(role);
            for (const core::FieldClass cls : core::kFieldClasses) {
                line += ' ';
                line += core::to_string(core::sight_of(who, core::relation_as(who, relation), cls));
            }
            lines.insert(line);
        }
    }
    const int per_field =
        static_cast<int>(core::known_roles().size()) * static_cast<int>(core::kRelations.size());
    verdicts += static_cast<int>(lines.size()) * per_field;
    return lines;
}

// Providers, so that every page of signing in is a row; nobody asks them anything.
clarion::files::SignInSettings with_providers(const std::filesystem::path& folder) {
    const auto secret = folder / "secret";
    std::ofstream(secret, std::ios::binary) << "a secret of the test";
    std::filesystem::permissions(secret, std::filesystem::perms::owner_read);
    clarion::files::IssuerSettings issuer;
    issuer.name = "force";
    issuer.url = "https://sign-in.force.example";
    issuer.audience = "https://clarion.force.example/api";
    issuer.client_id = "clarion";
    issuer.client_secret_file = secret;
    return {.staff_url = "https://clarion.force.example", .issuers = {issuer}, .aliases = {}};
}

Lines route_lines(int& verdicts) {
    const clarion::deploy::TemporaryFolder folder;
    const clarion::deploy::DataFolder data{folder.path() / "data"};
    clarion::deploy::make_data_folder(data);
    const auto house = house_files({});
    clarion::deploy::EngineRoom room(data, house, "localhost/clarion/test");
    ClosedQueue queue;
    const clarion::deploy::FrontOfHouse front(room, queue, house, {.demo = true, .readiness = {}});
    clarion::deploy::SignInRoom sign_in(room, queue, with_providers(folder.path()), data);
    const clarion::deploy::FrontOfHouse asking(
        room, queue, house, {.sign_in = &sign_in, .readiness = {}}
    );
    Lines lines;
    std::string text = clarion::http::describe_routes(front.router());
    text += '\n' + clarion::http::describe_routes(asking.router());
    for (const std::string& line : clarion::structure::lines_of(text)) {
        if (line.empty() || line.find("/static/") != std::string::npos) continue;
        lines.insert(line);
        verdicts += static_cast<int>(core::known_roles().size());
    }
    for (const core::Permission permission : core::kPermissions) {
        std::string line = "permission " + std::string(core::to_string(permission)) + ":";
        for (const std::string& role : core::known_roles())
            if (core::allows(with_role(role), permission)) line += " " + role;
        lines.insert(line);
    }
    return lines;
}

std::vector<std::string> differences(const Lines& made, const Lines& kept) {
    std::vector<std::string> complaints;
    for (const std::string& line : made)
        if (!kept.contains(line)) complaints.push_back("no verdict on: " + line);
    for (const std::string& line : kept)
        if (!made.contains(line)) complaints.push_back("a verdict on nothing: " + line);
    return complaints;
}

void check_against(const std::string& name, const Lines& made) {
    const std::string path =
        std::string(CLARION_SOURCE_DIR) + "/tests/structure/access_verdicts/" + name + ".txt";
    if (std::getenv("CLARION_REWRITE") != nullptr) {
        std::ofstream file(path, std::ios::binary);
        for (const std::string& line : made)
            file << line << '\n';
    }
    Lines kept;
    for (const std::string& line : clarion::structure::lines_of(clarion::structure::text_at(path)))
        kept.insert(line);
    const auto complaints = differences(made, kept);
    CHECK_MESSAGE(complaints.empty(), name << joined(complaints));
}

}  // namespace

TEST_CASE("access matrix: every route, action in a state and field has its verdict") {
    int verdicts = 0;
    const Lines routes = route_lines(verdicts);
    const Lines actions = action_lines(verdicts);
    const Lines fields = field_lines(verdicts);

    check_against("routes", routes);
    check_against("actions", actions);
    check_against("fields", fields);

    MESSAGE(
        "access matrix: " << verdicts << " verdicts on " << routes.size() << " routes, "
                          << actions.size() << " actions in states and " << fields.size()
                          << " fields and sights"
    );
    CHECK(verdicts > 50'000);
}

TEST_CASE("access matrix: what people typed of somebody is covered, or shown for a reason") {
    Lines reasoned;
    const std::string path =
        std::string(CLARION_SOURCE_DIR) + "/tests/structure/access_verdicts/shown.txt";
    for (const std::string& line :
         clarion::structure::lines_of(clarion::structure::text_at(path))) {
        const auto colon = line.find(": ");
        REQUIRE_MESSAGE(colon != std::string::npos, line);
        CHECK_MESSAGE(line.size() > colon + 12, line << " says no reason");
        reasoned.insert(line.substr(0, colon));
    }
    const auto complaints = differences(lines_of_forms().shown_texts, reasoned);
    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("access matrix: a line that is new, or gone, is caught") {
    const Lines one{"GET /a staff anyone"};
    const Lines two{"GET /a staff anyone", "GET /b staff anyone"};

    CHECK(differences(two, one).size() == 1);
    CHECK(differences(one, two).size() == 1);
    CHECK(differences(one, one).empty());
}
