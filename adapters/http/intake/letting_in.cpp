// The rates of the public form. Nobody is locked out: many honest people share one network, so a
// form in progress is held to its own rate and not to its network's, who is early waits for the
// answer, and beyond that nothing typed is lost.
#include <algorithm>

#include "adapters/http/intake/form_desk.hpp"

namespace clarion::http::intake {

namespace {

constexpr int kTooMany = 429;

// In the steps of all answers that wait, so that a wait tells no more than that.
std::chrono::milliseconds in_steps(std::chrono::milliseconds wait) {
    return (wait + kAnswerStep - std::chrono::milliseconds(1)) / kAnswerStep * kAnswerStep;
}

}  // namespace

void FormDesk::let_in(Call call, Urgency urgency, const Handler& next) {
    Admission* const admission = settings_.admission;
    // Staff have their own rate, and so do pages that only say something: none.
    const bool is_held = urgency == Urgency::begin || urgency == Urgency::going_on;
    if (admission == nullptr || settings_.assisted || !is_held) return next(std::move(call));
    const auto cookie = call.request.cookie(settings_.cookie_name);
    const bool is_known = cookie && drafts_.knows(*cookie);
    const Limit limit = urgency == Urgency::begin ? Limit::new_forms
                        : is_known                ? Limit::session
                                                  : Limit::visits;
    const std::string who(limit == Limit::session ? *cookie : call.request.network);
    const core::Taken taken = admission->take(limit, who, kLongestStep);
    if (!taken.allowed) {
        call.reply(slow_down(call, taken));
        return;
    }
    if (taken.wait.count() > 0) {
        call.reply = [reply = std::move(call.reply), wait = in_steps(taken.wait)](Response answer) {
            answer.step = std::max(answer.step, wait);
            reply(std::move(answer));
        };
    }
    next(std::move(call));
}

Response FormDesk::slow_down(const Call& call, const core::Taken& taken) const {
    const Spoken& in = spoken(call.request);
    const std::string& path = call.request.path;
    const bool sends = call.request.method == Method::post;
    std::string slug = path.substr(std::min(in.speech.tongue.base.size() + 1, path.size()));
    const Page* page = in.journey().find(slug);
    const auto typed = parse_form(
        call.request.body, page ? repeatable_names(*page) : std::vector<std::string_view>()
    );
    web::View::List fields;
    for (const auto& [name, value] : typed.value_or(FormFields())) {
        if (name == kSpeakField) continue;
        fields.push_back(web::View().text("name", name).text("value", value));
    }
    web::View view;
    view.text("action", path).flag("sends", sends).list("fields", std::move(fields));
    // What was typed goes along to the other language where a question takes it; nothing else does.
    const std::string here = page ? "/" + page->slug : sends ? "" : "/" + slug;
    Response response = in.pages.fixed(
        "slow_down",
        {.here = here, .keeps_typed = page && sends, .status = kTooMany},
        std::move(view)
    );
    return std::move(response.with("retry-after", retry_after(taken)));
}

}  // namespace clarion::http::intake
