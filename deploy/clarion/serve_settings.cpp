#include "deploy/clarion/serve_settings.hpp"

#include "adapters/files/file_set.hpp"

namespace clarion::deploy {

namespace {

std::string first_of(const std::string& from_command_line, const std::string& otherwise) {
    return from_command_line.empty() ? otherwise : from_command_line;
}

void require_loopback(std::string_view what, const files::Address& address, std::string_view why) {
    if (files::is_loopback(address)) return;
    throw CommandFailed(
        ExitCode::usage,
        std::string(what) + " " + address.host + ": " + std::string(why) +
            "; use 127.0.0.1, [::1] or localhost"
    );
}

}  // namespace

ServeSettings settle(const ServeOptions& options) {
    ServeSettings settings;
    settings.demo = options.demo;
    if (!options.configuration.empty()) {
        if (!std::filesystem::exists(options.configuration)) {
            throw CommandFailed(
                ExitCode::not_found, options.configuration.string() + ": no such file"
            );
        }
        settings.configuration = files::read_configuration(options.configuration);
    }
    const files::Configuration& configured = settings.configuration;
    settings.public_address = files::parse_address(
        "--public", first_of(options.public_address, configured.public_address)
    );
    settings.staff_address =
        files::parse_address("--staff", first_of(options.staff_address, configured.staff_address));
    settings.admin_address =
        files::parse_address("--admin", first_of(options.admin_address, configured.admin_address));
    settings.folder.root = options.data.empty() ? configured.data : options.data;

    require_loopback(
        "--admin", settings.admin_address, "health and metrics are for this machine alone"
    );
    if (settings.demo && !configured.sign_in.issuers.empty()) {
        throw CommandFailed(
            ExitCode::usage,
            "--demo signs anybody in, so it takes no [[issuer]]: leave out one of the two"
        );
    }
    if (settings.demo) {
        constexpr std::string_view kWhy =
            "the demonstration signs anybody in, so it stays on this machine";
        require_loopback("--public", settings.public_address, kWhy);
        require_loopback("--staff", settings.staff_address, kWhy);
    }
    return settings;
}

bool needs_publishing(const ServeSettings& settings) {
    return !settings.demo && !settings.configuration.house.empty();
}

http::TlsFiles configured_certificate(const files::Configuration& configuration) {
    namespace fs = std::filesystem;
    if (configuration.tls_certificate.empty() || configuration.tls_key.empty()) {
        throw CommandFailed(
            ExitCode::usage,
            "no certificate: name [tls] certificate and key in the file given by --config"
        );
    }
    http::TlsFiles made{
        files::read_file(configuration.tls_certificate), files::read_file(configuration.tls_key)};
    if (!configuration.tls_client_authorities.empty())
        made.client_authorities_pem = files::read_file(configuration.tls_client_authorities);
    if (!configuration.tls_client_revocations.empty())
        made.client_revocations_pem = files::read_file(configuration.tls_client_revocations);
    const auto others = fs::status(configuration.tls_key).permissions() & fs::perms::others_all;
    if (others != fs::perms::none) {
        throw CommandFailed(
            ExitCode::unavailable,
            configuration.tls_key.string() + ": others can read this key; run `chmod 600` on it"
        );
    }
    return made;
}

}  // namespace clarion::deploy
