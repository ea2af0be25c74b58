#include "deploy/clarion/emergency_desk.hpp"

#include <algorithm>
#include <array>
#include <atomic>

#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/runtime/administrator_desk.hpp"
#include "engine/runtime/alert_desk.hpp"

namespace clarion::deploy {

namespace json = core::json;
using http::console::SignInFailed;
using http::console::SignInWays;

namespace {

constexpr std::chrono::milliseconds kLookEvery{200};

json::object failed(std::string_view why) {
    return {{"failed", why}};
}

std::string text_in(const json::object& errand, std::string_view name) {
    const json::value* value = errand.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::string bytes_in(const json::object& errand, std::string_view name) {
    const auto bytes = core::parse_base64(text_in(errand, name));
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

std::string_view words_of(identity::PassRefused why) {
    switch (why) {
        case identity::PassRefused::over:
            return "the pass is over";
        case identity::PassRefused::too_long:
            return "a pass lasts for a day at the most";
        case identity::PassRefused::known:
            return "this pass was brought before; make another";
        case identity::PassRefused::too_many:
            return "too many passes wait; see `clarion access passes`";
    }
    return "it is not taken";
}

}  // namespace

EmergencyDesk::EmergencyDesk(EngineRoom& room, const DataFolder& folder, Doors doors)
    : room_(room),
      administrators_(folder.administrators()),
      doors_(std::move(doors)),
      shelf_(room.sha256, folder) {
    look_through();
}

// A pass that lets nobody in is told of now, and not when it is needed.
void EmergencyDesk::look_through() {
    try {
        shelf_.bring_file();
        const identity::EmergencyPasses passes = shelf_.passes();
        for (const identity::EmergencyPass& pass : passes.all()) {
            const bool waits = !pass.used && pass.until > room_.clock.now();
            if (!waits || doors_.find(pass.issuer, pass.subject)) continue;
            room_.metrics.count("clarion_alarms_total", "emergency_pass_useless");
            room_.log.write(
                ports::LogLevel::warning,
                "emergency_pass_useless",
                {{"issuer", pass.issuer}, {"pass", pass.id}}
            );
        }
    } catch (const identity::PassesUnreadable&) {
        room_.metrics.count("clarion_alarms_total", "emergency_passes_unreadable");
        room_.log.write(ports::LogLevel::error, "emergency_passes_unreadable");
    }
}

void EmergencyDesk::use(std::string code, std::string session, SignInWays::Told told) {
    const bool waits = waiting_.offer([this, code = std::move(code), session, told] {
        told(let_in(code, session));
    });
    if (!waits) told(core::failure(SignInFailed::silent));
}

// The pass is used before anything else is done by it; and nobody is in whose coming was not told.
core::Result<SignInWays::SignedIn, SignInFailed> EmergencyDesk::let_in(
    const std::string& code, const std::string& session
) {
    std::optional<identity::EmergencyPass> pass;
    try {
        shelf_.change([&](identity::EmergencyPasses& passes) {
            pass = passes.use(code, room_.clock.now());
        });
    } catch (const std::exception&) {
        room_.log.write(ports::LogLevel::error, "emergency_passes_not_written");
        return core::failure(SignInFailed::silent);
    }
    auto person = pass ? doors_.find(pass->issuer, pass->subject) : std::nullopt;
    if (!person) {
        room_.metrics.count("clarion_alarms_total", "emergency_code_refused");
        room_.log.write(ports::LogLevel::warning, "emergency_code_refused");
        return core::failure(SignInFailed::refused);
    }
    person->roles = pass->roles;
    person->method = core::SignInMethod::emergency;
    person->authenticated_at = room_.clock.now();
    if (!doors_.record(*person, std::string(runtime::kEmergencySignIn)))
        return core::failure(SignInFailed::silent);
    room_.log.write(
        ports::LogLevel::warning,
        runtime::kEmergencySignIn,
        {{"issuer", pass->issuer}, {"pass", pass->id}}
    );
    return SignInWays::SignedIn{doors_.open(std::move(*person), session), "/console"};
}

json::object EmergencyDesk::add(const json::object& errand) {
    const std::string statement = text_in(errand, "statement");
    const auto pass = identity::read_statement(statement);
    if (!pass) return failed("this is no statement of an emergency pass, to the letter");
    if (pass->service != room_.log_origin) return failed("this pass is for another service");
    const auto people = check_signature_bytes(
        administrators_, statement, bytes_in(errand, "proposal"), bytes_in(errand, "approval")
    );
    if (!doors_.find(pass->issuer, pass->subject))
        return failed("no issuer of police of that name is configured, or they are shut out");
    for (const std::string& role : pass->roles) {
        if (!core::is_for_emergencies(role)) return failed("no pass gives the role " + role);
    }
    if (const auto why = shelf_.passes().check(*pass, room_.clock.now()))
        return failed(words_of(*why));
    if (!doors_.record(runtime::administrator(people.proposed_by), "emergency_pass_made") ||
        !doors_.record(runtime::administrator(people.approved_by), "emergency_pass_approved"))
        return failed("the store cannot be written now");
    std::optional<identity::PassRefused> why;
    shelf_.change([&](identity::EmergencyPasses& passes) {
        why = passes.add(*pass, room_.clock.now());
    });
    if (why) return failed(words_of(*why));
    return {{"proposed_by", people.proposed_by}, {"approved_by", people.approved_by}};
}

json::object EmergencyDesk::list() const {
    json::array passes;
    const identity::EmergencyPasses kept = shelf_.passes();
    for (const identity::EmergencyPass& pass : kept.all()) {
        const bool is_over = pass.until <= room_.clock.now();
        passes.emplace_back(json::object{
            {"pass", pass.id},
            {"issuer", pass.issuer},
            {"subject", pass.subject},
            {"until", core::to_rfc3339(pass.until)},
            {"state",
             pass.used ? "used"
             : is_over ? "over"
                       : "waits"}});
    }
    return {{"passes", std::move(passes)}};
}

json::object EmergencyDesk::run(const json::object& errand) {
    json::object answer;
    std::atomic<bool> is_done = false;
    const bool waits = waiting_.offer([&] {
        try {
            answer = text_in(errand, "errand") == "add_pass" ? add(errand) : list();
        } catch (const std::exception& error) {
            answer = failed(error.what());
        }
        is_done = true;
        is_done.notify_one();
    });
    if (!waits) return failed("the service has no time now");
    is_done.wait(false);
    return answer;
}

void EmergencyDesk::start() {
    thread_ = std::make_unique<system::BackgroundThread>(
        room_.log,
        "emergency",
        [this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                for (const auto& one : waiting_.take(1, kLookEvery))
                    one();
            }
        }
    );
}

// Nobody who waits is left without an answer.
void EmergencyDesk::stop() {
    if (thread_) thread_->stop();
    waiting_.close();
    for (const auto& one : waiting_.take(kEmergencyWaitMax, kLookEvery))
        one();
}

}  // namespace clarion::deploy
