// Forged and misused tokens, each signed by the test itself: headers that lie, keys used for what
// they are not, signatures that weak programs take.
#include <doctest/doctest.h>

#include "adapters/identity/base64url.hpp"
#include "tests/adapters/identity_door.hpp"

namespace {

namespace json = clarion::core::json;
using namespace clarion::test;
using namespace clarion::identity;

std::string text_of(const json::value& value) {
    return json::serialize(value);
}

Table with_headers(
    const Door& door, const std::string& fault, const std::vector<std::string>& texts
) {
    Table table;
    for (const std::string& text : texts)
        table.push_back({text, signed_token(text, text_of(door.claims()), door.es), fault});
    return table;
}

std::string header(const std::string& rest) {
    return R"({"kid":"es","typ":"at+jwt",)" + rest + "}";
}

}  // namespace

TEST_CASE("forgeries: the algorithm is the list's, whatever the header says") {
    const Door door;
    std::vector<std::string> algorithms;
    for (const char* name :
         {"none",         "None",        "NONE",   "nOnE",   "",         "HS256",  "HS384",
          "HS512",        "RS256",       "RS384",  "RS512",  "RS1",      "PS384",  "PS512",
          "ES384",        "ES512",       "ES256K", "es256",  "ES256 ",   " ES256", "ES-256",
          "Ed25519",      "Ed448",       "dir",    "A128KW", "RSA-OAEP", "RSA1_5", "ECDH-ES",
          "HS256\\u0000", "ES256\\u0000"})
        algorithms.push_back(header(R"("alg":")" + std::string(name) + "\""));
    for (const char* value : {"null", "true", "256", R"(["ES256"])", R"({"ES256":1})", "\"\""})
        algorithms.push_back(header(R"("alg":)" + std::string(value)));
    algorithms.push_back(R"({"kid":"es","typ":"at+jwt"})");
    all_refused(door, with_headers(door, "algorithm", algorithms), 35);
}

TEST_CASE("forgeries: a token that does not say it is an access token") {
    const Door door;
    std::vector<std::string> types;
    for (const char* value :
         {"\"JWT\"",
          "\"jwt\"",
          "\"id+jwt\"",
          "\"logout+jwt\"",
          "\"at+jwt2\"",
          "\"at +jwt\"",
          "\"at+jwt \"",
          "\"\"",
          "null",
          "1",
          R"(["at+jwt"])",
          "\"application/application/at+jwt\"",
          "\"text/at+jwt\"",
          "\"dpop+jwt\"",
          "\"JOSE\"",
          "\"secevent+jwt\""})
        types.push_back(R"({"alg":"ES256","kid":"es","typ":)" + std::string(value) + "}");
    types.push_back(R"({"alg":"ES256","kid":"es"})");
    all_refused(door, with_headers(door, "type", types), 15);
}

TEST_CASE("forgeries: the key's name is a name and nothing else") {
    const Door door;
    std::vector<std::string> keys;
    for (const char* value :
         {"\"\"",
          "\"ES\"",
          "\"es \"",
          "\"e\"",
          "\"es\\u0000\"",
          "\"ps\"",
          "\"ed\"",
          "\"../../../etc/passwd\"",
          "\"/dev/null\"",
          "\"' OR '1'='1\"",
          "\"es; DROP TABLE keys\"",
          "\"http://attacker.example/k\"",
          "\"*\"",
          "null",
          "0",
          "true",
          R"(["es"])",
          "{}"})
        keys.push_back(R"({"alg":"ES256","typ":"at+jwt","kid":)" + std::string(value) + "}");
    keys.push_back(R"({"alg":"ES256","typ":"at+jwt"})");
    keys.push_back(R"({"alg":"ES256","typ":"at+jwt","kid":")" + std::string(2000, 'k') + "\"}");
    all_refused(door, with_headers(door, "key", keys), 20);
}

TEST_CASE("forgeries: headers that change what is signed, and headers that are no JSON") {
    const Door door;
    std::vector<std::string> extensions;
    for (const char* rest :
         {R"("crit":[])",
          R"("crit":["exp"])",
          R"("crit":["b64"],"b64":false)",
          R"("crit":"exp")",
          R"("crit":null)",
          R"("b64":false)",
          R"("b64":true)",
          R"("zip":"DEF")",
          R"("enc":"A128GCM")",
          R"("crit":["kid","alg"])",
          R"("crit":["x"],"x":1)"})
        extensions.push_back(header(R"("alg":"ES256",)" + std::string(rest)));
    Table table = with_headers(door, "header", extensions);
    add(table,
        with_headers(
            door,
            "form",
            {"",
             "null",
             "[]",
             "1",
             "\"x\"",
             "{",
             "{}}",
             "{} {}",
             "\xEF\xBB\xBF{}",
             "{'alg':'ES256'}",
             R"({"alg":"ES256",})",
             R"({"alg":"ES256","alg":"none"})",
             R"({"alg":"none","alg":"ES256"})",
             R"({"alg":"ES256","\u0061lg":"none"})",
             R"({"alg":"ES256","kid":"es","kid":"ps"})",
             R"({"alg":"ES256","typ":"JWT","typ":"at+jwt"})",
             "{\"alg\":\"ES256\xFF\"}",
             R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}})",
             R"({"alg":NaN})",
             R"(/**/{"alg":"ES256"})",
             std::string("{\"alg\":\"ES256\"}\0", 16)}
        ));
    all_refused(door, table, 30);
}

