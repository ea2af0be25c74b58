#include "tests/adapters/identity_door.hpp"

#include <doctest/doctest.h>

namespace clarion::test {

namespace json = core::json;
using namespace identity;

namespace {

void publish(KnownIssuer& issuer, json::array keys) {
    auto read = read_key_set(
        json::serialize(json::object{{"keys", std::move(keys)}}), issuer.issuer.algorithms
    );
    issuer.keys.replace(std::move(*read));
}

std::shared_ptr<KnownIssuer> known(std::string_view url) {
    auto made = std::make_shared<KnownIssuer>();
    made->issuer.url = url;
    made->issuer.audience = kAudience;
    made->issuer.algorithms = {Algorithm::es256, Algorithm::ps256, Algorithm::eddsa};
    made->issuer.force = "example";
    return made;
}

}  // namespace

Door::Door() : force(known(kForceUrl)), agency(known(kAgencyUrl)) {
    force->issuer.name = "force";
    force->issuer.roles = {
        {"dvds-decisions", "decision_maker"}, {"intake:write", "intake_service"}};
    agency->issuer.name = "probation";
    agency->issuer.agency = "probation";
    agency->issuer.algorithms = {Algorithm::es256};
    agency->issuer.roles = {{"member", "agency_member"}};
    publish(*force, {es.jwk("es"), ps.jwk("ps"), ed.jwk("ed")});
    publish(*agency, {agency_key.jwk("es")});
    const Aliases aliases{
        {{std::string(kForceUrl), "ann-admin"}, person_id(std::string(kForceUrl), "ann")}};
    door = std::make_unique<TokenDoor>(
        KnownIssuers{force, agency},
        aliases,
        sign_outs,
        clock,
        [this](TokenFault fault) { noted = to_string(fault); }
    );
}

std::string Door::verdict(std::string_view token, std::string_view thumbprint) const {
    noted.clear();
    const auto who = door->by_authorization("Bearer " + std::string(token), thumbprint);
    if (who) return "good";
    return who.error() == DoorAnswer::bad_token ? noted : "not told";
}

json::object Door::header(std::string_view kid) const {
    const std::string_view alg = kid == "ps" ? "PS256" : kid == "ed" ? "EdDSA" : "ES256";
    return {{"alg", alg}, {"typ", "at+jwt"}, {"kid", kid}};
}

json::object Door::claims() const {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    return {
        {"iss", kForceUrl},
        {"aud", kAudience},
        {"sub", "ann"},
        {"client_id", "front-desk"},
        {"jti", "t-1"},
        {"iat", now - 5},
        {"exp", now + 600},
        {"roles", json::array{"dvds-decisions"}},
    };
}

// `null` takes a claim away.
std::string Door::token(const json::object& changes) const {
    json::object all = claims();
    for (const auto& [name, value] : changes) {
        if (value.is_null()) {
            all.erase(name);
        } else {
            all[name] = value;
        }
    }
    return signed_token(json::serialize(header()), json::serialize(all), es);
}

void all_refused(const Door& door, const Table& table, std::size_t least) {
    REQUIRE(table.size() >= least);
    for (const Wrong& wrong : table) {
        INFO(wrong.what);
        const std::string verdict = door.verdict(wrong.token);
        CHECK(verdict != "good");
        CHECK(verdict != "not told");
        if (!wrong.fault.empty()) CHECK(verdict == wrong.fault);
    }
    CHECK(door.verdict(door.token()) == "good");
}

void add(Table& table, Table more) {
    for (Wrong& wrong : more)
        table.push_back(std::move(wrong));
}

}  // namespace clarion::test
