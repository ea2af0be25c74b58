// What every KeyVault does.
#include <doctest/doctest.h>

#include <set>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

void what_is_sealed_opens(ports::KeyVault& vault) {
    const auto key = vault.unwrap(vault.create_data_key());

    for (const std::size_t size : {0, 1, 15, 16, 17, 1024, 70000}) {
        const ports::Bytes plain(size, 0x5a);
        const ports::Bytes sealed = vault.seal(key, "case_events|case-1|7", plain);
        CHECK(vault.open(key, "case_events|case-1|7", sealed) == plain);
        CHECK(sealed.size() >= size + 28);  // a nonce and a tag at least
    }
}

void every_bit_is_guarded(ports::KeyVault& vault) {
    const auto key = vault.unwrap(vault.create_data_key());
    const ports::Bytes sealed = vault.seal(key, "context", bytes("who asked, and about whom"));

    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        ports::Bytes changed = sealed;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        CHECK_THROWS_AS((void)vault.open(key, "context", changed), ports::IntegrityBroken);
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const ports::ByteView cut = ports::ByteView(sealed).first(size);
        CHECK_THROWS_AS((void)vault.open(key, "context", cut), ports::IntegrityBroken);
    }
}

void context_and_key_must_fit(ports::KeyVault& vault) {
    const auto key = vault.unwrap(vault.create_data_key());
    const auto other = vault.unwrap(vault.create_data_key());
    const ports::Bytes sealed = vault.seal(key, "case_events|case-1|7", bytes("secret"));

    CHECK_THROWS_AS((void)vault.open(key, "case_events|case-1|8", sealed), ports::IntegrityBroken);
    CHECK_THROWS_AS(
        (void)vault.open(other, "case_events|case-1|7", sealed), ports::IntegrityBroken
    );
}

void nothing_repeats(ports::KeyVault& vault) {
    const auto key = vault.unwrap(vault.create_data_key());
    std::set<ports::Bytes> seen;
    for (int round = 0; round < 2000; ++round) {
        CHECK(seen.insert(vault.seal(key, "context", bytes("the same"))).second);
    }
    CHECK(vault.create_data_key().bytes != vault.create_data_key().bytes);
}

void wrapped_keys_are_guarded(ports::KeyVault& vault) {
    const ports::WrappedKey wrapped = vault.create_data_key();
    const ports::Bytes sealed = vault.seal(vault.unwrap(wrapped), "context", bytes("secret"));
    CHECK(vault.open(vault.unwrap(wrapped), "context", sealed) == bytes("secret"));

    ports::WrappedKey changed = wrapped;
    changed.bytes.back() ^= 1;
    CHECK_THROWS_AS((void)vault.unwrap(changed), ports::IntegrityBroken);
    ports::WrappedKey destroyed = wrapped;
    destroyed.bytes.clear();
    CHECK_THROWS_AS((void)vault.unwrap(destroyed), ports::IntegrityBroken);
    ports::WrappedKey elsewhere = wrapped;
    elsewhere.key_id = "1999";
    CHECK_THROWS_AS((void)vault.unwrap(elsewhere), ports::KeyUnavailable);
}

void a_purpose_has_one_key(const MakeVault& make) {
    const auto vault = make();
    const auto another = make();
    const ports::Bytes sealed = vault->seal(vault->key_for("places"), "list", bytes("a place"));

    CHECK(vault->open(vault->key_for("places"), "list", sealed) == bytes("a place"));
    const auto other_purpose = vault->key_for("others");
    const auto other_set = another->key_for("places");
    CHECK_THROWS_AS((void)vault->open(other_purpose, "list", sealed), ports::IntegrityBroken);
    CHECK_THROWS_AS((void)another->open(other_set, "list", sealed), ports::IntegrityBroken);
}

void tokens_are_stable(const MakeVault& make) {
    const auto vault = make();
    const auto another = make();

    CHECK(vault->token("name", "smith") == vault->token("name", "smith"));
    CHECK(vault->token("name", "smith") != vault->token("name", "smyth"));
    CHECK(vault->token("name", "smith") != vault->token("postcode", "smith"));
    CHECK(vault->token("names", "mith") != vault->token("name", "smith"));
    CHECK(vault->token("name", "smith") != another->token("name", "smith"));
    CHECK(vault->fingerprint() == vault->fingerprint());
    CHECK(vault->fingerprint() != another->fingerprint());
}

void a_rewrapped_key_is_the_same_key(ports::KeyVault& vault) {
    const ports::WrappedKey wrapped = vault.create_data_key();
    const ports::Bytes sealed = vault.seal(vault.unwrap(wrapped), "context", bytes("secret"));

    const ports::WrappedKey again = vault.rewrap(wrapped);

    CHECK(again.key_id == vault.newest_key_id());
    CHECK(vault.open(vault.unwrap(again), "context", sealed) == bytes("secret"));
    ports::WrappedKey changed = wrapped;
    changed.bytes.front() ^= 1;
    CHECK_THROWS_AS((void)vault.rewrap(changed), ports::IntegrityBroken);
}

}  // namespace

void check_key_vault(const MakeVault& make) {
    const auto vault = make();
    SUBCASE("what is sealed opens again") {
        what_is_sealed_opens(*vault);
    }
    SUBCASE("a changed bit or a missing byte is refused") {
        every_bit_is_guarded(*vault);
    }
    SUBCASE("another context or key is refused") {
        context_and_key_must_fit(*vault);
    }
    SUBCASE("sealing the same twice gives different bytes") {
        nothing_repeats(*vault);
    }
    SUBCASE("a wrapped key is guarded too") {
        wrapped_keys_are_guarded(*vault);
    }
    SUBCASE("a rewrapped key is the same key") {
        a_rewrapped_key_is_the_same_key(*vault);
    }
    SUBCASE("a purpose has one key under one key set") {
        a_purpose_has_one_key(make);
    }
    SUBCASE("tokens are stable under one key set alone") {
        tokens_are_stable(make);
    }
}

}  // namespace clarion::test
