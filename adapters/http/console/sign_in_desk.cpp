// Signing in at one's own provider and out again. The demonstration's personas are in
// desk_writes.cpp.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/posted_page.hpp"

namespace clarion::http::console {

namespace {

// Lax, because the provider sends the browser back from another site; it is good for ten minutes
// and for nothing but that.
constexpr std::string_view kBeginCookie = "__Host-signin";
constexpr std::string_view kStrict = "; Path=/; Secure; HttpOnly; SameSite=Strict";
constexpr std::string_view kLax = "; Path=/; Secure; HttpOnly; SameSite=Lax";
constexpr std::string_view kGone = "; Max-Age=0";

std::string text_of(std::string_view view) {
    return std::string(view);
}

std::string cookie_line(std::string_view name, std::string_view value, std::string_view rest) {
    return text_of(name) + "=" + text_of(value) + text_of(rest);
}

std::string query(const Request& request, std::string_view name) {
    return text_of(request.query_value(name).value_or(""));
}

std::string escaped_path(const std::string& path) {
    return path.find_first_of("&?#%+ ") == std::string::npos ? path : "/console";
}

}  // namespace

void ConsoleDesk::show_ways(Call call) {
    const SignInWays& ways = *settings_.ways;
    const std::string to = query(call.request, "to");
    const std::string again = query(call.request, "again") == "1" ? "1" : "";
    std::string with = query(call.request, "with");
    if (ways.ways.size() == 1) with = ways.ways.front().name;
    if (!with.empty()) {
        return ways.begin(
            {with, !again.empty(), to},
            [self = shared_from_this(),
             reply = call.reply](const std::optional<SignInWays::Begun>& begun) {
                if (!begun) return reply(self->sign_in_failed(SignInFailed::silent));
                reply(redirect(begun->url)
                          .with("set-cookie", cookie_line(kBeginCookie, begun->cookie, kLax)));
            }
        );
    }
    std::vector<ConsolePages::Link> links;
    for (const SignInWays::Way& way : ways.ways) {
        links.push_back(
            {"/signin?with=" + way.name + (again.empty() ? "" : "&again=1") +
                 (to.empty() ? "" : "&to=" + escaped_path(to)),
             way.title}
        );
    }
    call.reply(pages_.linked(
        200,
        "Sign in",
        links.empty() ? "Nobody can sign in here yet: no identity provider is configured."
                      : "Choose whom you work for.",
        links
    ));
}

void ConsoleDesk::ask_for_code(Call call) {
    call.reply(pages_.emergency(false));
}

// Whatever is wrong with a code has one answer: nobody learns whether there is a pass.
void ConsoleDesk::take_code(Call call) {
    const auto fields = parse_form(call.request.body);
    settings_.ways->emergency(
        fields ? value_of(*fields, "code") : "",
        text_of(call.request.cookie(settings_.cookie_name).value_or("")),
        [self = shared_from_this(),
         reply = call.reply](const core::Result<SignInWays::SignedIn, SignInFailed>& result) {
            if (!result && result.error() == SignInFailed::silent) return reply(self->busy());
            if (!result) return reply(self->pages_.emergency(true));
            reply(redirect(result.value().return_to)
                      .with(
                          "set-cookie",
                          cookie_line(
                              self->settings_.cookie_name, result.value().session.reveal(), kStrict
                          )
                      ));
        }
    );
}

Response ConsoleDesk::busy() const {
    return std::move(pages_
                         .linked(
                             503,
                             "Signing in does not work just now",
                             "The service cannot put on record that you come in. Where your code "
                             "was not used up, try again in a minute.",
                             {{"/signin/emergency", "Try again"}}
                         )
                         .with("retry-after", "60"));
}

void ConsoleDesk::come_back(Call call) {
    SignInWays::Back back;
    back.code = query(call.request, "code");
    back.state = query(call.request, "state");
    if (const auto issuer = call.request.query_value("iss")) back.issuer = text_of(*issuer);
    back.cookie = text_of(call.request.cookie(kBeginCookie).value_or(""));
    back.session = text_of(call.request.cookie(settings_.cookie_name).value_or(""));
    settings_.ways->finish(
        std::move(back),
        [self = shared_from_this(),
         reply = call.reply](const core::Result<SignInWays::SignedIn, SignInFailed>& result) {
            Response response = result ? self->signed_in(result.value().return_to)
                                       : self->sign_in_failed(result.error());
            if (result) {
                response.with(
                    "set-cookie",
                    cookie_line(
                        self->settings_.cookie_name, result.value().session.reveal(), kStrict
                    )
                );
            }
            response.with(
                "set-cookie", cookie_line(kBeginCookie, "", text_of(kLax) + text_of(kGone))
            );
            reply(std::move(response));
        }
    );
}

// A page and not a redirect: the browser came from another site, and would not send a strict cookie
// along that road.
Response ConsoleDesk::signed_in(const std::string& return_to) const {
    return std::move(pages_.linked(
                               200, "You are signed in", "", {{return_to, "Go on"}}
    ).with("refresh", "0; url=" + return_to));
}

Response ConsoleDesk::sign_in_failed(SignInFailed why) const {
    const std::vector<ConsolePages::Link> again{{"/signin", "Sign in"}};
    const std::vector<ConsolePages::Link> in_need{
        {"/signin", "Sign in"}, {"/signin/emergency", "Sign in with an emergency code"}};
    switch (why) {
        case SignInFailed::not_begun_here:
            return pages_.linked(
                400,
                "Begin again",
                "This sign-in was not begun in this browser, or too long ago.",
                again
            );
        case SignInFailed::refused:
            return pages_.linked(
                403,
                "You were not signed in",
                "Your provider did not say who you are in a way that is taken here.",
                again
            );
        case SignInFailed::silent:
            return std::move(pages_
                                 .linked(
                                     503,
                                     "Signing in does not work just now",
                                     "The provider does not answer. Whoever is signed in can "
                                     "work on. Try again in a minute.",
                                     in_need
                                 )
                                 .with("retry-after", "60"));
    }
    return pages_.linked(500, "Something went wrong", "Nothing took place.", again);
}

void ConsoleDesk::say_goodbye(Call call) {
    if (!posted(call, {})) return;
    const std::string cookie = text_of(call.request.cookie(settings_.cookie_name).value_or(""));
    const std::string onward = settings_.ways->sign_out(cookie);
    const std::string to = onward.empty() ? "/signed-out" : onward;
    // The policy on forms lets none be sent to another site, redirects included; so this is a page.
    call.reply(
        std::move(pages_.linked(200, "You are signed out here", "", {{to, "Go on"}})
                      .with("refresh", "0; url=" + to)
                      .with(
                          "set-cookie",
                          cookie_line(settings_.cookie_name, "", text_of(kStrict) + text_of(kGone))
                      )
                      .with("clear-site-data", "\"cache\", \"storage\""))
    );
}

void ConsoleDesk::signed_out(Call call) {
    call.reply(pages_.linked(200, "You are signed out", "", {{"/signin", "Sign in"}}));
}

void ConsoleDesk::back_channel_logout(Call call) {
    const auto fields = parse_form(call.request.body);
    const std::string token = fields ? value_of(*fields, "logout_token") : "";
    settings_.ways->back_channel(token, [reply = call.reply](SignInWays::Word word) {
        Response response;
        switch (word) {
            case SignInWays::Word::kept:
                break;
            case SignInWays::Word::not_kept:
                response.status = 503;
                response.with("retry-after", "5");
                break;
            case SignInWays::Word::not_believed:
                response.status = 400;
                break;
        }
        reply(std::move(response));
    });
}

// What they were sending is held by the page alone: nothing of it is stored here, and it is taken
// only from the person who wrote it.
Response ConsoleDesk::locked(const Request& request) const {
    if (request.method == Method::get || request.method == Method::head)
        return redirect("/signin?to=" + escaped_path(request.path));
    return pages_.locked(request.path, parse_form(request.body).value_or(FormFields{}));
}

// Nothing took place, so what they typed can be sent again as it is.
Response ConsoleDesk::wait_a_moment(const Request& request) const {
    return pages_.wait_a_moment(request.path, parse_form(request.body).value_or(FormFields{}));
}

}  // namespace clarion::http::console
