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

}  // namespace clarion::test
