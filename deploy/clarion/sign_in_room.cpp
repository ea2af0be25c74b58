#include "deploy/clarion/sign_in_room.hpp"

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/provider_desk.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::chrono::milliseconds kLookEvery{200};
constexpr std::string_view kStaffCookie = "__Host-staff";
constexpr std::string_view kMetadataPath = "/.well-known/oauth-protected-resource";

ports::Secret secret_in(const std::filesystem::path& path) {
    if (path.empty()) return {};
    const ports::Secret written(files::read_file(path));
    const auto end = written.reveal().find_last_not_of("\r\n");
    ports::Secret secret(written.reveal().substr(0, end == std::string_view::npos ? 0 : end + 1));
    if (secret.empty()) throw files::FileProblem(path.string() + ": holds no secret");
    const auto others =
        std::filesystem::status(path).permissions() & std::filesystem::perms::others_all;
    if (others != std::filesystem::perms::none) {
        throw files::FileProblem(path.string() + ": others can read this secret; run `chmod 600`");
    }
    return secret;
}

identity::Issuer issuer_of(const files::IssuerSettings& settings) {
    identity::Issuer made{
        .name = settings.name,
        .title = settings.title,
        .url = settings.url,
        .audience = settings.audience,
        .algorithms = {},
        .force = settings.force,
        .agency = settings.agency,
        .roles_claim = settings.roles_claim,
        .roles = settings.roles,
        .certificate_bound = settings.certificate_bound,
        .endpoint_hosts = settings.endpoint_hosts,
        .console = std::nullopt,
    };
    for (const std::string& name : settings.algorithms) {
        if (const auto algorithm = identity::algorithm_named(name))
            made.algorithms.push_back(*algorithm);
    }
    if (!settings.client_id.empty()) {
        made.console = identity::ConsoleClient{
            settings.client_id, secret_in(settings.client_secret_file), settings.fresh_acr};
    }
    return made;
}

identity::KnownIssuers issuers_of(const files::SignInSettings& settings) {
    identity::KnownIssuers made;
    for (const files::IssuerSettings& each : settings.issuers) {
        made.push_back(std::make_shared<identity::KnownIssuer>());
        made.back()->issuer = issuer_of(each);
    }
    return made;
}

identity::Aliases aliases_of(const files::SignInSettings& settings) {
    const auto url_of = [&settings](const std::string& name) {
        for (const files::IssuerSettings& issuer : settings.issuers) {
            if (issuer.name == name) return issuer.url;
        }
        return std::string();
    };
    identity::Aliases made;
    for (const files::AliasSettings& alias : settings.aliases) {
        made.emplace(
            std::pair(url_of(alias.issuer), alias.subject),
            identity::person_id(url_of(alias.same_issuer), alias.same_subject)
        );
    }
    return made;
}

}  // namespace

SignInRoom::SignInRoom(
    EngineRoom& room,
    runtime::WorkQueue& queue,
    const files::SignInSettings& settings,
    const DataFolder& folder
)
    : room_(room),
      queue_(queue),
      settings_(settings),
      staff_url_(settings.staff_url),
      issuers_(issuers_of(settings)),
      aliases_(aliases_of(settings)),
      door_(
          issuers_,
          aliases_,
          sign_outs_,
          room.clock,
          [&room](identity::TokenFault fault) {
              room.metrics.count("clarion_tokens_refused_total", to_string(fault));
              // A token in hands that are not its owner's, or a program that lost its certificate.
              if (fault != identity::TokenFault::binding) return;
              room.metrics.count("clarion_alarms_total", "token_binding");
              room.log.write(ports::LogLevel::warning, "token_binding");
          }
      ),
      sessions_(room.ids, room.clock, room.sha256),
      requests_(room.ids, room.clock, room.sha256),
      shut_out_(
          room,
          folder,
          [this](const core::PersonId& person) { return sessions_.close_person(person); }
      ),
      signed_out_(
          room,
          folder,
          [this](const postgres::SignedOut& word) { return end_what_is_signed_out(word); }
      ),
      emergency_(room, folder, emergency_doors()) {
    for (std::size_t at = 0; at < issuers_.size(); ++at) {
        desks_.push_back(
            std::make_unique<Desk>(room, issuers_[at], settings.issuers[at].trusted_certificates)
        );
    }
}

SignInRoom::~SignInRoom() = default;

http::Found SignInRoom::who(const http::Request& request) const {
    if (const auto header = request.header("authorization")) {
        auto found = door_.by_authorization(*header, request.certificate);
        if (found && shut_out_.has(found->person))
            return core::failure(http::Stranger::bad_credentials);
        if (found) return std::move(*found);
        switch (found.error()) {
            case identity::DoorAnswer::no_token:
                return core::failure(http::Stranger::no_credentials);
            case identity::DoorAnswer::bad_token:
                return core::failure(http::Stranger::bad_credentials);
            case identity::DoorAnswer::cannot_tell:
                return core::failure(http::Stranger::cannot_tell);
        }
    }
    // A browser sends its cookies to every port of a host; ours belong to one listener each.
    if (request.listener == http::ListenerKind::staff) {
        if (const auto cookie = request.cookie(kStaffCookie)) {
            auto person = sessions_.by_cookie(*cookie);
            if (person && !shut_out_.has(person->person)) return std::move(*person);
        }
    }
    return core::failure(http::Stranger::no_credentials);
}

std::string SignInRoom::challenge() const {
    std::string text(http::kBearerChallenge);
    if (!staff_url_.empty()) {
        text += ", resource_metadata=\"" + staff_url_ + std::string(kMetadataPath) + "\"";
    }
    return text;
}

std::string SignInRoom::protected_resource() const {
    if (staff_url_.empty()) return {};
    json::array servers;
    bool all_bound = !issuers_.empty();
    for (const auto& known : issuers_) {
        if (known->issuer.audience.empty()) continue;
        servers.emplace_back(known->issuer.url);
        all_bound = all_bound && known->issuer.certificate_bound;
    }
    return json::serialize(json::object{
        {"resource", staff_url_},
        {"authorization_servers", std::move(servers)},
        {"bearer_methods_supported", json::array{"header"}},
        {"tls_client_certificate_bound_access_tokens", all_bound},
    });
}

void SignInRoom::start() {
    for (const auto& desk : desks_) {
        desk->thread = std::make_unique<system::BackgroundThread>(
            room_.log,
            "sign-in",
            [&provider = desk->provider, &errands = desk->errands](const std::stop_token& stop) {
                while (!stop.stop_requested()) {
                    provider.refresh_if_due();
                    for (const auto& errand : errands.take(1, kLookEvery))
                        errand();
                }
            }
        );
    }
    shut_out_.start();
    signed_out_.start();
    emergency_.start();
}

void SignInRoom::stop() {
    for (const auto& desk : desks_) {
        if (desk->thread) desk->thread->stop();
    }
    emergency_.stop();
    signed_out_.stop();
    shut_out_.stop();
}

void check_sign_in(const files::SignInSettings& settings) {
    static_cast<void>(issuers_of(settings));
    for (const files::IssuerSettings& issuer : settings.issuers) {
        if (!issuer.trusted_certificates.empty())
            static_cast<void>(files::read_file(issuer.trusted_certificates));
    }
}

}  // namespace clarion::deploy
