// Sessions at the console, and the two halves of signing in, without a provider.
#include <doctest/doctest.h>

#include "adapters/identity/sign_in_request.hpp"
#include "adapters/identity/staff_sessions.hpp"
#include "adapters/keys/sha256.hpp"
#include "tests/adapters/identity_door.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::test;
using namespace clarion::identity;
using std::chrono::minutes;

struct Desk {
    FakeClock clock;
    FakeIds ids;
    StaffSessions sessions{ids, clock, clarion::keys::make_sha256()};
};

clarion::core::Principal person(const std::string& subject) {
    clarion::core::Principal made;
    made.issuer = kForceUrl;
    made.subject = subject;
    made.person = person_id(made.issuer, subject);
    return made;
}

std::string open(
    Desk& desk,
    const std::string& name,
    const std::string& provider_session,
    std::string_view before
) {
    return std::string(
        desk.sessions
            .open({.person = person(name), .provider_session = provider_session, .before = before})
            .reveal()
    );
}

std::string family_of(const std::string& cookie) {
    return cookie.substr(cookie.rfind('.') + 1);
}

}  // namespace

TEST_CASE("sessions: end after a quarter of an hour without a request, and after eight hours") {
    Desk desk;
    const std::string cookie = open(desk, "ann", "s1", "");

    for (int round = 0; round < 34; ++round) {
        desk.clock.advance(minutes(14));
        REQUIRE(desk.sessions.by_cookie(cookie));
    }
    desk.clock.advance(minutes(5));
    CHECK_FALSE(desk.sessions.by_cookie(cookie));

    const std::string idle = open(desk, "ann", "s1", "");
    desk.clock.advance(kIdleMax);
    CHECK(desk.sessions.by_cookie(idle));
    desk.clock.advance(kIdleMax + std::chrono::milliseconds(1));
    CHECK_FALSE(desk.sessions.by_cookie(idle));
    CHECK_FALSE(desk.sessions.by_cookie(idle));
}

TEST_CASE("sessions: a cookie is taken whole, and a new one made at each sign-in") {
    Desk desk;
    const std::string first = open(desk, "ann", "s1", "chosen.by-somebody");

    CHECK(first.find("chosen") == std::string::npos);
    CHECK(family_of(first) != "by-somebody");
    for (const std::string& wrong : {first + " ", first.substr(1), family_of(first), std::string()})
        CHECK_FALSE(desk.sessions.by_cookie(wrong));
    const std::string second = open(desk, "ann", "s1", first);
    CHECK(second != first);
    CHECK(family_of(second) == family_of(first));
    CHECK_FALSE(desk.sessions.by_cookie(first));
    CHECK(desk.sessions.by_cookie(second)->subject == "ann");
    CHECK(family_of(open(desk, "bob", "s2", second)) != family_of(first));
    CHECK_FALSE(desk.sessions.by_cookie(second));
}

TEST_CASE("sessions: a page that was being written can be sent after an idle end, by its writer") {
    Desk desk;
    const std::string before = open(desk, "ann", "s1", "");
    desk.clock.advance(kIdleMax + minutes(5));
    REQUIRE_FALSE(desk.sessions.by_cookie(before));

    CHECK(family_of(open(desk, "ann", "s2", before)) == family_of(before));
}

TEST_CASE("sessions: signing out ends one, the provider's word all that it names") {
    Desk desk;
    const std::string one = open(desk, "ann", "s1", "");
    const std::string two = open(desk, "ann", "s2", "");
    const std::string bob = open(desk, "bob", "s3", "");

    CHECK_FALSE(desk.sessions.close("nobody's"));
    CHECK(desk.sessions.close(one)->subject == "ann");
    CHECK_FALSE(desk.sessions.by_cookie(one));
    CHECK(desk.sessions.by_cookie(two));

    const auto now = desk.clock.now();
    desk.sessions.close_all("https://other.example", "ann", "", now);
    desk.sessions.close_all(kForceUrl, "ann", "s9", now);
    // A word of before they signed in again, heard late.
    desk.sessions.close_all(kForceUrl, "ann", "", now - std::chrono::milliseconds(1));
    CHECK(desk.sessions.by_cookie(two));
    desk.sessions.close_all(kForceUrl, "ann", "", now);
    CHECK_FALSE(desk.sessions.by_cookie(two));
    desk.sessions.close_all(kForceUrl, "", "s3", now);
    CHECK_FALSE(desk.sessions.by_cookie(bob));
}

TEST_CASE("sessions: whom an issuer sent go together, but for who came in by a pass") {
    Desk desk;
    const std::string ann = open(desk, "ann", "s1", "");
    clarion::core::Principal elsewhere = person("bob");
    elsewhere.issuer = kAgencyUrl;
    clarion::core::Principal by_pass = person("cai");
    by_pass.method = clarion::core::SignInMethod::emergency;
    const std::string bob{desk.sessions.open({.person = elsewhere}).reveal()};
    const std::string cai{desk.sessions.open({.person = by_pass}).reveal()};

    const auto people = desk.sessions.close_issuer(kForceUrl);

    REQUIRE(people.size() == 1);
    CHECK(people.front().subject == "ann");
    CHECK_FALSE(desk.sessions.by_cookie(ann));
    CHECK(desk.sessions.by_cookie(bob));
    CHECK(desk.sessions.by_cookie(cai));
}

