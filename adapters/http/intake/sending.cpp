// Sending the form: once, however often the button is pressed, and nothing is lost when it cannot
// be taken.
#include "adapters/http/intake/form_desk.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr int kUnavailable = 503;

}  // namespace

std::string FormDesk::language_of(const json::object& request, const Spoken& in) const {
    const json::value* chosen = request.if_contains("language");
    for (const auto& one : languages_) {
        const std::string& code = one->speech.tongue.code;
        if (chosen && *chosen == json::value(code)) return code;
    }
    // It was not asked, or left open, or is one that no page speaks.
    return in.speech.tongue.code;
}

std::optional<FormDesk::Ready> FormDesk::ready_to_send(Call& call) {
    const Spoken& in = spoken(call.request);
    auto post = posted(call, nullptr);
    if (!post) return std::nullopt;
    const Visit& visit = post->visit;
    const std::string open = first_open(in.journey(), visit);
    if (open != kSummaryAddress) {
        call.reply(in.go(open));
        return std::nullopt;
    }
    for (const Page* page : active_pages(in.journey(), visit.answers())) {
        const auto problems = check_page(in.journey(), *page, visit.answers(), checking(in));
        if (problems.empty()) continue;
        call.reply(in.pages.question(*page, visit, visit.answers(), problems, kSummaryAddress));
        return std::nullopt;
    }
    json::object request = request_of(in.journey(), visit.answers());
    runtime::Idempotency idempotency;
    idempotency.key = visit.send_key();
    idempotency.request_hash =
        settings_.sha256({ports::view_of("POST /send\n"), ports::view_of(json::serialize(request))}
        );
    std::string language = language_of(request, in);
    return Ready{
        std::move(post->visit), std::move(request), std::move(language), std::move(idempotency)};
}

std::string FormDesk::hashed_network(const Call& call) const {
    if (call.request.network.empty()) return {};
    const core::Digest digest =
        settings_.sha256({ports::view_of(network_key_), ports::view_of(call.request.network)});
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void FormDesk::send(Call call) {
    const Spoken& in = spoken(call.request);
    auto ready = ready_to_send(call);
    if (!ready) return;
    runtime::SubmitRequest submit;
    submit.language = ready->language;
    submit.channel = "online";
    submit.network = hashed_network(call);
    submit.people_named = ready->visit.people_named();
    submit.idempotency = std::move(ready->idempotency);
    submit.form = json::value(std::move(ready->request));

    runtime::Work work;
    work.caller = {core::public_applicant(), call.request.id};
    work.asked = std::move(submit);
    // The page is drawn on the connection's own thread; the engine's has other work.
    work.answer = [self = shared_from_this(),
                   &in,
                   secret = ready->visit.secret(),
                   reply = call.reply](runtime::Answer answer) {
        Response later;
        later.step = kAnswerStep;
        later.finish = [self, &in, secret, answer = std::move(answer)](Response& response) {
            response = self->answered(in, secret, answer);
        };
        reply(std::move(later));
    };
    if (!queue_.offer(std::move(work))) {
        call.reply(
            in.pages.fixed("trouble", {.here = "/answers", .wrong = true, .status = kUnavailable})
        );
    }
}

Response FormDesk::answered(
    const Spoken& in, const ports::Secret& secret, const runtime::Answer& answer
) {
    const auto* done = std::get_if<runtime::Answered>(&answer);
    if (!done) {
        // Checked here before: a refusal means that something is wrong with us, not with the
        // answers.
        return in.pages.fixed(
            "trouble", {.here = "/answers", .wrong = true, .status = kUnavailable}
        );
    }
    auto draft = drafts_.open(secret.reveal());
    if (!draft) return ended(in);
    Visit visit(secret, std::move(*draft));
    visit.become_sent({{"reference", done->document.at("reference")}});
    return keep(in, visit, in.go("/sent"));
}

}  // namespace clarion::http::intake
