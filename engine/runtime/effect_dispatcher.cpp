#include "engine/runtime/effect_dispatcher.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/ports/failures.hpp"
#include "engine/runtime/alert_desk.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/message_rules.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kAsk = "request_check";
constexpr std::string_view kSend = "send_message";
constexpr std::string_view kNotify = "notify_staff";
constexpr std::string_view kOpenLinked = "open_linked_case";
constexpr std::string_view kLink = "link_case";
constexpr std::string_view kWorking = "working";
constexpr std::size_t kCheckAnswerBytesMax = 64 * 1024;

Caller dispatcher() {
    return {core::system_principal(), "outbox"};
}

// Nobody was set up to do this by machine: people do it, and have it among their tasks.
bool is_left_to_people(std::string_view reason) {
    constexpr std::array<std::string_view, 4> kReasons{
        "no_source", "by_hand", "no_notifier", "no_mailbox"};
    return std::find(kReasons.begin(), kReasons.end(), reason) != kReasons.end();
}

std::chrono::milliseconds doubled(
    std::chrono::milliseconds first, int times, std::chrono::milliseconds most
) {
    std::chrono::milliseconds delay = first;
    for (int done = 0; done < times && delay < most; ++done)
        delay *= 2;
    return std::min(delay, most);
}

// What a records system may search by: who the request is about. Never who asked.
json::object search_terms(const core::CaseSnapshot& snapshot) {
    const json::object* request = member(snapshot.machine.context, "request").if_object();
    if (request == nullptr) return {};
    const json::object* subject = member(*request, "subject").if_object();
    json::object terms;
    if (subject == nullptr) return terms;
    for (const std::string_view key :
         {"name", "other_names", "birth_date", "age_about", "address", "past_addresses"}) {
        if (const json::value* value = subject->if_contains(key)) terms[key] = *value;
    }
    return terms;
}

bool is_restricted(const core::Process& process, std::string_view system) {
    const json::array* systems = member(process.catalogue, "systems").if_array();
    if (systems == nullptr) return false;
    return std::any_of(systems->begin(), systems->end(), [&](const json::value& entry) {
        const json::object* known = entry.if_object();
        return known != nullptr && text_at(*known, "id") == system &&
               member(*known, "restricted") == json::value(true);
    });
}

// Of a restricted system only this is kept: that it was searched, whether there was a hit, and whom
// to contact. What else its adapter sent is dropped before anything is written.
json::object only_the_hit(const json::object& answer) {
    json::object kept;
    for (const std::string_view key :
         {"outcome",
          "reference",
          "searched_at",
          "terms",
          "identity_confidence",
          "contact_manager"}) {
        if (const json::value* value = answer.if_contains(key)) kept[key] = *value;
    }
    return kept;
}

}  // namespace

CaseInHand EffectDispatcher::case_of(const ports::OutboxRow& row) {
    auto found = parts_.store.find_case(row.case_id);
    if (!found) throw ports::IntegrityBroken("an effect's case is not in the store");
    return parts_.vault.open(*std::move(found));
}

json::object EffectDispatcher::params_of(const ports::OutboxRow& row, const CaseInHand& held) {
    json::value params = parts_.vault.open_params(held, row.key, row.sealed_params);
    return params.is_object() ? std::move(params.get_object()) : json::object{};
}

std::vector<DeliveryJob> EffectDispatcher::take(int limit) {
    std::vector<DeliveryJob> jobs;
    taken_.clear();
    const core::Instant now = parts_.clock.now();
    const int asked = limit + static_cast<int>(out_.size());
    for (const ports::OutboxRow& row : parts_.outbox.ready(now, asked)) {
        if (static_cast<int>(jobs.size()) >= limit) break;
        parts_.wake.disturb();
        if (out_.contains(row.id)) {
            parts_.outbox.postpone(row.id, now + kOutAtATime, row.attempts);
            continue;
        }
        if (auto job = take_one(row)) jobs.push_back(*std::move(job));
    }
    parts_.metrics.gauge("clarion_effects_waiting", static_cast<double>(parts_.outbox.waiting()));
    return jobs;
}