TEST_CASE("forgeries: keys used for what they are not") {
    const Door door;
    Table table;
    // The public key, in every form it is published in, as the secret of a shared-key signature.
    for (const auto& [kid, key] : {std::pair{"es", &door.es}, {"ps", &door.ps}, {"ed", &door.ed}}) {
        const json::object jwk = key->jwk(kid);
        std::vector<std::string> secrets{
            key->public_pem(), text_of(jwk), "", std::string(32, '\0'), "secret"};
        for (const char* member : {"x", "y", "n", "e"}) {
            if (!jwk.contains(member)) continue;
            secrets.emplace_back(jwk.at(member).as_string());
            secrets.push_back(*decode_base64url(jwk.at(member).as_string()));
        }
        for (const std::string& secret : secrets) {
            for (const char* alg : {"HS256", "ES256", "PS256", "EdDSA"}) {
                const json::object header{{"alg", alg}, {"typ", "at+jwt"}, {"kid", kid}};
                const std::string input =
                    part_of(text_of(header)) + "." + part_of(text_of(door.claims()));
                const bool fits = find_key(
                                      *door.force->keys.current(),
                                      kid,
                                      algorithm_named(alg).value_or(Algorithm::es256)
                                  ) != nullptr;
                const std::string fault = alg == std::string("HS256") ? "algorithm"
                                          : fits                      ? "signature"
                                                                      : "key";
                table.push_back(
                    {std::string(alg) + " by " + kid,
                     input + "." + part_of(hmac_sha256(secret, input)),
                     fault}
                );
            }
        }
    }
    const std::string claims = text_of(door.claims());
    const std::string es = text_of(door.header("es")), ps = text_of(door.header("ps")),
                      ed = text_of(door.header("ed"));
    add(table,
        {{"another's key", signed_token(es, claims, door.stranger), "signature"},
         {"the agency's key for the force", signed_token(es, claims, door.agency_key), "signature"},
         {"an RSA signature under ES256", signed_token(es, claims, door.ps), "signature"},
         {"an Ed25519 signature under ES256", signed_token(es, claims, door.ed), "signature"},
         {"an EC signature under EdDSA", signed_token(ed, claims, door.es), "signature"},
         {"an EC signature under PS256", signed_token(ps, claims, door.es), "signature"},
         {"another RSA key", signed_token(ps, claims, SigningKey::rsa(2048)), "signature"},
         {"another Ed25519 key", signed_token(ed, claims, SigningKey::ed25519()), "signature"},
         {"P-384", signed_token(es, claims, SigningKey::ec("P-384")), "signature"},
         {"P-521", signed_token(es, claims, SigningKey::ec("P-521")), "signature"},
         {"secp256k1", signed_token(es, claims, SigningKey::ec("secp256k1")), "signature"},
         {"PKCS1 under PS256", signed_token(ps, claims, door.ps, Flaw::pkcs1), "signature"},
         {"no salt under PS256", signed_token(ps, claims, door.ps, Flaw::short_salt), "signature"},
         {"SHA-384 under PS256", signed_token(ps, claims, door.ps, Flaw::sha384), "signature"},
         {"SHA-384 under ES256", signed_token(es, claims, door.es, Flaw::sha384), "signature"},
         {"DER under ES256", signed_token(es, claims, door.es, Flaw::der), "signature"}});
    all_refused(door, table, 80);
}

TEST_CASE("forgeries: signatures that some programs take for any message") {
    const Door door;
    Table table;
    const auto under =
        [&](std::string_view kid, const std::string& what, const std::string& signature) {
            const std::string input =
                part_of(text_of(door.header(kid))) + "." + part_of(text_of(door.claims()));
            table.push_back(
                {std::string(kid) + " " + what, input + "." + part_of(signature), "signature"}
            );
        };
    const auto hex = [](std::string_view digits) {
        std::string bytes;
        for (std::size_t at = 0; at < digits.size(); at += 2)
            bytes += static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16));
        return bytes;
    };
    const std::string zero(32, '\0'), full(32, '\xFF'), one = std::string(31, '\0') + '\1';
    const std::string order =
        hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    const std::string above =
        hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552");
    const std::string field =
        hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    for (const std::string* r : {&zero, &one, &order, &above, &field, &full}) {
        for (const std::string* s : {&zero, &one, &order, &above, &field, &full})
            under("es", "edge of the numbers", *r + *s);
    }
    for (const std::string_view kid : {"es", "ps", "ed"}) {
        for (const std::size_t size :
             {0U, 1U, 31U, 32U, 33U, 63U, 64U, 65U, 72U, 96U, 128U, 132U, 255U, 256U, 257U, 512U}) {
            under(kid, "zeros " + std::to_string(size), std::string(size, '\0'));
            under(kid, "ones " + std::to_string(size), std::string(size, '\xFF'));
        }
        const SigningKey& key = kid == "es" ? door.es : kid == "ps" ? door.ps : door.ed;
        const std::string input =
            part_of(text_of(door.header(kid))) + "." + part_of(text_of(door.claims()));
        const std::string good = key.sign(input);
        under(kid, "one byte more", good + '\0');
        under(kid, "one byte before", '\0' + good);
        under(kid, "one byte less", good.substr(0, good.size() - 1));
        under(
            kid, "halves swapped", good.substr(good.size() / 2) + good.substr(0, good.size() / 2)
        );
        under(kid, "twice", good + good);
        under(kid, "of another text", key.sign(input + "x"));
        for (std::size_t at = 0; at < good.size(); at += 8) {
            std::string changed = good;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            under(kid, "bit changed at " + std::to_string(at), changed);
        }
    }
    all_refused(door, table, 180);
}
