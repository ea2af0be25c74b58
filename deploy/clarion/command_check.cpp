// check: would it serve? Every finding with its remedy, before anything is started.
#include <functional>
#include <iostream>
#include <optional>

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/http/server.hpp"
#include "adapters/signer/errand_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/helplines.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "deploy/clarion/limits.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/publication.hpp"
#include "deploy/clarion/serve_settings.hpp"
#include "deploy/clarion/sign_in_room.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/store_check.hpp"

namespace clarion::deploy {

namespace {

class Findings {
public:
    // Runs one check and says whether it was good; what it throws is the finding.
    bool look(std::string_view what, const std::function<std::string()>& check) {
        try {
            const std::string finding = check();
            std::cout << "good  " << what << ": " << finding << '\n';
            return true;
        } catch (const ports::IntegrityBroken& broken) {
            std::cout << "BAD   " << what << ": " << broken.what() << '\n';
            verdict_ = ExitCode::integrity_broken;
        } catch (const std::exception& finding) {
            std::cout << "BAD   " << what << ": " << finding.what() << '\n';
            if (verdict_ == ExitCode::good) verdict_ = ExitCode::unavailable;
        }
        return false;
    }
    [[nodiscard]] ExitCode verdict() const { return verdict_; }

private:
    ExitCode verdict_ = ExitCode::good;
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
    const http::Router nothing({}, [](const http::Request&) {
        return http::Found(core::failure(http::Stranger::no_credentials));
    });
    http::Server server({listener_at(address, tls)}, nothing, 1);
    server.start();
    server.stop();
    return address.host + ":" + std::to_string(address.port) + " is free";
}

// Every case against its events, timers, tasks and the log.
std::string check_cases(const EngineRoom& room) {
    runtime::StoreCheck check(
        {room.store->cases(),
         room.store->audit(),
         *room.keys,
         room.forms,
         room.clock,
         room.zones,
         room.sha256,
         room.log_origin}
    );
    const runtime::StoreReport report = check.run();
    if (report.faults == 0) {
        return std::to_string(report.cases) + " with " + std::to_string(report.events) +
               " events, whole and as the log says";
    }
    std::string told = std::to_string(report.faults) + " faults; restore a backup of before them";
    for (const std::string& fault : report.told)
        told += "\n        " + fault;
    throw ports::IntegrityBroken(told);
}

std::string check_sending(const EngineRoom& room) {
    if (!room.store->outbox().standing().held) return "what waits is sent";
    return "held back: this is a copy, and two people have to say that the original is stopped "
           "(`clarion backup release`)";
}

// No reason not to serve, and something to be done all the same.
std::string unverified_helplines(const files::FileSet& house) {
    constexpr std::string_view kPath = "workflows/catalogue/helplines.json";
    const core::json::object profile = files::profile_of(house, files::scheme_of(house));
    const auto found = helplines_today(
        files::parse_json_object(kPath, files::file_named(house, kPath)),
        std::string_view(profile.at("force").at("id").as_string()),
        std::chrono::floor<std::chrono::days>(system::SystemClock().now())
    );
    if (found.unverified.empty()) return {};
    std::string said = "; nobody has verified these helplines within six months, ring each:";
    for (const std::string& id : found.unverified)
        said += " " + id;
    return said;
}

// The data folder and what is in it. Each check needs the one before: one finding, one remedy.
void check_folder(Findings& findings, const ServeSettings& settings, const files::FileSet& house) {
    if (settings.demo && settings.folder.is_unused()) {
        findings.look("data folder", [&] {
            return settings.folder.root.string() + " is not there yet; the start makes it (demo)";
        });
        return;
    }
    const bool is_there = findings.look("data folder", [&] {
        require_initialised(settings.folder);
        return settings.folder.root.string();
    });
    if (!is_there) return;
    const bool is_chosen = findings.look("store", [&] {
        choose_store(settings.folder, settings.configuration.store);
        return describe(store_of(settings.folder), settings.folder);
    });
    if (!is_chosen) return;
    std::optional<EngineRoom> room;
    const bool is_open = findings.look("keys, store and workflows", [&] {
        room.emplace(
            settings.folder,
            house,
            log_origin_of(settings.folder, settings.configuration.origin_host)
        );
        room->store->check_integrity();
        return std::to_string(room->store->audit().head().size) + " audit entries; every page read";
    });
    if (is_open && needs_publishing(settings)) {
        findings.look("publication", [&] {
            require_last_published(room->store->audit(), house);
            return std::string("the last one in the log");
        });
    }
    if (is_open) findings.look("sending", [&] { return check_sending(*room); });
    if (is_open) findings.look("cases", [&] { return check_cases(*room); });
}

void check_listeners(Findings& findings, const ServeSettings& settings) {
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
}

}  // namespace

ExitCode check_running(const std::filesystem::path& data) {
    const DataFolder folder{data};
    auto service = signer::RemoteService::connect(folder.errand_socket());
    if (!service) {
        throw CommandFailed(
            ExitCode::unavailable,
            folder.root.string() +
                ": no service runs; without --running its store is looked at here"
        );
    }
    return guarded_by_peer([&] {
        static_cast<void>(service->ask({{"errand", "look_now"}}));
        std::cout
            << "it looks at every obligation now: clarion_obligations_checked_at tells when it "
               "is done, clarion_obligations_broken what it found"
            << std::endl;
        return ExitCode::good;
    });
}

ExitCode check(const ServeOptions& options) {
    const ServeSettings settings = settle(options);
    Findings findings;
    findings.look("configuration", [&] {
        return options.configuration.empty() ? std::string("none given, defaults")
                                             : options.configuration.string();
    });
    findings.look("sign-in", [&] {
        check_sign_in(settings.configuration.sign_in);
        const auto count = settings.configuration.sign_in.issuers.size();
        if (settings.demo) return std::string("personas (demo)");
        return count == 0 ? std::string("no [[issuer]]: nobody can sign in")
                          : std::to_string(count) + " issuers";
    });
    findings.look("limits", [&] {
        check_limits(settings);
        if (settings.configuration.limits) return std::string("as [limits] says");
        return std::string(settings.demo ? "none (demo)" : "the defaults");
    });
    const files::FileSet house =
        house_files(settings.configuration.house, settings.configuration.scheme);
    const bool is_sound = findings.look("house", [&] {
        static_cast<void>(sound(house));
        if (needs_publishing(settings)) require_published(settings.folder, house);
        return "forms, workflows, calendars and catalogues of " + files::scheme_of(house) +
               unverified_helplines(house);
    });
    if (is_sound) check_folder(findings, settings, house);
    check_listeners(findings, settings);
    const ExitCode verdict = findings.verdict();
    std::cout << (verdict == ExitCode::good ? "it would serve" : "it would not serve") << std::endl;
    return verdict;
}

}  // namespace clarion::deploy
