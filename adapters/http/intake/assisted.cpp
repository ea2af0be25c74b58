// Assisted entry: staff read the form out to somebody on the telephone or at a counter and fill it
// in for them. The same pages, rules and answers; the case says by which road it came and who
// wrote it down.
#include <algorithm>
#include <array>

#include "adapters/http/intake/form_desk.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr int kUnprocessable = 400;
constexpr int kNotFound = 404;
constexpr int kUnavailable = 503;
constexpr std::string_view kChannelField = "channel";
// As the engine takes them of staff. What partners bring has a road of its own.
constexpr std::array<std::string_view, 3> kChannels{"phone", "front_desk", "officer"};

std::string channel_in(const std::string& body) {
    const auto fields = parse_form(body);
    if (!fields) return {};
    for (const auto& [name, value] : *fields) {
        const bool known = std::find(kChannels.begin(), kChannels.end(), value) != kChannels.end();
        if (name == kChannelField && known) return value;
    }
    return {};
}

// Whether the list of workflows says that its reader may open cases of this one.
bool may_open(const json::value& list, std::string_view route) {
    const json::value* items = list.is_object() ? list.get_object().if_contains("items") : nullptr;
    if (!items || !items->is_array()) return false;
    const auto& all = items->get_array();
    return std::any_of(all.begin(), all.end(), [route](const json::value& item) {
        const json::object& workflow = item.as_object();
        const json::value& opening = workflow.at("opening");
        return workflow.at("route") == json::value(route) && opening.is_object() &&
               opening.at("allowed") == json::value(true);
    });
}

}  // namespace

void FormDesk::choose_channel(Call call) const {
    call.reply(spoken(call.request).pages.channels(false));
}

void FormDesk::begin_for_somebody(Call call) {
    const Spoken& in = spoken(call.request);
    const std::string channel = channel_in(call.request.body);
    if (channel.empty()) return call.reply(in.pages.channels(true));
    runtime::Work work;
    work.caller = {call.principal, call.request.id};
    work.asked = runtime::ListWorkflows{};
    work.answer = [self = shared_from_this(), &in, call, channel](runtime::Answer list) {
        Response later;
        later.finish = [self, &in, call, channel, list = std::move(list)](Response& response) {
            response = self->may_begin(in, call, channel, list);
        };
        call.reply(std::move(later));
    };
    if (!queue_.offer(std::move(work))) call.reply(in.pages.busy(kUnavailable));
}

Response FormDesk::may_begin(
    const Spoken& in, const Call& call, const std::string& channel, const runtime::Answer& list
) {
    const auto* answered = std::get_if<runtime::Answered>(&list);
    if (!answered) return in.pages.busy(kUnavailable);
    if (!may_open(answered->document, settings_.assisted->route)) {
        return in.pages.fixed("not_found", {.status = kNotFound});
    }
    const std::string holder = holder_of(call);
    if (const auto cookie = call.request.cookie(settings_.cookie_name)) {
        drafts_.end(std::string(*cookie) + holder);
    }
    Visit visit = Visit::begin(settings_.ids);
    visit.come_by(channel);
    const auto cookie = drafts_.begin(visit.draft(), holder);
    if (!cookie) return in.pages.busy(kUnavailable);
    return in.go(first_open(in.journey(), visit)).with("set-cookie", set_cookie_to(*cookie));
}

void FormDesk::open_for_somebody(Call call) {
    const Spoken& in = spoken(call.request);
    auto ready = ready_to_send(call);
    if (!ready) return;
    runtime::StartCase start;
    start.idempotency = std::move(ready->idempotency);
    start.body = json::value(json::object{
        {"workflow", settings_.assisted->route},
        {"channel", ready->visit.channel()},
        {"language", ready->language},
        {"form", std::move(ready->request)}});
    runtime::Work work;
    work.caller = {call.principal, call.request.id};
    work.asked = std::move(start);
    work.answer = [self = shared_from_this(),
                   &in,
                   secret = ready->visit.secret(),
                   reply = call.reply](runtime::Answer answer) {
        Response later;
        later.step = kHiddenStep;
        later.finish = [self, &in, secret, answer = std::move(answer)](Response& response) {
            response = self->opened(in, secret, answer);
        };
        reply(std::move(later));
    };
    if (!queue_.offer(std::move(work))) {
        call.reply(in.pages.fixed("trouble", {.wrong = true, .status = kUnavailable}));
    }
}

Response FormDesk::opened(
    const Spoken& in, const ports::Secret& secret, const runtime::Answer& answer
) {
    // The pages asked for what the form takes: a refusal is about who sends it, or when.
    if (std::holds_alternative<core::Refusal>(answer)) {
        return in.pages.fixed("refused", {.wrong = true, .status = kUnprocessable});
    }
    return answered(in, secret, answer);
}

}  // namespace clarion::http::intake
