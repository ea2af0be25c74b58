#include "deploy/scenarios/command_line.hpp"

#include <map>
#include <sstream>
#include <stdexcept>

namespace clarion::scenarios {

namespace {

using core::json::object;
using core::json::value;

// Who of the cast belongs to which agency.
const std::map<std::string, std::string> kAgencies{
    {"pat", "probation"}, {"hal", "health"}, {"hope", "health"}, {"hugo", "housing"}};
const std::string kSignedIn = "signed in ";

// RFC 7396.
void merge(object& target, const object& patch) {
    for (const auto& [key, change] : patch) {
        if (change.is_null()) {
            target.erase(key);
        } else if (change.is_object()) {
            value& place = target[key];
            if (!place.is_object()) place.emplace_object();
            merge(place.get_object(), change.get_object());
        } else {
            target[key] = change;
        }
    }
}

// Signed in just now.
core::Principal person(const std::string& name, const std::string& agency, core::Instant now) {
    core::Principal principal;
    principal.person = core::PersonId{name};
    principal.audit_ref = core::AuditRef{"ref-" + name};
    principal.issuer = "https://sign-in.example";
    principal.subject = name;
    principal.display_name = name;
    principal.force = "example";
    principal.agency = agency;
    principal.authenticated_at = now;
    principal.method = core::SignInMethod::demo;
    return principal;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::pair<std::string, std::string> split_word(const std::string& text) {
    const auto space = text.find(' ');
    if (space == std::string::npos) return {text, {}};
    return {text.substr(0, space), trimmed(text.substr(space))};
}

Actor read_actor(const std::string& text, core::Instant now) {
    const auto brace = text.find('{');
    const auto [as, rest] = split_word(trimmed(text.substr(0, brace)));
    const auto [name, roles] = split_word(rest);
    if (as != "as" || roles.empty()) {
        throw std::runtime_error("a step reads ACTION as NAME ROLE {form}: " + text);
    }
    const auto agency = kAgencies.find(name);
    Actor actor{
        .principal = person(name, agency == kAgencies.end() ? "" : agency->second, now),
        .written_form = brace == std::string::npos ? "" : text.substr(brace)};
    std::istringstream parts(roles);
    for (std::string part; std::getline(parts, part, ',');) {
        part = trimmed(part);
        if (part.starts_with(kSignedIn)) {
            const auto ago = split_word(part.substr(kSignedIn.size())).first;
            actor.principal.authenticated_at = now - read_duration(ago);
        } else {
            actor.principal.roles.push_back(part);
        }
    }
    return actor;
}

std::chrono::minutes read_duration(const std::string& text) {
    static const std::map<char, std::chrono::minutes> kUnits{
        {'m', std::chrono::minutes(1)}, {'h', std::chrono::hours(1)}, {'d', std::chrono::days(1)}};
    const auto unit = text.empty() ? kUnits.end() : kUnits.find(text.back());
    if (unit == kUnits.end()) throw std::runtime_error("a duration reads 30m, 72h or 3d: " + text);
    return std::stoi(text) * unit->second;
}

object object_from(const std::string& text) {
    if (text.empty()) return {};
    return core::json::parse(text).as_object();
}

object form_from(const object& schema, const std::string& written) {
    object form = schema.at("examples").as_array().at(0).as_object();
    merge(form, object_from(written));
    return form;
}

}  // namespace clarion::scenarios
