// "Contact is no longer safe": taken from anybody, answered to everybody alike. It may be the one
// who must not know that fills it in, so nothing here says whether anything was found, not even
// that a date cannot be.
#include <algorithm>

#include "adapters/http/intake/form_desk.hpp"

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr int kUnavailable = 503;

// At most so many characters, as UTF-8 counts them.
std::string cut(std::string text, std::size_t characters) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++count > characters) {
            text.resize(at);
            break;
        }
    }
    return text;
}

std::string text_of(const Answers& answers, std::string_view pointer, std::size_t most) {
    const json::value* answer = answers.if_contains(pointer);
    return answer && answer->is_string() ? cut(std::string(answer->get_string()), most) : "";
}

runtime::ReportContactUnsafe report_of(const Answers& answers) {
    constexpr std::size_t kNameMax = 200;
    constexpr std::size_t kWordsMax = 500;
    const json::value* born = answers.if_contains("/birth_date");
    return {
        .reference = text_of(answers, "/reference", kNameMax),
        .name = text_of(answers, "/name", kNameMax),
        .birth_date = born ? read_date(*born).text : std::string(),
        .what_changed = text_of(answers, "/what_changed", kWordsMax),
        .safe_way = text_of(answers, "/safe_way", kWordsMax)};
}

// A case whose own store is damaged has sounded its alarm; here too everybody hears the same.
bool is_taken(const runtime::Answer& answer) {
    const auto* unavailable = std::get_if<runtime::Unavailable>(&answer);
    return !unavailable || unavailable->case_damaged;
}

}  // namespace

void FormDesk::stop_contact(Call call) const {
    const Spoken& in = spoken(call.request);
    const Visit nobody = Visit::none();
    call.reply(in.pages.question(in.journey().stop_contact, nobody, nobody.answers(), {}, ""));
}

void FormDesk::report(Call call) {
    const Spoken& in = spoken(call.request);
    const auto fields = parse_form(call.request.body);
    const Page& page = in.journey().stop_contact;
    const Answers given = fields ? answers_of(page, *fields) : Answers();
    const bool speaks = fields && std::any_of(fields->begin(), fields->end(), [](const auto& one) {
                            return one.first == kSpeakField;
                        });
    if (speaks) return call.reply(in.pages.question(page, Visit::none(), given, {}, ""));
    runtime::Work work;
    work.caller = {core::public_applicant(), call.request.id};
    work.asked = report_of(given);
    const auto step = pace_.step_for(call.request.network);
    work.answer =
        [self = shared_from_this(), &in, step, reply = call.reply](const runtime::Answer& answer) {
            Response later;
            later.step = step;
            later.finish = [self, &in, taken = is_taken(answer)](Response& response) {
                response = taken ? in.pages.contact_stopped() : in.pages.busy(kUnavailable);
            };
            reply(std::move(later));
        };
    if (!queue_.offer(std::move(work))) call.reply(in.pages.busy(kUnavailable));
}

}  // namespace clarion::http::intake
