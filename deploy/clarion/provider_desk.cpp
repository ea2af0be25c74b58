#include "deploy/clarion/provider_desk.hpp"

#include "adapters/notify/https_client.hpp"

namespace clarion::deploy {

namespace {

constexpr std::chrono::seconds kProviderAnswerMax{8};

identity::AskProvider asking_by(std::shared_ptr<notify::HttpsClient> client) {
    return [client = std::move(client)](const identity::ProviderCall& call
           ) -> std::optional<identity::ProviderAnswer> {
        notify::HttpsRequest request{
            .method = call.form.empty() ? "GET" : "POST",
            .url = call.url,
            .headers = call.headers,
            .body = call.form};
        try {
            notify::HttpsResponse response = client->send(request);
            return identity::ProviderAnswer{response.status, std::move(response.body)};
        } catch (const notify::HttpsFailed&) {
            return std::nullopt;
        }
    };
}

}  // namespace

SignInRoom::Desk::Desk(
    EngineRoom& room,
    std::shared_ptr<identity::KnownIssuer> issuer,
    const std::filesystem::path& trusted_certificates
)
    : provider(
          std::move(issuer),
          asking_by(std::make_shared<notify::HttpsClient>(
              trusted_certificates.string(),
              notify::HttpsLimits{kProviderAnswerMax, identity::kAnswerBytesMax}
          )),
          room.clock,
          room.log
      ) {}

}  // namespace clarion::deploy
