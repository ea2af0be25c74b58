// Sending the form: once, however often the button is pressed, and nothing is lost when it cannot
// be taken.
#include "adapters/http/intake/form_desk.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr int kUnavailable = 503;

std::string language_of(const json::object& request) {
    const json::value* language = request.if_contains("language");
    const bool welsh = language && *language == json::value("cy");
    return welsh ? "cy" : "en";
}

}  // namespace

void FormDesk::send(Call call) {
    auto post = posted(call, nullptr);
    if (!post) return;
    const Visit& visit = post->visit;
    const std::string open = first_open(journey_, visit);
    if (open != kSummaryAddress) return call.reply(redirect(open));
    for (const Page* page : active_pages(journey_, visit.answers())) {
        const auto problems =
            check_page(journey_, *page, visit.answers(), settings_.forms, today());
        if (problems.empty()) continue;
        return call.reply(pages_.question(*page, visit, visit.answers(), problems, kSummaryAddress)
        );
    }
    offer(std::move(call), visit, request_of(journey_, visit.answers()));
}

void FormDesk::offer(Call call, const Visit& visit, json::object request) {
    runtime::SubmitRequest submit;
    submit.language = language_of(request);
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
    work.answer = [self = shared_from_this(),
                   cookie = visit.cookie(),
                   reply = call.reply](runtime::Answer answer) {
        Response later;
        later.finish = [self, cookie, answer = std::move(answer)](Response& response) {
            response = self->answered(cookie, answer);
        };
        reply(std::move(later));
    };
    if (!queue_.offer(std::move(work))) {
        call.reply(pages_.fixed(
            "trouble", {.title = "Page", .back_href = {}, .wrong = true, .status = kUnavailable}
        ));
    }
}

Response FormDesk::answered(const std::string& cookie, const runtime::Answer& answer) {
    const auto* done = std::get_if<runtime::Answered>(&answer);
    if (!done) {
        // Checked here before: a refusal means that something is wrong with us, not with the
        // answers.
        return pages_.fixed(
            "trouble", {.title = "Page", .back_href = {}, .wrong = true, .status = kUnavailable}
        );
    }
    auto draft = drafts_.open(cookie);
    if (!draft) return ended();
    Visit visit(cookie, std::move(*draft));
    visit.become_sent({{"reference", done->document.at("reference")}});
    return keep(visit, redirect("/sent"));
}

}  // namespace clarion::http::intake