TEST_CASE("sessions: one that was given less time ends sooner") {
    Desk desk;
    const std::string brief{
        desk.sessions.open({.person = person("ann"), .life_max = minutes(60)}).reveal()};

    for (int round = 0; round < 6; ++round) {
        desk.clock.advance(minutes(10));
        CHECK(desk.sessions.by_cookie(brief));
    }
    desk.clock.advance(minutes(1));
    CHECK_FALSE(desk.sessions.by_cookie(brief));
}

TEST_CASE("sessions: when there is no room, the one that rested longest ends") {
    Desk desk;
    StaffSessions few(desk.ids, desk.clock, clarion::keys::make_sha256(), 2);
    const std::string resting{few.open({.person = person("ann")}).reveal()};
    desk.clock.advance(minutes(1));
    const std::string busy{few.open({.person = person("bob")}).reveal()};
    desk.clock.advance(minutes(1));

    const std::string last{few.open({.person = person("cai")}).reveal()};

    CHECK_FALSE(few.by_cookie(resting));
    CHECK(few.by_cookie(busy));
    CHECK(few.by_cookie(last));
}

TEST_CASE("sign-outs: the oldest is forgotten first, and each when no token can outlive it") {
    FakeClock clock;
    SignOuts few(2);
    for (const char* who : {"ann", "bob", "cai"}) {
        clock.advance(minutes(1));
        few.add({"i", who}, clock.now());
    }
    const auto before = clock.now() - minutes(30);

    CHECK_FALSE(few.ended({"i", "ann"}, before));
    CHECK(few.ended({"i", "bob"}, before));
    CHECK(few.ended({"i", "cai"}, before));
    CHECK_FALSE(few.ended({"i", "cai"}, clock.now() + minutes(1)));
    clock.advance(kTokenLifeMax + minutes(5));
    few.add({"i", "dan"}, clock.now());
    CHECK_FALSE(few.ended({"i", "cai"}, before));
}

TEST_CASE("sign-in: what comes back is what this browser began, once, within ten minutes") {
    Door door;
    FakeIds ids;
    FakeLog log;
    door.force->issuer.console =
        ConsoleClient{.id = "clarion", .secret = {}, .fresh_acr = {"strong"}};
    const SignInRequests requests(ids, door.clock, clarion::keys::make_sha256());
    const Provider provider(door.force, {}, door.clock, log);
    const ProviderPlaces places{
        .authorization = "https://sign-in.force.example/auth",
        .token = "",
        .keys = "",
        .end_session = ""};
    const auto begin = [&](bool fresh, const std::string& to) {
        return requests.begin(provider, places, "https://staff.example/auth/callback", {fresh, to});
    };
    const auto state_of = [](const std::string& url) {
        const auto at = url.find("&state=") + 7;
        return url.substr(at, url.find('&', at) - at);
    };

    const auto begun = begin(true, "/console/cases/7K3M2QXTC");
    const std::string state = state_of(begun.url);
    const auto back = requests.take_back(begun.cookie, state);

    REQUIRE(back);
    CHECK(back->issuer == "force");
    CHECK(back->way.fresh);
    CHECK(back->way.return_to == "/console/cases/7K3M2QXTC");
    CHECK(begun.url.find("nonce=" + back->nonce) != std::string::npos);
    CHECK(begun.url.find(back->verifier) == std::string::npos);
    CHECK(begun.url.find("prompt=login") != std::string::npos);
    CHECK(begun.url.find("max_age=0") != std::string::npos);
    CHECK(begun.url.find("acr_values=strong") != std::string::npos);
    CHECK(begin(false, "").url.find("prompt") == std::string::npos);
    CHECK_FALSE(requests.take_back(begun.cookie, state_of(begin(true, "").url)));
    CHECK_FALSE(requests.take_back(begin(true, "").cookie, state));
    CHECK_FALSE(requests.take_back("", ""));
    for (std::size_t at = 0; at < begun.cookie.size(); at += 3) {
        std::string changed = begun.cookie;
        changed[at] = changed[at] == '1' ? '0' : '1';
        CHECK_FALSE(requests.take_back(changed, state));
    }
    const SignInRequests another(ids, door.clock, clarion::keys::make_sha256());
    CHECK_FALSE(another.take_back(begun.cookie, state));
    door.clock.advance(kSignInMax + std::chrono::milliseconds(1));
    CHECK_FALSE(requests.take_back(begun.cookie, state));
}

