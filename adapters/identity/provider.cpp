#include "adapters/identity/provider.hpp"

#include <algorithm>

#include "adapters/identity/form_text.hpp"
#include "engine/core/strict_json.hpp"

namespace clarion::identity {

namespace json = core::json;

namespace {

constexpr std::string_view kHttps = "https://";

// HOST or HOST:PORT.
std::string_view authority_of(std::string_view url) {
    if (!url.starts_with(kHttps)) return {};
    url.remove_prefix(kHttps.size());
    return url.substr(0, url.find_first_of("/?#"));
}

std::optional<json::object> document_of(const std::optional<ProviderAnswer>& answer) {
    constexpr long kGood = 200;
    if (!answer || answer->status != kGood) return std::nullopt;
    auto read = core::read_strict_json(
        answer->body, {.depth_max = kTokenDepthMax, .bytes_max = kAnswerBytesMax}
    );
    if (!read || !read->is_object()) return std::nullopt;
    return std::move((*read).get_object());
}

bool flag_in(const json::object& document, std::string_view name) {
    const auto* value = document.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

// The client's name and secret as RFC 6749 2.3.1 wants them.
std::string basic(const ConsoleClient& client) {
    return "Authorization: Basic " +
           base64(form_text(client.id) + ":" + form_text(client.secret.reveal()));
}

}  // namespace

Provider::Provider(
    std::shared_ptr<KnownIssuer> issuer, AskProvider ask, const ports::Clock& clock, ports::Log& log
)
    : issuer_(std::move(issuer)), ask_(std::move(ask)), clock_(clock), log_(log) {}

void Provider::say(std::string_view event, std::string_view why) {
    log_.write(
        ports::LogLevel::warning,
        event,
        {{"issuer", issuer_->issuer.name}, {"why", std::string(why)}}
    );
}

bool Provider::is_allowed(std::string_view url) const {
    const std::string_view authority = authority_of(url);
    if (authority.empty() || authority.find('@') != authority.npos) return false;
    if (url.find_first_of(" \t\r\n\"\\#") != url.npos) return false;
    if (authority == authority_of(issuer_->issuer.url)) return true;
    const auto& others = issuer_->issuer.endpoint_hosts;
    return std::find(others.begin(), others.end(), authority) != others.end();
}

std::optional<ProviderPlaces> Provider::ask_places() {
    std::string url = issuer_->issuer.url;
    if (url.ends_with('/')) url.pop_back();
    const auto document = document_of(
        ask_({.url = url + "/.well-known/openid-configuration", .form = {}, .headers = {}})
    );
    if (!document) return say("provider_silent", "no description"), std::nullopt;
    if (text_member(*document, "issuer") != issuer_->issuer.url)
        return say("provider_refused", "it calls itself something else"), std::nullopt;
    ProviderPlaces made{
        .authorization = std::string(text_member(*document, "authorization_endpoint")),
        .token = std::string(text_member(*document, "token_endpoint")),
        .keys = std::string(text_member(*document, "jwks_uri")),
        .end_session = std::string(text_member(*document, "end_session_endpoint")),
        .says_who_it_is = flag_in(*document, "authorization_response_iss_parameter_supported")};
    const bool for_people = issuer_->issuer.console.has_value();
    const bool good = is_allowed(made.keys) &&
                      (!for_people || (is_allowed(made.authorization) && is_allowed(made.token)));
    if (!good)
        return say("provider_refused", "an endpoint on a host that is not named"), std::nullopt;
    if (!is_allowed(made.end_session)) made.end_session.clear();
    return made;
}

bool Provider::refresh() {
    auto places = ask_places();
    if (!places) return false;
    const auto answer = ask_({.url = places->keys, .form = {}, .headers = {}});
    if (!answer || answer->status != 200) return say("provider_silent", "no keys"), false;
    auto keys = read_key_set(answer->body, issuer_->issuer.algorithms);
    if (!keys) return say("provider_refused", keys.error()), false;
    if (keys->empty()) say("provider_refused", "none of its keys is of use here");
    issuer_->keys.forget_wish();
    issuer_->keys.replace(std::move(*keys));
    places_.store(std::make_shared<const ProviderPlaces>(std::move(*places)));
    return true;
}

void Provider::refresh_if_due() {
    const auto now = clock_.since_boot();
    const bool is_wanted = issuer_->keys.newer_wanted() && now - asked_ >= kKeysAskedMin;
    if (now < next_ && !is_wanted) return;
    asked_ = now;
    if (refresh()) {
        heard_ = now;
        retry_ = kRetryMin;
        next_ = now + kKeysRefreshed;
        return;
    }
    // What was withdrawn meanwhile we cannot know; a day is as long as we go without asking.
    if (places() && heard_ && now - *heard_ > kKeysAgeMax) {
        issuer_->keys.drop();
        places_.store(nullptr);
    }
    next_ = now + retry_;
    retry_ = std::min<std::chrono::milliseconds>(retry_ * 2, kRetryMax);
}

bool Provider::answers() {
    const auto now = clock_.since_boot();
    if (heard_ && now - *heard_ <= kAnswersFor) return true;
    // One that was silent a moment ago is not waited for by each person in turn.
    if (now - asked_ < kRetryMin) return false;
    next_ = now;
    refresh_if_due();
    return heard_ && *heard_ >= now;
}

core::Result<json::object, TokenFault> Provider::claims_of(
    std::string_view id_token, const std::string& nonce
) const {
    auto token = read_compact_token(id_token);
    if (!token) return core::failure(token.error());
    const auto keys = issuer_->keys.current();
    if (!keys) return core::failure(TokenFault::key);
    return check_token(
        std::move(*token),
        issuer_->issuer,
        *keys,
        {.kind = TokenKind::id,
         .audience = issuer_->issuer.console->id,
         .nonce = nonce,
         .certificate_thumbprint = {},
         .now = clock_.now()}
    );
}

core::Result<json::object, Provider::Exchange> Provider::exchange(const Code& code) {
    const auto at = places();
    const auto& client = issuer_->issuer.console;
    if (!at || !client) return core::failure(Exchange::no_answer);
    ProviderCall call{
        .url = at->token,
        .form = form_of({
            {"grant_type", "authorization_code"},
            {"code", code.code},
            {"redirect_uri", code.redirect_uri},
            {"code_verifier", code.verifier},
            {"client_id", client->id},
        }),
        .headers = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"}};
    if (!client->secret.empty()) call.headers.push_back(basic(*client));
    const auto answer = ask_(call);
    if (!answer || answer->status >= 500) {
        say("provider_silent", "no answer to a code");
        return core::failure(Exchange::no_answer);
    }
    const auto document = document_of(answer);
    const std::string_view id_token =
        document ? text_member(*document, "id_token") : std::string_view();
    auto claims = claims_of(id_token, code.nonce);
    if (!claims && claims.error() == TokenFault::key) {
        // Signed with a key that is newer than ours.
        issuer_->keys.want_newer();
        refresh_if_due();
        claims = claims_of(id_token, code.nonce);
    }
    if (!claims) {
        say("sign_in_refused", to_string(claims.error()));
        return core::failure(Exchange::refused);
    }
    return std::move(*claims);
}

}  // namespace clarion::identity
