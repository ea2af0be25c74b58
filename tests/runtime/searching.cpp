// Searching: people are found however they are spelt, for a reason that stays; the store learns no
// name.
#include <doctest/doctest.h>

#include "engine/runtime/name_tokens.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

json::object request_about(const char* subject, const char* born, const char* address = "") {
    json::object request = a_request();
    request["subject"] =
        json::object{{"name", subject}, {"birth_date", born}, {"address", address}};
    return request;
}

runtime::SearchCases search(json::object form) {
    form.emplace("reason", "They called about their case.");
    return {.form = json::value(std::move(form))};
}

std::vector<std::string> found(House& house, json::object form) {
    std::vector<std::string> references;
    const auto answer = house.ask(house.officer, search(std::move(form)));
    for (const json::value& item : document(answer).at("items").as_array())
        references.push_back(text(item.at("reference")));
    return references;
}

using References = std::vector<std::string>;

}  // namespace

TEST_CASE("search: a name is found however it is spelt, on either side") {
    House house;
    const std::string cath = house.submit(request_about("Catherine Thompson", "1988-05-12"));
    const std::string kath = house.submit(request_about("Kathryn Thomson", "1991-01-30"));
    (void)house.submit(request_about("Sean Miller", "1988-05-12"));

    CHECK(found(house, {{"name", "Kathryn Thompson"}}) == References{kath, cath});
    CHECK(found(house, {{"name", "THOMSON, catherine"}}) == References{kath, cath});
    CHECK(found(house, {{"name", "Thompson"}}) == References{kath, cath});
    CHECK(found(house, {{"name", "Kathryn Miller"}}).empty());
    CHECK(found(house, {{"name", "Shaun Miler"}}).size() == 1);
}

TEST_CASE("search: all that is given must fit; day and month may be the wrong way round") {
    House house;
    const std::string one = house.submit(request_about("Kathryn Thomson", "1991-01-30"));
    const std::string other =
        house.submit(request_about("Catherine Thompson", "1988-05-12", "2 Lane, Exampleton aa1 1ab")
        );

    CHECK(
        found(house, {{"name", "Kathryn Thomson"}, {"birth_date", "1991-01-30"}}) == References{one}
    );
    CHECK(found(house, {{"name", "Thomson"}, {"birth_date", "1991-01-30"}}) == References{one});
    CHECK(
        found(house, {{"name", "Kathryn Thomson"}, {"birth_date", "1988-12-05"}}) ==
        References{other}
    );
    CHECK(found(house, {{"birth_date", "1988-05-12"}}) == References{other});
    CHECK(found(house, {{"postcode", "AA11AB"}}) == References{other});
    CHECK(
        found(house, {{"postcode", "AA1 1AB"}, {"name", "Kathryn Thomson"}}) == References{other}
    );
    CHECK(found(house, {{"postcode", "ZZ9 9ZZ"}, {"name", "Kathryn Thomson"}}).empty());
}

TEST_CASE("search: takes a reason and something to look for, and shows people masked") {
    House house;
    (void)house.submit(request_about("Kathryn Thomson", "1991-01-30"));
    const json::object no_reason{{"name", "Kathryn Thomson"}};
    CHECK(
        describe(house.ask(house.officer, runtime::SearchCases{json::value(no_reason)})) ==
        "refused invalid_form"
    );
    CHECK(describe(house.ask(house.officer, search({}))) == "refused invalid_form");
    CHECK(
        describe(house.ask(house.auditor, search({{"name", "x"}}))) == "refused role_not_allowed"
    );
    const auto answer = house.ask(house.officer, search({{"name", "Cathryn Tomson"}}));
    const json::value& item = document(answer).at("items").as_array().at(0);
    CHECK(
        json::serialize(item.at("people")) ==
        R"([{"role":"subject","initials":"K T","birth_year":"1991"}])"
    );
    CHECK(json::serialize(item).find("Thomson") == std::string::npos);
    // Who asked is covered: that they fit, and nothing that tells them apart.
    const auto asked = house.ask(house.officer, search({{"name", "Alex Example"}}));
    CHECK(
        json::serialize(document(asked).at("items").at(0).at("people")) ==
        R"([{"role":"applicant","initials":null,"birth_year":null}])"
    );
}

TEST_CASE("search: each case shown leaves an entry, and its reason is sealed under the case's key"
) {
    House house;
    (void)house.submit(request_about("Kathryn Thomson", "1991-01-30"));
    const std::size_t logged = house.logged();

    CHECK(found(house, {{"name", "Kathryn Thomson"}}).size() == 1);

    CHECK(house.log_after(logged) == "search/ok, search_cases/ok");
    const auto& entry = house.world.disk.now.log.back();
    CHECK(entry.entry.why == "search");
    CHECK_FALSE(entry.entry.det.empty());
    CHECK(entry.bytes.find("They called") == std::string::npos);
    CHECK(entry.bytes.find("Thomson") == std::string::npos);
}

TEST_CASE("related: cases about the same people are found, and a likely duplicate is said") {
    House house;
    const std::string first = house.submit(request_about("Kathryn Thomson", "1991-01-30"));
    const std::string again = house.submit(request_about("Catherine Thompson", "1991-01-30"));
    json::object elsewhere = request_about("Sam Sample", "1970-02-02");
    elsewhere["applicant"] =
        json::object{{"name", "Cathryn Thomson"}, {"birth_date", "1991-01-30"}};
    const std::string crossed = house.submit(elsewhere);
    (void)house.submit(request_about("Kathryn Thomson", "1950-06-07"));

    const std::size_t logged = house.logged();
    const auto answer = house.ask(house.officer, runtime::ReadRelated{first});

    std::string said;
    for (const json::value& item : document(answer).at("items").as_array()) {
        const std::string reference = text(item.at("reference"));
        if (reference != again && reference != crossed) continue;
        said += (reference == again ? "again " : "crossed ") + json::serialize(item.at("same"));
        said += item.at("possible_duplicate").as_bool() ? " duplicate\n" : "\n";
    }
    CHECK(
        said ==
        R"(crossed [{"here":"subject","there":"applicant"}]
again [{"here":"applicant","there":"applicant"},{"here":"subject","there":"subject"}] duplicate
)"
    );
    CHECK(house.logged() == logged + 1 + document(answer).at("items").as_array().size());
    CHECK(describe(house.ask(house.auditor, runtime::ReadRelated{first})) == "refused not_found");
}

TEST_CASE("name tokens: the store's tokens tell no name, and another key makes others") {
    House house;
    FakeKeyVault other(house.sha256, "another secret");
    const auto people = runtime::people_in(a_request(), {});
    REQUIRE(people.size() == 2);

    const auto tokens = runtime::tokens_of(house.keys, people[1]);
    CHECK(tokens.size() >= 3);
    for (const core::Digest& token : runtime::tokens_of(other, people[1]))
        CHECK(std::find(tokens.begin(), tokens.end(), token) == tokens.end());
    CHECK(runtime::swapped_date("1988-05-12") == "1988-12-05");
    CHECK(runtime::swapped_date("1988-05-31").empty());
}

}  // namespace clarion::test