TEST_CASE("sign-in: nobody is led elsewhere") {
    CHECK(safe_return("/console") == "/console");
    CHECK(safe_return("/console/cases/7K3M2QXTC/timeline") == "/console/cases/7K3M2QXTC/timeline");
    for (const char* away :
         {"",
          "/",
          "//attacker.example",
          "/console.attacker.example",
          "/consolex",
          "https://attacker.example/console",
          "/console/../x",
          "/console?x",
          "/console/\r\nset-cookie: a",
          "/console/a b",
          "/console/;url=x",
          "/console\\x"})
        CHECK(safe_return(away) == "/console");
    CHECK(safe_return("/console/" + std::string(300, 'a')) == "/console");
}

TEST_CASE(
    "ID tokens: made for this client, for this attempt, by somebody who just proved who they are"
) {
    Door door;
    door.force->issuer.console =
        ConsoleClient{.id = "clarion", .secret = {}, .fresh_acr = {"strong"}};
    json::object good = door.claims();
    good["aud"] = "clarion";
    good["nonce"] = "n-1";
    good["auth_time"] = good.at("iat");
    good["acr"] = "weak";
    const auto verdict = [&](const json::object& changes, const std::string& type = "JWT") {
        json::object all = good;
        for (const auto& [name, value] : changes)
            all[name] = value;
        json::object header = door.header();
        header["typ"] = type;
        auto token =
            read_compact_token(signed_token(json::serialize(header), json::serialize(all), door.es)
            );
        const auto claims = check_token(
            *token,
            door.force->issuer,
            *door.force->keys.current(),
            {.kind = TokenKind::id,
             .audience = "clarion",
             .nonce = "n-1",
             .certificate_thumbprint = {},
             .now = door.clock.now()}
        );
        return claims ? std::string("good") : std::string(to_string(claims.error()));
    };

    CHECK(verdict({}) == "good");
    CHECK(verdict({{"aud", json::array{"clarion"}}}) == "good");
    CHECK(verdict({{"aud", json::array{"clarion", "b"}}, {"azp", "clarion"}}) == "good");
    CHECK(verdict({{"aud", json::array{"clarion", "b"}}}) == "audience");
    CHECK(verdict({{"aud", json::array{"clarion", "b"}}, {"azp", "b"}}) == "audience");
    CHECK(verdict({{"azp", "b"}}) == "claims");
    CHECK(verdict({{"aud", kAudience}}) == "audience");
    CHECK(verdict({{"nonce", "n-2"}}) == "claims");
    CHECK(verdict({{"nonce", nullptr}}) == "claims");
    CHECK(verdict({{"auth_time", nullptr}}) == "claims");
    CHECK(verdict({{"events", json::object{}}}) == "claims");
    CHECK(verdict({}, "at+jwt") == "type");
    CHECK(verdict({}, "logout+jwt") == "type");

    CHECK(principal_of(door.force->issuer, good, {}).authenticated_at == clarion::core::Instant{});
    good["acr"] = "strong";
    CHECK(
        principal_of(door.force->issuer, good, {}).authenticated_at ==
        *time_claim(good, "auth_time")
    );
}

TEST_CASE("logout tokens: an ID token is none, nor is one without its event") {
    Door door;
    const std::string event = "http://schemas.openid.net/event/backchannel-logout";
    json::object good = door.claims();
    good["aud"] = "clarion";
    good["sid"] = "s1";
    good["events"] = json::object{{event, json::object{}}};
    const auto verdict = [&](const json::object& changes) {
        json::object all = good;
        for (const auto& [name, value] : changes)
            all[name] = value;
        auto token = read_compact_token(signed_token(
            R"({"alg":"ES256","typ":"logout+jwt","kid":"es"})", json::serialize(all), door.es
        ));
        const auto claims = check_token(
            *token,
            door.force->issuer,
            *door.force->keys.current(),
            {.kind = TokenKind::logout,
             .audience = "clarion",
             .nonce = {},
             .certificate_thumbprint = {},
             .now = door.clock.now()}
        );
        return claims ? std::string("good") : std::string(to_string(claims.error()));
    };

    CHECK(verdict({}) == "good");
    CHECK(verdict({{"sid", nullptr}}) == "good");
    CHECK(verdict({{"sub", nullptr}}) == "good");
    CHECK(verdict({{"sid", nullptr}, {"sub", nullptr}}) == "claims");
    CHECK(verdict({{"sub", "a\nb"}}) == "claims");
    CHECK(verdict({{"sid", "a\nb"}}) == "claims");
    CHECK(verdict({{"nonce", "n"}}) == "claims");
    CHECK(verdict({{"jti", nullptr}}) == "claims");
    CHECK(verdict({{"events", json::object{}}}) == "claims");
    CHECK(verdict({{"events", json::object{{event, true}}}}) == "claims");
    CHECK(verdict({{"events", event}}) == "claims");
    CHECK(verdict({{"aud", "other"}}) == "audience");
}