std::optional<DeliveryJob> EffectDispatcher::take_one(const ports::OutboxRow& row) {
    const core::Instant now = parts_.clock.now();
    std::optional<DeliveryJob> job;
    try {
        parts_.unit.attempt([&] {
            job = prepare(row);
            if (job) parts_.outbox.postpone(row.id, now + kOutAtATime, row.attempts);
            return true;
        });
    } catch (const LostRace&) {
        return std::nullopt;  // it is still in the outbox
    } catch (const CaseDamaged& damaged) {
        parts_.alarm.sound(dispatcher(), damaged);
        parts_.outbox.postpone(row.id, now + kTryDamagedAgain, row.attempts);
        return std::nullopt;
    }
    if (!job) return std::nullopt;
    out_.emplace(row.id, row);
    taken_.push_back(row.id);
    return job;
}

void EffectDispatcher::not_taken() {
    for (const std::uint64_t id : taken_)
        out_.erase(id);
    taken_.clear();
}

std::optional<DeliveryJob> EffectDispatcher::prepare(const ports::OutboxRow& row) {
    if (row.effect == kAlertEffect) return prepare_alert(row);
    const CaseInHand held = case_of(row);
    const json::object params = params_of(row, held);
    if (row.effect == kAsk) return prepare_question(row, held, params);
    if (row.effect == kSend) return prepare_message(row, held, params);
    if (row.effect == kNotify) {
        ports::FixedMessage message{
            .key = row.key,
            .way = "staff",
            .address = text_at(params, "role"),
            .template_id = text_at(params, "code"),
            .language = "en",
        };
        return DeliveryJob{row.id, std::move(message), std::nullopt};
    }
    const LinkEffect effect{.from = held, .params = params, .key = row.key};
    if (row.effect == kOpenLinked) {
        settle_link(row, parts_.links.open_linked(dispatcher(), effect));
    } else if (row.effect == kLink) {
        settle_link(row, parts_.links.link(dispatcher(), effect));
    } else {
        bury(row, "unknown_effect");
    }
    return std::nullopt;
}

// About no case: whose mailbox it is stands behind the last colon of the key.
DeliveryJob EffectDispatcher::prepare_alert(const ports::OutboxRow& row) {
    ports::FixedMessage message{
        .key = row.key,
        .way = "staff",
        .address = row.key.substr(row.key.rfind(':') + 1),
        .template_id = "alert_raised",
        .language = "en",
    };
    return {row.id, std::move(message), std::nullopt};
}

DeliveryJob EffectDispatcher::prepare_question(
    const ports::OutboxRow& row, const CaseInHand& held, const json::object& params
) {
    ports::CheckQuestion question{
        .key = row.key,
        .system = text_at(params, "system"),
        .subject = search_terms(*held.snapshot),
    };
    // Asking again whether the answer is there tells the source nothing new.
    if (row.attempts == 0) {
        parts_.events.note(
            dispatcher(),
            held.row,
            "check_asked",
            core::AuditOutcome::ok,
            {{"system", question.system}}
        );
    }
    return {row.id, std::nullopt, std::move(question)};
}

std::optional<DeliveryJob> EffectDispatcher::prepare_message(
    const ports::OutboxRow& row, const CaseInHand& held, const json::object& params
) {
    auto decision = decide_message(held, row.key, text_at(params, "template"), parts_.clock.now());
    if (auto* message = std::get_if<ports::FixedMessage>(&decision)) {
        return DeliveryJob{row.id, std::move(*message), std::nullopt};
    }
    if (const auto* wait = std::get_if<WaitUntil>(&decision)) {
        parts_.outbox.postpone(row.id, wait->at, row.attempts);
    } else {
        parts_.outbox.remove(row.id);
        tell_failed(row, std::get<Never>(decision).reason);
    }
    return std::nullopt;
}

void EffectDispatcher::settle_link(
    const ports::OutboxRow& row, const std::optional<core::Refusal>& refusal
) {
    if (refusal) {
        bury(row, core::to_string(refusal->code));
    } else {
        parts_.outbox.remove(row.id);
    }
}

Outcome EffectDispatcher::keep_result(const Caller&, const DeliveryResult& result) {
    const auto found = out_.find(result.outbox_id);
    // Of an earlier run of the program: the effect goes out again, under the same key.
    if (found == out_.end()) return answered_with({});
    const ports::OutboxRow& row = found->second;
    back_.push_back(row.id);
    parts_.wake.disturb();
    // Its case was erased while it was out: nobody is left to tell. An alert is about none.
    if (row.effect != kAlertEffect && !parts_.store.find_case(row.case_id))
        return answered_with({});
    switch (result.delivery.outcome) {
        case ports::DeliveryOutcome::done:
            done(row, result.delivery);
            break;
        case ports::DeliveryOutcome::later:
            later(row, result.delivery);
            break;
        case ports::DeliveryOutcome::impossible:
            impossible(row, result.delivery.reason);
            break;
    }
    return answered_with({});
}

