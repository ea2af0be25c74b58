// How people sign in at the console and out again, with the providers of the room.
#include "adapters/identity/form_text.hpp"
#include "deploy/clarion/provider_desk.hpp"

namespace clarion::deploy {

using http::console::SignInFailed;
using http::console::SignInWays;

namespace {

// Where the listener answers; see the console's routes.
constexpr std::string_view kCallback = "/auth/callback";
constexpr std::string_view kSignedOut = "/signed-out";
// Whoever just proved who they are, did it within what a page and a thought take.
constexpr std::chrono::minutes kFreshMax{5};

}  // namespace

SignInWays SignInRoom::ways() {
    SignInWays made;
    for (const auto& known : issuers_) {
        if (known->issuer.console) made.ways.push_back({known->issuer.name, known->issuer.title});
    }
    made.begin = [this](SignInWays::Wish wish, SignInWays::Go go) {
        begin(std::move(wish), std::move(go));
    };
    made.finish = [this](SignInWays::Back back, SignInWays::Told told) {
        finish(std::move(back), std::move(told));
    };
    made.emergency = [this](std::string code, std::string session, SignInWays::Told told) {
        emergency_.use(std::move(code), std::move(session), std::move(told));
    };
    made.sign_out = [this](const std::string& cookie) { return sign_out(cookie); };
    made.back_channel = [this](std::string_view token, const SignInWays::Heard& heard) {
        back_channel(token, heard);
    };
    return made;
}

SignInRoom::Desk* SignInRoom::desk_named(std::string_view name) const {
    for (const auto& desk : desks_) {
        const identity::Issuer& issuer = desk->provider.known().issuer;
        if (issuer.name == name && issuer.console) return desk.get();
    }
    return nullptr;
}

// Asks the provider first whether it is there: a page of ours that says it is not is better than a
// browser's.
void SignInRoom::begin(SignInWays::Wish wish, SignInWays::Go go) {
    Desk* desk = desk_named(wish.way);
    if (desk == nullptr) return go(std::nullopt);
    const bool waits = desk->errands.offer([this, desk, wish = std::move(wish), go] {
        const bool answers = desk->provider.answers();
        const auto places = desk->provider.places();
        if (!answers || !places) return go(std::nullopt);
        const auto begun = requests_.begin(
            desk->provider,
            *places,
            staff_url_ + std::string(kCallback),
            {wish.fresh, wish.return_to}
        );
        go(SignInWays::Begun{begun.url, begun.cookie});
    });
    if (!waits) go(std::nullopt);
}

void SignInRoom::finish(SignInWays::Back back, SignInWays::Told told) {
    const auto returned = requests_.take_back(back.cookie, back.state);
    Desk* desk = returned ? desk_named(returned->issuer) : nullptr;
    if (desk == nullptr) return told(core::failure(SignInFailed::not_begun_here));
    const auto places = desk->provider.places();
    if (!places) return told(core::failure(SignInFailed::silent));
    // RFC 9207: an answer of one provider must not be taken for that of another.
    const bool must_say = places->says_who_it_is || desks_.size() > 1;
    const bool says = back.issuer && *back.issuer == desk->provider.known().issuer.url;
    if ((back.issuer || must_say) && !says) return told(core::failure(SignInFailed::refused));
    if (back.code.empty()) return told(core::failure(SignInFailed::refused));
    const bool waits =
        desk->errands.offer([this, desk, returned = *returned, back = std::move(back), told] {
            told(finish_with(*desk, returned, back));
        });
    if (!waits) told(core::failure(SignInFailed::silent));
}

core::Result<SignInWays::SignedIn, SignInFailed> SignInRoom::finish_with(
    Desk& desk, const identity::SignInRequests::Returned& returned, const SignInWays::Back& back
) {
    const auto claims = desk.provider.exchange({
        .code = back.code,
        .verifier = returned.verifier,
        .redirect_uri = staff_url_ + std::string(kCallback),
        .nonce = returned.nonce,
    });
    if (!claims) {
        const bool silent = claims.error() == identity::Provider::Exchange::no_answer;
        return core::failure(silent ? SignInFailed::silent : SignInFailed::refused);
    }
    const auto signed_in_at = identity::time_claim(*claims, "auth_time");
    const std::chrono::minutes age_max = returned.way.fresh ? kFreshMax : identity::kSessionLifeMax;
    if (!signed_in_at || room_.clock.now() - *signed_in_at > age_max + identity::kClockSkewMax)
        return core::failure(SignInFailed::refused);
    const int roles_taken = roles_taken_;
    core::Principal person =
        identity::principal_of(desk.provider.known().issuer, *claims, aliases_);
    if (person.roles.empty() || shut_out_.has(person.person)) {
        note(person, "sign_in_refused");
        return core::failure(SignInFailed::refused);
    }
    // Nobody is signed in whose sign-in cannot be put on record.
    if (!record(person, "signed_in")) return core::failure(SignInFailed::silent);
    room_.log.write(
        ports::LogLevel::info, "signed_in", {{"issuer", desk.provider.known().issuer.name}}
    );
    auto cookie = sessions_.open(
        {.person = std::move(person),
         .provider_session = std::string(identity::text_member(*claims, "sid")),
         .before = back.session}
    );
    if (roles_taken != roles_taken_) {
        static_cast<void>(sessions_.close(cookie.reveal()));
        return core::failure(SignInFailed::silent);
    }
    return SignInWays::SignedIn{std::move(cookie), returned.way.return_to};
}

std::string SignInRoom::sign_out(const std::string& cookie) {
    const auto person = sessions_.close(cookie);
    if (!person) return {};
    note(*person, "signed_out");
    for (const auto& desk : desks_) {
        const identity::Issuer& issuer = desk->provider.known().issuer;
        const auto places = desk->provider.places();
        if (issuer.url != person->issuer || !issuer.console || !places) continue;
        if (places->end_session.empty()) return {};
        // Without an id_token_hint: it would carry their name through the browser's history.
        const bool has_query = places->end_session.find('?') != std::string::npos;
        return places->end_session + (has_query ? "&" : "?") +
               identity::form_of({
                   {"client_id", issuer.console->id},
                   {"post_logout_redirect_uri", staff_url_ + std::string(kSignedOut)},
               });
    }
    return {};
}

void SignInRoom::back_channel(std::string_view logout_token, const SignInWays::Heard& heard) {
    const auto token = identity::read_compact_token(logout_token);
    if (!token) return heard(SignInWays::Word::not_believed);
    for (const auto& known : issuers_) {
        const auto keys = known->keys.current();
        if (known->issuer.url != identity::text_member(token->claims, "iss") || !keys) continue;
        if (!known->issuer.console) continue;
        const auto claims = identity::check_token(
            *token,
            known->issuer,
            *keys,
            {.kind = identity::TokenKind::logout,
             .audience = known->issuer.console->id,
             .nonce = {},
             .certificate_thumbprint = {},
             .now = room_.clock.now()}
        );
        if (!claims) break;
        signed_out_.tell(
            {.issuer = known->issuer.url,
             .subject = std::string(identity::text_member(*claims, "sub")),
             .provider_session = std::string(identity::text_member(*claims, "sid")),
             .at = room_.clock.now()},
            [heard](bool is_kept) {
                heard(is_kept ? SignInWays::Word::kept : SignInWays::Word::not_kept);
            }
        );
        return;
    }
    heard(SignInWays::Word::not_believed);
}

std::size_t SignInRoom::end_what_is_signed_out(const postgres::SignedOut& word) {
    // The clocks of two nodes differ a little; whoever signed in again just then does it once more.
    const core::Instant until = word.at + identity::kClockSkewMax;
    const auto people =
        sessions_.close_all(word.issuer, word.subject, word.provider_session, until);
    for (const core::Principal& person : people)
        note(person, word.by_operator ? "access_ended" : "signed_out_by_provider");
    if (!word.subject.empty()) sign_outs_->add({word.issuer, word.subject}, word.at);
    return people.size();
}

}  // namespace clarion::deploy
