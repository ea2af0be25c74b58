#include "adapters/identity/token_check.hpp"

#include <algorithm>
#include <cmath>

namespace clarion::identity {

namespace json = core::json;

namespace {

constexpr std::size_t kSubjectBytesMax = 255;
constexpr std::string_view kLogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

using Fault = std::optional<TokenFault>;

std::string media_type(std::string_view text) {
    std::string type(text);
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    });
    constexpr std::string_view kPrefix = "application/";
    return type.starts_with(kPrefix) ? type.substr(kPrefix.size()) : type;
}

// An access token must say that it is one. Providers leave the type out of ID and logout tokens, or
// write JWT: nonce and event tell those apart.
bool is_of_type(const json::object& header, TokenKind kind) {
    const bool is_text = header.contains("typ") && header.at("typ").is_string();
    if (header.contains("typ") && !is_text) return false;
    const std::string type = media_type(text_member(header, "typ"));
    switch (kind) {
        case TokenKind::access:
            return type == "at+jwt";
        case TokenKind::id:
            return !is_text || type == "jwt";
        case TokenKind::logout:
            return !is_text || type == "jwt" || type == "logout+jwt";
    }
    std::terminate();
}

Fault check_signature(const CompactToken& token, const Issuer& issuer, const KeySet& keys) {
    const auto algorithm = algorithm_named(text_member(token.header, "alg"));
    const auto& allowed = issuer.algorithms;
    if (!algorithm || std::find(allowed.begin(), allowed.end(), *algorithm) == allowed.end())
        return TokenFault::algorithm;
    const TokenKey* key = find_key(keys, text_member(token.header, "kid"), *algorithm);
    if (key == nullptr) return TokenFault::key;
    return key->has_signed(token) ? Fault() : TokenFault::signature;
}

bool is_for(const json::object& claims, std::string_view audience, TokenKind kind) {
    const auto* claim = claims.if_contains("aud");
    if (claim == nullptr || audience.empty()) return false;
    const json::value wanted(audience);
    if (claim->is_string()) return *claim == wanted;
    if (!claim->is_array()) return false;
    const auto& all = claim->get_array();
    const bool only_texts =
        std::all_of(all.begin(), all.end(), [](const auto& each) { return each.is_string(); });
    const bool has_ours = std::find(all.begin(), all.end(), wanted) != all.end();
    if (!only_texts || !has_ours) return false;
    // Somebody else's ID token in which we are named beside them is not a sign-in here.
    return kind == TokenKind::access || all.size() == 1 || text_member(claims, "azp") == audience;
}

Fault check_times(const json::object& claims, core::Instant now) {
    const auto expires = time_claim(claims, "exp");
    const auto issued = time_claim(claims, "iat");
    if (!expires || !issued || *expires <= *issued) return TokenFault::time;
    if (*expires - *issued > kTokenLifeMax) return TokenFault::time;
    if (now >= *expires + kClockSkewMax || *issued > now + kClockSkewMax) return TokenFault::time;
    if (!claims.contains("nbf")) return std::nullopt;
    const auto begins = time_claim(claims, "nbf");
    if (!begins || *begins > now + kClockSkewMax) return TokenFault::time;
    return std::nullopt;
}

bool is_subject(std::string_view text) {
    return !text.empty() && text.size() <= kSubjectBytesMax &&
           std::all_of(text.begin(), text.end(), [](unsigned char letter) {
               return letter >= ' ' && letter <= '~';
           });
}

bool is_logout(const json::object& claims) {
    const auto* events = claims.if_contains("events");
    const auto* object = events != nullptr ? events->if_object() : nullptr;
    const auto* event = object != nullptr ? object->if_contains(kLogoutEvent) : nullptr;
    if (event == nullptr || !event->is_object() || claims.contains("nonce")) return false;
    const std::string_view session = text_member(claims, "sid");
    const std::string_view subject = text_member(claims, "sub");
    // What is there must be a name, for it is carried to other nodes.
    const bool are_names =
        (session.empty() || is_subject(session)) && (subject.empty() || is_subject(subject));
    const bool names_any = !session.empty() || !subject.empty();
    return are_names && names_any && !text_member(claims, "jti").empty();
}

// What a token of that kind must say besides.
Fault check_kind(const json::object& claims, const TokenWanted& wanted) {
    switch (wanted.kind) {
        case TokenKind::access:
            if (!is_subject(text_member(claims, "sub"))) return TokenFault::claims;
            if (text_member(claims, "client_id").empty()) return TokenFault::claims;
            if (text_member(claims, "jti").empty()) return TokenFault::claims;
            return claims.contains("nonce") || claims.contains("events") ? TokenFault::claims
                                                                         : Fault();
        case TokenKind::id:
            if (!is_subject(text_member(claims, "sub"))) return TokenFault::claims;
            if (claims.contains("events")) return TokenFault::claims;
            if (claims.contains("azp") && text_member(claims, "azp") != wanted.audience)
                return TokenFault::claims;
            if (wanted.nonce.empty() || text_member(claims, "nonce") != wanted.nonce)
                return TokenFault::claims;
            return time_claim(claims, "auth_time") ? Fault() : TokenFault::claims;
        case TokenKind::logout:
            return is_logout(claims) ? Fault() : TokenFault::claims;
    }
    std::terminate();
}

// RFC 8705 3.1. A token bound to anything else, such as a DPoP key, is bound to what we cannot see.
Fault check_binding(const json::object& claims, const Issuer& issuer, const TokenWanted& wanted) {
    if (wanted.kind != TokenKind::access) return std::nullopt;
    const auto* bound = claims.if_contains("cnf");
    if (bound == nullptr) return issuer.certificate_bound ? TokenFault::binding : Fault();
    const auto* to = bound->if_object();
    const bool is_ours = to != nullptr && to->size() == 1 &&
                         !wanted.certificate_thumbprint.empty() &&
                         text_member(*to, "x5t#S256") == wanted.certificate_thumbprint;
    return is_ours ? Fault() : TokenFault::binding;
}

}  // namespace

std::optional<core::Instant> time_claim(const json::object& claims, std::string_view name) {
    constexpr double kLatest = 32503680000.0;  // the year 3000; keeps all sums in range
    const auto* value = claims.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto seconds = value->to_number<double>();
    if (!(seconds >= 0 && seconds < kLatest)) return std::nullopt;
    return core::Instant{
        std::chrono::milliseconds(static_cast<std::int64_t>(std::floor(seconds * 1000)))};
}

core::Result<json::object, TokenFault> check_token(
    CompactToken token, const Issuer& issuer, const KeySet& keys, const TokenWanted& wanted
) {
    if (!is_of_type(token.header, wanted.kind)) return core::failure(TokenFault::type);
    if (text_member(token.claims, "iss") != issuer.url) return core::failure(TokenFault::issuer);
    if (const Fault fault = check_signature(token, issuer, keys)) return core::failure(*fault);
    if (!is_for(token.claims, wanted.audience, wanted.kind))
        return core::failure(TokenFault::audience);
    if (const Fault fault = check_times(token.claims, wanted.now)) return core::failure(*fault);
    if (const Fault fault = check_kind(token.claims, wanted)) return core::failure(*fault);
    if (const Fault fault = check_binding(token.claims, issuer, wanted))
        return core::failure(*fault);
    return std::move(token.claims);
}

}  // namespace clarion::identity
