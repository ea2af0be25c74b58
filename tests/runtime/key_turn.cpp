// The turn of keys while the service goes on.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

json::object turn(House& house, std::optional<core::CaseId> after, int limit) {
    return document(house.ask(core::system_principal(), runtime::TurnKeys{after, limit}));
}

int under(House& house, const std::string& key) {
    int count = 0;
    for (const auto& row : house.services().store.every_case({}, 100))
        count += row.key.key_id == key ? 1 : 0;
    return count;
}

json::object turn_tokens(House& house, std::optional<core::CaseId> after, int limit) {
    return document(house.ask(core::system_principal(), runtime::TurnTokens{after, limit}));
}

json::object request_about(const char* subject) {
    json::object request = a_request();
    request["subject"] = json::object{{"name", subject}, {"birth_date", "1988-05-12"}};
    return request;
}

std::size_t found(House& house) {
    const json::value form{
        {"name", "Kathryn Thompson"}, {"reason", "They called about their case."}};
    const auto answer = house.ask(house.officer, runtime::SearchCases{.form = form});
    return document(answer).at("items").as_array().size();
}

}  // namespace

TEST_CASE("key turn: goes on in parts, is begun again without harm, and every case still opens") {
    House house;
    std::vector<std::string> references;
    for (int made = 0; made < 5; ++made)
        references.push_back(house.submit());
    house.keys.added = "second";

    const json::object first = turn(house, std::nullopt, 2);
    CHECK(first.at("rewrapped") == 2);
    CHECK(first.at("cases") == 5);
    references.push_back(house.submit());  // made meanwhile, under the new key
    const core::CaseId next{text(first.at("next"))};
    const json::object second = turn(house, next, 2);
    const auto so_far = first.at("rewrapped").as_int64() + second.at("rewrapped").as_int64();
    CHECK(so_far > 2);

    // Interrupted here, and begun anew.
    house.restart();
    const json::object again = turn(house, std::nullopt, 100);

    CHECK(so_far + again.at("rewrapped").as_int64() == 5);
    CHECK(again.at("next").is_null());
    CHECK(under(house, "second") == 6);
    house.restart();
    for (const std::string& reference : references)
        CHECK(describe(house.ask(house.supervisor, runtime::OpenCase{reference})).starts_with("ok")
        );
}

TEST_CASE("key turn: a wrapped key that does not open stays, and is told") {
    House house;
    house.submit();
    const auto row = house.services().store.every_case({}, 1).at(0);
    ports::WrappedKey broken = row.key;
    broken.bytes.back() ^= 1;
    house.damaged.insert(row.id.text);
    house.services().store.begin();
    house.services().store.keep_key(row.id, broken);
    house.services().store.commit();
    house.keys.added = "second";

    const auto answer = house.ask(core::system_principal(), runtime::TurnKeys{});

    CHECK(describe(answer).starts_with("unavailable"));
    CHECK(under(house, "first") == 1);
}

TEST_CASE("token turn: every case is found before it, in every part of it and after it") {
    House house;
    for (int made = 0; made < 3; ++made)
        house.submit(request_about("Catherine Thompson"));
    REQUIRE(found(house) == 3);
    house.keys.coming.token_key = "another";

    const json::object first = turn_tokens(house, std::nullopt, 2);
    CHECK_FALSE(first.at("in_use").as_bool());
    house.submit(request_about("Kathryn Thomson"));  // made meanwhile
    CHECK(found(house) == 4);
    // Interrupted here, and begun anew.
    house.restart();
    CHECK(turn_tokens(house, std::nullopt, 100).at("next").is_null());
    CHECK(found(house) == 4);

    REQUIRE(house.keys.use_token_key_of(house.keys.coming_fingerprint()));
    CHECK(found(house) == 4);
    house.submit(request_about("Katherine Tomson"));
    const json::object second = turn_tokens(house, std::nullopt, 2);
    CHECK(second.at("in_use").as_bool());
    CHECK(found(house) == 5);
    house.restart();
    CHECK(turn_tokens(house, std::nullopt, 100).at("looked_at") == 5);

    CHECK(found(house) == 5);
    house.keys.token_key = "token";  // nothing of the old one is left
    CHECK(found(house) == 0);
}

TEST_CASE("token turn: is refused where other nodes would not know the key") {
    House house;
    house.submit();
    runtime::Services services = house.services();
    services.store_is_shared = true;
    runtime::Engine other(services, {trial_bundle()});
    std::string answered;
    std::vector<runtime::Work> batch;
    batch.push_back(
        {{core::system_principal(), "operator"},
         runtime::TurnTokens{},
         [&](const runtime::Answer& answer) { answered = describe(answer); }}
    );
    other.run_batch(batch);
    CHECK(answered.starts_with("refused malformed_body"));
}

}  // namespace clarion::test
