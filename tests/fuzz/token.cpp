// Tokens and key sets from outside: whatever arrives is read or refused, never believed without a
// signature by a key whose other half nobody here holds, and read as one spelling alone.
#include <array>

#include "adapters/identity/base64url.hpp"
#include "adapters/identity/token_check.hpp"
#include "engine/ports/bytes.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace clarion::identity;
using clarion::fuzz::must_hold;

namespace {

constexpr std::array kAll{Algorithm::es256, Algorithm::ps256, Algorithm::eddsa};
// The example keys of RFC 7517 A.1 and RFC 8037 A.2.
constexpr std::string_view kKeys = R"({"keys":[
{"kty":"EC","crv":"P-256","kid":"es","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

const KeySet& keys() {
    static const KeySet kRead = *read_key_set(kKeys, kAll);
    return kRead;
}

Issuer issuer() {
    Issuer made;
    made.url = "https://sign-in.force.example";
    made.audience = "api";
    made.algorithms.assign(kAll.begin(), kAll.end());
    return made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Issuer kIssuer = issuer();
    const std::string_view text = clarion::fuzz::text_of(data, size);
    must_hold(keys().size() == 2);
    if (const auto read = read_key_set(text, kAll)) must_hold(read->size() <= kKeysMax);
    const auto token = read_compact_token(text);
    if (!token) return 0;
    must_hold(text.ends_with(encode_base64url(clarion::ports::view_of(token->signature))));
    for (const TokenKind kind : {TokenKind::access, TokenKind::id, TokenKind::logout}) {
        const TokenWanted wanted{
            .kind = kind,
            .audience = "api",
            .nonce = "n",
            .certificate_thumbprint = {},
            .now = clarion::core::Instant{std::chrono::hours(500'000)}};
        must_hold(!check_token(*token, kIssuer, keys(), wanted));
    }
    return 0;
}
