// What of people's signing in is put on record, and what operators ask about them.
#include <algorithm>
#include <atomic>

#include "adapters/identity/people.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/provider_desk.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

std::string text_in(const json::object& errand, std::string_view name) {
    const json::value* value = errand.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

}  // namespace

bool SignInRoom::record(const core::Principal& person, std::string type) {
    std::atomic<bool> is_done = false;
    bool is_kept = false;
    runtime::Work work{
        .caller = {.principal = person, .request_id = "sign-in"},
        .asked = runtime::RecordSignIn{std::move(type)},
        .answer = [&](const runtime::Answer& answer) {
            is_kept = std::holds_alternative<runtime::Answered>(answer);
            is_done = true;
            is_done.notify_one();
        }};
    if (!queue_.offer(std::move(work))) return false;
    is_done.wait(false);
    return is_kept;
}

void SignInRoom::note(const core::Principal& person, std::string type) {
    const auto lost = [&log = room_.log] {
        log.write(ports::LogLevel::error, "sign_in_not_recorded");
    };
    runtime::Work work{
        .caller = {.principal = person, .request_id = "sign-in"},
        .asked = runtime::RecordSignIn{std::move(type)},
        .answer = [lost](const runtime::Answer& answer) {
            if (!std::holds_alternative<runtime::Answered>(answer)) lost();
        }};
    if (!queue_.offer(std::move(work))) lost();
}

std::optional<core::Principal> SignInRoom::person_named(
    std::string_view issuer, const std::string& subject
) const {
    for (const auto& known : issuers_) {
        if (known->issuer.name != issuer || subject.empty()) continue;
        const json::object claims{{"sub", subject}};
        return identity::principal_of(known->issuer, claims, aliases_);
    }
    return std::nullopt;
}

// Of police alone: an agency's people come in by their agency's provider or not at all.
EmergencyDesk::Doors SignInRoom::emergency_doors() {
    return {
        .find = [this](
                    const std::string& issuer, const std::string& subject
                ) -> std::optional<core::Principal> {
            auto person = person_named(issuer, subject);
            if (!person || !person->agency.empty() || shut_out_.has(person->person))
                return std::nullopt;
            return person;
        },
        .record = [this](
                      const core::Principal& person, std::string type
                  ) { return record(person, std::move(type)); },
        .open =
            [this](core::Principal person, std::string_view before) {
                return sessions_.open(
                    {.person = std::move(person),
                     .before = before,
                     .life_max = identity::kPassSessionMax}
                );
            },
    };
}

json::object SignInRoom::end_access(const core::Principal& person) {
    std::atomic<bool> is_done = false;
    bool is_kept = false;
    const std::size_t sessions = signed_out_.tell(
        {.issuer = person.issuer,
         .subject = person.subject,
         .provider_session = {},
         .by_operator = true,
         .at = room_.clock.now()},
        [&](bool kept) {
            is_kept = kept;
            is_done = true;
            is_done.notify_one();
        }
    );
    is_done.wait(false);
    if (!is_kept) {
        return {
            {"failed",
             "ended on this node; the database did not answer: say it again for the others"}};
    }
    return {{"person", person.person.text}, {"sessions", sessions}};
}

std::size_t SignInRoom::take_roles(const files::SignInSettings& settings) {
    files::SignInSettings as_now = settings;
    for (std::size_t at = 0; at < std::min(issuers_.size(), as_now.issuers.size()); ++at)
        as_now.issuers[at].roles = settings_.issuers[at].roles;
    if (as_now != settings_) {
        throw CommandFailed(
            ExitCode::conflict,
            "more than issuers' roles is other than when the service started: start it again"
        );
    }
    std::size_t ended = 0;
    for (std::size_t at = 0; at < issuers_.size(); ++at) {
        if (settings.issuers[at].roles == settings_.issuers[at].roles) continue;
        identity::Issuer& issuer = issuers_[at]->issuer;
        issuer.roles.replace(settings.issuers[at].roles);
        // Before the sessions end: whoever signs in just now by the old ones sees it.
        ++roles_taken_;
        for (const core::Principal& person : sessions_.close_issuer(issuer.url)) {
            note(person, "access_ended");
            ++ended;
        }
    }
    settings_ = settings;
    return ended;
}

json::object SignInRoom::run_errand(const json::object& errand) {
    const std::string name = text_in(errand, "errand");
    if (name == "add_pass" || name == "list_passes") return emergency_.run(errand);
    if (name == "list_revoked") {
        json::array people;
        for (const core::PersonId& person : shut_out_.all())
            people.emplace_back(person.text);
        return {{"people", std::move(people)}};
    }
    const bool revokes = name == "revoke_access";
    if (!revokes && name != "restore_access" && name != "end_access")
        return {{"failed", "this service does not know that errand"}};
    const auto person = person_named(text_in(errand, "issuer"), text_in(errand, "subject"));
    if (!person) return {{"failed", "no issuer of that name is configured, or no subject given"}};
    if (name == "end_access") return end_access(*person);
    std::size_t sessions = 0;
    try {
        if (revokes) {
            sessions = shut_out_.add(person->person);
        } else {
            shut_out_.remove(person->person);
        }
    } catch (const std::exception& error) {
        return {{"failed", error.what()}};
    }
    note(*person, revokes ? "access_revoked" : "access_restored");
    return {{"person", person->person.text}, {"sessions", sessions}};
}

signer::Errand SignInRoom::errands() {
    return [this](const json::object& errand) { return run_errand(errand); };
}

}  // namespace clarion::deploy