void EffectDispatcher::settle(bool kept) {
    if (kept) {
        for (const std::uint64_t id : back_)
            out_.erase(id);
    }
    back_.clear();
}

void EffectDispatcher::done(const ports::OutboxRow& row, const ports::Delivery& delivery) {
    if (row.effect == kAlertEffect) return parts_.outbox.remove(row.id);
    const CaseInHand held = case_of(row);
    const json::object params = params_of(row, held);
    if (row.effect == kAsk) {
        if (json::serialize(delivery.answer).size() > kCheckAnswerBytesMax) {
            bury(row, "answer_too_large");
            return;
        }
        const std::string system = text_at(params, "system");
        json::object data =
            is_restricted(*held.process, system) ? only_the_hit(delivery.answer) : delivery.answer;
        data["system"] = system;
        data["set"] = text_at(params, "set");
        parts_.events.tell(dispatcher(), held, "check_answered", std::move(data));
    } else if (row.effect == kSend) {
        parts_.events.tell(
            dispatcher(), held, "message_sent", {{"template", text_at(params, "template")}}
        );
    } else {
        parts_.events.note(
            dispatcher(),
            held.row,
            "staff_notified",
            core::AuditOutcome::ok,
            {{"role", text_at(params, "role")}, {"code", text_at(params, "code")}}
        );
    }
    parts_.outbox.remove(row.id);
}

void EffectDispatcher::later(const ports::OutboxRow& row, const ports::Delivery& delivery) {
    using namespace std::chrono_literals;
    const bool is_working = delivery.reason == kWorking;
    const int attempts = row.attempts + 1;
    if (attempts >= (is_working ? kAskedAgainMax : kFaultsMax)) {
        impossible(row, "tried_too_often");
        return;
    }
    const auto delay =
        is_working ? doubled(1s, row.attempts, 5min) : doubled(1min, row.attempts, 6h);
    parts_.outbox.postpone(row.id, parts_.clock.now() + jittered(delay), attempts);
}

void EffectDispatcher::impossible(const ports::OutboxRow& row, std::string_view reason) {
    if (row.effect == kSend) {
        parts_.outbox.remove(row.id);
        tell_failed(row, reason);
    } else if (is_left_to_people(reason)) {
        parts_.metrics.count("clarion_effects_left_to_people_total", row.effect);
        parts_.outbox.remove(row.id);
    } else {
        bury(row, reason);
    }
}

void EffectDispatcher::bury(const ports::OutboxRow& row, std::string_view reason) {
    parts_.outbox.bury(row.id, reason);
    parts_.metrics.count("clarion_alarms_total", "effect_buried");
    parts_.metrics.gauge("clarion_effects_buried", static_cast<double>(parts_.outbox.buried()));
    parts_.log.write(
        ports::LogLevel::error,
        "effect_buried",
        {{"effect", row.effect},
         {"outbox_id", std::to_string(row.id)},
         {"reason", std::string(reason)}}
    );
    if (row.case_id.text.empty()) return;
    parts_.events.note(
        dispatcher(),
        case_of(row).row,
        "effect_buried",
        core::AuditOutcome::error,
        {{"effect", row.effect}, {"reason", std::string(reason)}}
    );
}

void EffectDispatcher::tell_failed(const ports::OutboxRow& row, std::string_view reason) {
    parts_.metrics.count("clarion_messages_failed_total", reason);
    parts_.events.tell(
        dispatcher(), case_of(row), "message_failed", {{"reason", std::string(reason)}}
    );
}

// Between four and six fifths: retries of one outage do not come back all at once.
std::chrono::milliseconds EffectDispatcher::jittered(std::chrono::milliseconds delay) {
    std::array<std::uint8_t, 2> random{};
    parts_.ids.fill_random(random);
    const int drawn = (random[0] << 8) | random[1];
    return delay * 4 / 5 + delay * drawn * 2 / (5 * 65536);
}

}  // namespace clarion::runtime
