#include "deploy/clarion/file_places.hpp"

#include "adapters/keys/root_place.hpp"
#include "adapters/postgres/connection_files.hpp"
#include "adapters/system/file_fence.hpp"
#include "adapters/system/json_log.hpp"
#include "deploy/clarion/store_choice.hpp"

namespace clarion::deploy {

namespace {

using Places = std::vector<std::filesystem::path>;

void add(Places& to, const Places& more) {
    for (const auto& place : more) {
        if (!place.empty()) to.push_back(place);
    }
}

void raise(const system::FencePlaces& places, ports::Log& log) {
    const bool is_raised = system::raise_file_fence(places) == system::FileFence::raised;
    log.write(
        is_raised ? ports::LogLevel::info : ports::LogLevel::warning,
        "file_fence",
        {{"raised", is_raised ? "yes" : "no, this kernel has no Landlock"}}
    );
}

// Of a sealed key file: a rotation asks the token while the service runs.
void add_root(system::FencePlaces& to, const DataFolder& folder) {
    const std::string file = keys::root_file_of(folder.key_file().string());
    if (!std::filesystem::exists(file)) return;
    const keys::RootPlace root = keys::read_root_place(file);
    add(to.read, {root.module, keys::pin_file_of(root)});
    add(to.change, {root.opens.begin(), root.opens.end()});
}

}  // namespace

void fence_in_service(const ServeSettings& settings, const std::filesystem::path& file) {
    if (settings.demo) return;
    system::JsonLog log;
    const files::Configuration& configuration = settings.configuration;
    Places read = system::places_of_the_machine();
    add(read,
        {file,
         configuration.tls_certificate,
         configuration.tls_key,
         configuration.tls_client_authorities,
         configuration.tls_client_revocations,
         configuration.house});
    if (configuration.smtp) add(read, {configuration.smtp->password_file});
    for (const files::IssuerSettings& issuer : configuration.sign_in.issuers)
        add(read, {issuer.trusted_certificates, issuer.client_secret_file});
    const files::StoreSettings store = store_of(settings.folder);
    add(read, {store.password_file});
    if (store.is_postgres()) add(read, postgres::connection_files(store.connection));
    system::FencePlaces places{.read = std::move(read), .change = {settings.folder.root}};
    add_root(places, settings.folder);
    raise(places, log);
}

void fence_in_signer(const DataFolder& folder, ports::Log& log) {
    Places read = system::places_of_the_machine();
    read.push_back(folder.root);
    raise({.read = std::move(read), .change = {folder.signer()}}, log);
}

}  // namespace clarion::deploy
