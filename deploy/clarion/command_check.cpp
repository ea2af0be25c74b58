// check: would it serve? Every finding with its remedy, before anything is started.
#include <functional>
#include <iostream>

#include "adapters/http/server.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/serve_settings.hpp"

namespace clarion::deploy {

namespace {

class Findings {
public:
    // Runs one check; what it throws is the finding.
    void look(std::string_view what, const std::function<std::string()>& check) {
        try {
            const std::string finding = check();
            std::cout << "good  " << what << ": " << finding << '\n';
        } catch (const std::exception& finding) {
            std::cout << "BAD   " << what << ": " << finding.what() << '\n';
            is_good_ = false;
        }
    }
    [[nodiscard]] bool is_good() const { return is_good_; }

private:
    bool is_good_ = true;
};

http::ListenerSettings listener_at(
    const files::Address& address, std::optional<http::TlsFiles> tls
) {
    http::ListenerSettings made;
    made.kind = http::ListenerKind::staff;
    made.host = address.host;
    made.port = address.port;
    made.tls = std::move(tls);
    made.our_hosts = {address.host};
    return made;
}

// Binds for a moment: shows a port in use and a certificate that does not fit its key.
std::string try_listening(const files::Address& address, const std::optional<http::TlsFiles>& tls) {
    const http::Router nothing({}, [](const http::Request&) { return std::nullopt; });
    http::Server server({listener_at(address, tls)}, nothing, 1);
    server.start();
    server.stop();
    return address.host + ":" + std::to_string(address.port) + " is free";
}

}  // namespace

ExitCode check(const ServeOptions& options) {
    const ServeSettings settings = settle(options);
    const files::FileSet house = house_files(settings.configuration.house);
    Findings findings;
    findings.look("configuration", [&] {
        return options.configuration.empty() ? std::string("none given, defaults")
                                             : options.configuration.string();
    });
    findings.look("data folder", [&] {
        require_initialised(settings.folder);
        return settings.folder.root.string();
    });
    findings.look("keys, store and workflows", [&] {
        const EngineRoom room(settings.folder, house);
        room.store->check_integrity();
        return std::to_string(room.store->audit().head().size) + " audit entries; every page read";
    });
    std::optional<http::TlsFiles> tls;
    findings.look("certificate", [&] {
        if (settings.demo)
            return tls = http::self_signed_certificate(), std::string("made at each start (demo)");
        tls = configured_certificate(settings.configuration);
        return settings.configuration.tls_certificate.string();
    });
    if (tls) {
        findings.look("public listener", [&] {
            return try_listening(settings.public_address, tls);
        });
        findings.look("staff listener", [&] { return try_listening(settings.staff_address, tls); });
    }
    findings.look("admin listener", [&] {
        return try_listening(settings.admin_address, std::nullopt);
    });
    std::cout << (findings.is_good() ? "it would serve" : "it would not serve") << std::endl;
    return findings.is_good() ? ExitCode::good : ExitCode::unavailable;
}

}  // namespace clarion::deploy
