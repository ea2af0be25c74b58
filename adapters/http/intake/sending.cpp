// Sending the form: once, however often the button is pressed, and nothing is lost when it cannot
// be taken.
#include "adapters/http/intake/form_desk.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr int kUnavailable = 503;

// What was answered; where it was not asked or left open, the language of the pages.
std::string language_of(const json::object& request, const std::string& spoken) {
    const json::value* language = request.if_contains("language");
    const bool said = language && language->is_string();
    return said ? std::string(language->get_string()) : spoken;
}

}  // namespace

void FormDesk::send(Call call) {
    const Spoken& in = spoken(call.request);
    auto post = posted(call, nullptr);
    if (!post) return;
    const Visit& visit = post->visit;
    const std::string open = first_open(in.journey(), visit);
    if (open != kSummaryAddress) return call.reply(in.go(open));
    for (const Page* page : active_pages(in.journey(), visit.answers())) {
        const auto problems = check_page(in.journey(), *page, visit.answers(), checking(in));
        if (problems.empty()) continue;
        return call.reply(
            in.pages.question(*page, visit, visit.answers(), problems, kSummaryAddress)
        );
    }
    offer(std::move(call), visit, request_of(in.journey(), visit.answers()));
}

void FormDesk::offer(Call call, const Visit& visit, json::object request) {
    const Spoken& in = spoken(call.request);
    const std::string language = language_of(request, in.speech.tongue.code);
    runtime::SubmitRequest submit;
    submit.language = in.speech.tongue.code;
    for (const auto& one : languages_) {
        if (one->speech.tongue.code == language) submit.language = language;
    }
    submit.channel = "online";
    submit.idempotency.key = visit.send_key();
    submit.idempotency.request_hash =
        settings_.sha256({ports::view_of("POST /send\n"), ports::view_of(json::serialize(request))}
        );
    submit.form = json::value(std::move(request));

    runtime::Work work;
    work.caller = {core::public_applicant(), call.request.id};
    work.asked = std::move(submit);
    // The page is drawn on the connection's own thread; the engine's has other work.
    work.answer = [self = shared_from_this(), &in, cookie = visit.cookie(), reply = call.reply](
                      runtime::Answer answer
                  ) {
        Response later;
        later.step = kAnswerStep;
        later.finish = [self, &in, cookie, answer = std::move(answer)](Response& response) {
            response = self->answered(in, cookie, answer);
        };
        reply(std::move(later));
    };
    if (!queue_.offer(std::move(work))) {
        call.reply(in.pages.fixed("trouble", {.wrong = true, .status = kUnavailable}));
    }
}

Response FormDesk::answered(
    const Spoken& in, const std::string& cookie, const runtime::Answer& answer
) {
    const auto* done = std::get_if<runtime::Answered>(&answer);
    if (!done) {
        // Checked here before: a refusal means that something is wrong with us, not with the
        // answers.
        return in.pages.fixed("trouble", {.wrong = true, .status = kUnavailable});
    }
    auto draft = drafts_.open(cookie);
    if (!draft) return ended(in);
    Visit visit(cookie, std::move(*draft));
    visit.become_sent({{"reference", done->document.at("reference")}});
    return keep(in, visit, in.go("/sent"));
}

}  // namespace clarion::http::intake
