// Key sets: which of what an issuer publishes is ever used.
#include <doctest/doctest.h>

#include <array>

#include "adapters/identity/base64url.hpp"
#include "adapters/identity/token_key.hpp"
#include "tests/adapters/identity_forge.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::test;
using namespace clarion::identity;

constexpr std::array kAll{Algorithm::es256, Algorithm::ps256, Algorithm::eddsa};

std::size_t used(json::value key, std::span<const Algorithm> allowed = kAll) {
    const auto read =
        read_key_set(json::serialize(json::object{{"keys", json::array{std::move(key)}}}), allowed);
    REQUIRE(read);
    return read->size();
}

}  // namespace

TEST_CASE("keys: sound ones of the allowed kinds are used") {
    for (const SigningKey& key :
         {SigningKey::ec("P-256"), SigningKey::rsa(2048), SigningKey::ed25519()}) {
        json::object jwk = key.jwk("k");
        CHECK(used(jwk) == 1);
        jwk.erase("alg");
        jwk.erase("use");
        CHECK(used(jwk) == 1);
        jwk["key_ops"] = {"verify"};
        CHECK(used(jwk) == 1);
        CHECK(used(jwk, {}) == 0);
    }
}

TEST_CASE("keys: weak, foreign, private or unfit ones are left out") {
    const json::object ec = SigningKey::ec("P-256").jwk("k");
    const json::object rsa = SigningKey::rsa(2048).jwk("k");
    const json::object ed = SigningKey::ed25519().jwk("k");
    const auto without = [](json::object key, std::string_view name) {
        key.erase(name);
        return key;
    };
    const auto with = [](json::object key, std::string_view name, const auto& value) {
        key[name] = value;
        return key;
    };
    const std::string zero = encode_base64url(std::vector<std::uint8_t>(32));
    std::vector<json::value> unfit{
        SigningKey::rsa(1024).jwk("k"),
        SigningKey::rsa(2047).jwk("k"),
        SigningKey::rsa(2048, 3).jwk("k"),
        SigningKey::rsa(2048, 17).jwk("k"),
        SigningKey::ec("P-384").jwk("k"),
        SigningKey::ec("P-521").jwk("k"),
        SigningKey::ec("secp256k1").jwk("k"),
        with(SigningKey::ec("secp256k1").jwk("k"), "crv", "P-256"),
        with(SigningKey::ec("P-384").jwk("k"), "crv", "P-256"),
        with(ec, "crv", "P-384"),
        with(ec, "crv", "p-256"),
        with(ec, "x", zero),
        with(ec, "y", ec.at("x")),
        with(with(ec, "x", zero), "y", zero),
        with(ec, "x", std::string(ec.at("x").as_string()) + "="),
        with(ec, "x", "AA" + std::string(ec.at("x").as_string())),
        with(ec, "alg", "ES384"),
        with(ec, "alg", 7),
        with(rsa, "alg", "RS256"),
        with(rsa, "alg", "RSA-OAEP"),
        with(rsa, "e", "AQ"),
        with(rsa, "e", "Ag"),
        with(rsa, "e", "AQAA"),
        with(rsa, "e", "AAEAAQ"),
        with(rsa, "n", "AA" + std::string(rsa.at("n").as_string())),
        with(rsa, "n", ""),
        with(rsa, "n", encode_base64url(std::vector<std::uint8_t>(2049, 0xFF))),
        with(rsa, "n", encode_base64url(std::vector<std::uint8_t>(256, 0xFE))),
        with(ed, "crv", "Ed448"),
        with(ed, "crv", "X25519"),
        with(ed, "x", "AAAA"),
        json::object{{"kty", "oct"}, {"kid", "k"}, {"k", "c2VjcmV0"}, {"alg", "HS256"}},
        json::object{{"kid", "k"}},
        "key",
        nullptr,
        json::array{},
    };
    for (const json::object& sound : {ec, rsa, ed}) {
        unfit.emplace_back(with(sound, "use", "enc"));
        unfit.emplace_back(with(sound, "use", nullptr));
        unfit.emplace_back(with(sound, "key_ops", json::array{"sign"}));
        unfit.emplace_back(with(sound, "key_ops", "verify"));
        unfit.emplace_back(with(sound, "d", "AAAA"));
        unfit.emplace_back(with(sound, "k", "AAAA"));
        unfit.emplace_back(with(sound, "kty", "oct"));
        unfit.emplace_back(with(sound, "kid", ""));
        unfit.emplace_back(with(sound, "kid", 7));
        unfit.emplace_back(with(sound, "kid", std::string(256, 'k')));
        unfit.emplace_back(without(sound, "kid"));
        unfit.emplace_back(without(sound, "kty"));
    }
    for (const json::value& key : unfit) {
        INFO(json::serialize(key));
        CHECK(used(key) == 0);
    }
}

TEST_CASE("keys: a text that is no set is refused whole") {
    for (const char* text :
         {"",
          "[]",
          "null",
          "{}",
          R"({"keys":{}})",
          R"({"keys":null})",
          R"({"keys":[],"keys":[]})",
          "{\"keys\":[]}x"}) {
        INFO(text);
        CHECK_FALSE(read_key_set(text, kAll));
    }
    json::array many(kKeysMax + 1, nullptr);
    CHECK_FALSE(read_key_set(json::serialize(json::object{{"keys", many}}), kAll));
    CHECK_FALSE(read_key_set(std::string(kKeySetBytesMax + 1, ' '), kAll));
}

TEST_CASE("keys: one name for two keys names none") {
    const json::array twice{
        SigningKey::ec("P-256").jwk("k"),
        SigningKey::ec("P-256").jwk("k"),
        SigningKey::ed25519().jwk("k")};
    const auto read = read_key_set(json::serialize(json::object{{"keys", twice}}), kAll);
    REQUIRE(read);

    CHECK(find_key(*read, "k", Algorithm::es256) == nullptr);
    CHECK(find_key(*read, "k", Algorithm::eddsa) != nullptr);
}

TEST_CASE("base64url: one text for one value") {
    CHECK(decode_base64url("") == "");
    CHECK(decode_base64url("_-8") == "\xFF\xEF");
    for (std::size_t size = 0; size < 70; ++size) {
        std::vector<std::uint8_t> bytes(size);
        for (std::size_t at = 0; at < size; ++at)
            bytes[at] = static_cast<std::uint8_t>(at * 37 + size);
        const std::string text = encode_base64url(bytes);
        CHECK(decode_base64url(text) == std::string(bytes.begin(), bytes.end()));
    }
    for (const char* text : {"A", "AAAAA", "AB", "AAB", "AA=", "AA==", "A A", "A+", "A/", "AA\n"})
        CHECK_FALSE(decode_base64url(text));
}
