// serve: the service, from a data folder to three listeners and back again in good order.
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <optional>
#include <semaphore>

#include "adapters/http/server.hpp"
#include "adapters/keys/secret_bytes.hpp"
#include "adapters/signer/export_link.hpp"
#include "adapters/signer/signer_link.hpp"
#include "adapters/system/background_thread.hpp"
#include "adapters/system/delivery_thread.hpp"
#include "adapters/system/engine_thread.hpp"
#include "adapters/system/signals.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/errand_desk.hpp"
#include "deploy/clarion/file_places.hpp"
#include "deploy/clarion/front_of_house.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/limits.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/outside_world.hpp"
#include "deploy/clarion/publication.hpp"
#include "deploy/clarion/serve_settings.hpp"
#include "deploy/clarion/sign_in_room.hpp"
#include "deploy/clarion/signer_process.hpp"
#include "deploy/clarion/witness_room.hpp"

namespace clarion::deploy {

namespace {

constexpr std::string_view kDiskIsLost =
    "a write to the disk failed, so the service has ended: start it again, it goes on from what "
    "the disk holds";

RoomUse use_of(const ServeSettings& settings, bool believe_clock) {
    constexpr std::chrono::milliseconds kLaterSpread{2000};
    constexpr std::chrono::milliseconds kDemoSpread{200};
    RoomUse use{.store = StoreUse::as_node, .believe_clock = believe_clock};
    // Who tries the demonstration sees soon what follows from a request.
    use.later_spread = settings.demo ? kDemoSpread : kLaterSpread;
    return use;
}

http::TlsFiles certificate_for(const ServeSettings& settings) {
    if (!settings.demo) return configured_certificate(settings.configuration);
    http::TlsFiles made = http::self_signed_certificate();
    std::ofstream file(settings.folder.demo_certificate(), std::ios::binary | std::ios::trunc);
    if (!(file << made.certificate_pem) || !file.flush()) {
        throw CommandFailed(
            ExitCode::unavailable,
            settings.folder.demo_certificate().string() + ": cannot be written"
        );
    }
    return made;
}

std::vector<http::ListenerSettings> listeners_of(const ServeSettings& settings) {
    const http::TlsFiles tls = certificate_for(settings);
    const auto hosts = [&](const files::Address& address) {
        std::vector<std::string> names{"localhost", "127.0.0.1", "[::1]"};
        if (!settings.demo) names = {address.host, settings.configuration.origin_host};
        return names;
    };
    const auto listener = [&](http::ListenerKind kind, const files::Address& address, bool secure) {
        http::ListenerSettings made;
        made.kind = kind;
        made.host = address.host;
        made.port = address.port;
        if (secure) made.tls = tls;
        made.our_hosts = hosts(address);
        return made;
    };
    auto admin = listener(http::ListenerKind::admin, settings.admin_address, false);
    admin.our_hosts = {"localhost", "127.0.0.1", "[::1]"};
    return {
        listener(http::ListenerKind::public_form, settings.public_address, true),
        listener(http::ListenerKind::staff, settings.staff_address, true),
        std::move(admin)};
}

// After a failed write only a program that starts anew can say what the disk holds. Until `end` has
// ended this one nothing more is acknowledged, and what waits is told so.
system::EngineCalls calls_until_lost(EngineRoom& room, std::function<void()> end) {
    system::EngineCalls calls = system::calls_of(room.engine);
    calls.after_turn = [&room, end = std::move(end)] {
        if (room.store->must_restart()) end();
    };
    return calls;
}

std::string url_of(std::string_view scheme, const files::Address& address, std::uint16_t port) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return std::string(scheme) + "://" + (is_v6 ? "[" + address.host + "]" : address.host) + ":" +
           std::to_string(port);
}

// A signer with a user of its own has a folder of its own, which nobody but root could give it.
std::optional<uid_t> owner_of(const std::filesystem::path& signer_folder) {
    struct stat status {};
    if (::lstat(signer_folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        return std::nullopt;
    return status.st_uid == ::geteuid() ? std::nullopt : std::optional(status.st_uid);
}

constexpr std::string_view kLogRefused =
    "the log is not signed: look for signer_refused in the service's log";

void tell_of_signer(EngineRoom& room, const signer::SignerStanding& now) {
    const auto gauge = [&](std::string_view name, auto value) {
        room.metrics.gauge(name, static_cast<double>(value));
    };
    gauge("clarion_audit_signer_connected", now.is_connected);
    gauge("clarion_audit_signer_refused", now.is_refused);
    gauge("clarion_audit_fed_size", now.entries);
    gauge("clarion_audit_signed_size", now.signed_size);
    if (now.is_refused && room.signer_state.why() != kLogRefused)
        room.metrics.count("clarion_alarms_total", "signer_refused");
    const bool was_here = now.entries > 0 || now.signed_size > 0;
    room.signer_state.tell(
        now.is_refused                  ? kLogRefused
        : was_here && !now.is_connected ? "the log is not signed: its signer is gone"
                                        : ""
    );
}

// The Unix sockets in the data folder: for the signer, for exports, and for operators' errands.
class SideDoors {
public:
    SideDoors(
        EngineRoom& room,
        runtime::WorkQueue& queue,
        const DataFolder& folder,
        signer::Errand about_people,
        bool signer_is_coming
    )
        : signer_(
              {.socket_path = folder.signer_socket(),
               .verifier_key_path = folder.log_vkey(),
               .signer_user = owner_of(folder.signer()),
               .signer_is_coming = signer_is_coming,
               .tell = [&room](const auto& now) { tell_of_signer(room, now); }},
              queue,
              room.log
          ),
          exports_(folder.export_socket(), queue, room.log),
          desk_(room, folder, queue, std::move(about_people)),
          errands_(
              folder.errand_socket(), [this] { return desk_.welcome(); }, room.log
          ),
          signer_thread_(
              room.log, "signer-link", [this](const auto& stop) { signer_.serve(stop); }
          ),
          export_thread_(
              room.log, "export-link", [this](const auto& stop) { exports_.serve(stop); }
          ),
          errand_thread_(
              room.log, "errand-link", [this](const auto& stop) { errands_.serve(stop); }
          ),
          witnesses_(room, queue, folder) {}

    // The signer signs once more what the others brought, and witnesses see that last.
    void stop() {
        errand_thread_.stop();
        export_thread_.stop();
        signer_thread_.stop();
        witnesses_.stop();
    }

private:
    signer::SignerLink signer_;
    signer::ExportLink exports_;
    ErrandDesk desk_;
    signer::ErrandLink errands_;
    system::BackgroundThread signer_thread_, export_thread_, errand_thread_;
    WitnessRoom witnesses_;
};

// About people's sessions; a demonstration has none that an operator could end.
signer::Errand errands_of(std::optional<SignInRoom>& sign_in) {
    return sign_in ? sign_in->errands() : signer::Errand{};
}

// A copy whose original may still run is held back: see `clarion backup release`.
void say_whether_it_sends(EngineRoom& room) {
    const ports::Standing standing = room.store->outbox().standing();
    room.metrics.gauge("clarion_sending_held", standing.held ? 1 : 0);
    if (!standing.held) return;
    room.metrics.count("clarion_alarms_total", "sending_held");
    room.log.write(
        ports::LogLevel::warning,
        "sending_held",
        {{"copy", standing.copy}, {"remedy", "clarion backup release"}}
    );
}

void open_folder(const ServeSettings& settings, std::optional<TentativeDataFolder>& made) {
    if (settings.demo && settings.folder.is_unused()) {
        made.emplace(settings.folder, settings.configuration.store);
    }
    require_initialised(settings.folder);
    choose_store(settings.folder, settings.configuration.store);
}

// A log has one signer. The demonstration brings its own, but for a node that joins others: theirs
// signs.
bool signs_here(const ServeSettings& settings, const EngineRoom& room, bool is_new) {
    const bool is_first = is_new || std::filesystem::exists(settings.folder.signer());
    return settings.demo && (is_first || !room.store->is_shared());
}

void say_ready(const ServeSettings& settings, const std::vector<std::uint16_t>& ports) {
    std::cout << "ready public=" << url_of("https", settings.public_address, ports.at(0))
              << " staff=" << url_of("https", settings.staff_address, ports.at(1))
              << " admin=" << url_of("http", settings.admin_address, ports.at(2)) << std::endl;
}

system::DeliveryDoor door_to(system::DeliveryThread& delivery) {
    return {
        .room = [&delivery] { return delivery.room(); },
        .hand_over = [&delivery](runtime::DeliveryJob job) { delivery.hand_over(std::move(job)); },
    };
}

http::Readiness readiness_of(bool is_started, const EngineRoom& room) {
    if (!is_started) return {false, "starting or stopping"};
    const std::string why = room.store_state.why();
    if (!why.empty()) return {false, why};
    // Whoever is wrong, node or database: to turn people away would not set it right. Nor would it
    // have the log signed.
    const std::string clock = room.clock_state.why();
    const std::string unsigned_log = room.signer_state.why();
    return {true, !clock.empty() ? clock : unsigned_log.empty() ? "ready" : unsigned_log};
}

http::Admission admission_of(
    const ServeSettings& settings, EngineRoom& room, const system::EngineThread& engine
) {
    return http::Admission(
        rates_of(settings),
        {room.clock, room.ids, room.sha256, room.metrics, room.log},
        [&engine] { return engine.fullness(); }
    );
}

http::Server server_of(
    const ServeSettings& settings,
    const http::Router& router,
    http::Admission& admission,
    ports::Log& log
) {
    auto listeners = listeners_of(settings);
    limit_connections(listeners, settings, log, [&admission](std::string_view why) {
        admission.note_dropped(why);
    });
    return http::Server(std::move(listeners), router, settings.configuration.io_threads);
}

// What wakes the thread that started everything: the end, or a configuration to be read again.
class Wishes {
public:
    void stop() {
        must_stop_ = true;
        woken_.release();
    }
    void read_again() {
        must_read_ = true;
        woken_.release();
    }
    // Until it is to stop.
    void wait(const std::function<void()>& read_again) {
        while (true) {
            woken_.acquire();
            if (must_stop_) return;
            if (must_read_.exchange(false)) read_again();
        }
    }

private:
    std::counting_semaphore<> woken_{0};
    std::atomic<bool> must_stop_ = false;
    std::atomic<bool> must_read_ = false;
};

// A file that is not good leaves in force what was read before.
void take_roles_again(const ServeOptions& options, SignInRoom* sign_in, EngineRoom& room) {
    try {
        const ServeSettings settings = settle(options);
        check_sign_in(settings.configuration.sign_in);
        const std::size_t ended =
            sign_in == nullptr ? 0 : sign_in->take_roles(settings.configuration.sign_in);
        room.log.write(
            ports::LogLevel::info, "roles_taken", {{"sessions_ended", std::to_string(ended)}}
        );
    } catch (const std::exception& error) {
        room.metrics.count("clarion_alarms_total", "configuration_not_taken");
        room.log.write(ports::LogLevel::error, "configuration_not_taken", {{"why", error.what()}});
    }
}

}  // namespace

ExitCode serve(const ServeOptions& options) {
    const ServeSettings settings = settle(options);
    check_limits(settings);
    keys::share_locked_memory(locked_bytes_of_connections(settings));
    Wishes wishes;
    const system::Signals signals([&wishes] { wishes.stop(); }, [&wishes] { wishes.read_again(); });
    std::optional<TentativeDataFolder> made;
    open_folder(settings, made);
    fence_in_service(settings, options.configuration);
    const files::FileSet house =
        house_files(settings.configuration.house, settings.configuration.scheme);
    if (needs_publishing(settings)) require_published(settings.folder, house);
    const std::string origin = keep_log_origin(settings.folder, settings.configuration.origin_host);
    EngineRoom room(settings.folder, house, origin, use_of(settings, options.believe_clock));
    if (needs_publishing(settings)) require_last_published(room.store->audit(), house);
    say_whether_it_sends(room);
    Deliveries outside = outside_world(room, settings, house);
    system::DeliveryThread delivery(
        [&outside](const runtime::DeliveryJob& job) { return outside.deliver(job); }, room.log
    );
    system::EngineThreadSettings thread_settings;
    thread_settings.metrics = &room.metrics;
    std::atomic<bool> disk_is_lost = false;
    const auto calls = calls_until_lost(room, [&disk_is_lost, &wishes] {
        if (!disk_is_lost.exchange(true)) wishes.stop();
    });
    system::EngineThread engine(calls, door_to(delivery), room.clock, room.log, thread_settings);
    delivery.report_to(engine);

    std::atomic<bool> is_ready = false;
    const auto readiness = [&is_ready, &room] { return readiness_of(is_ready, room); };
    std::optional<SignInRoom> sign_in;
    if (!settings.demo)
        sign_in.emplace(room, engine, settings.configuration.sign_in, settings.folder);
    http::Admission admission = admission_of(settings, room, engine);
    FrontOfHouse front(
        room,
        engine,
        house,
        {.demo = settings.demo,
         .sign_in = sign_in ? &*sign_in : nullptr,
         .readiness = readiness,
         .admission = &admission}
    );
    http::Server server = server_of(settings, front.router(), admission, room.log);
    if (sign_in) sign_in->start();
    const std::vector<std::uint16_t> ports = server.start();
    if (made) made->keep();

    const bool brings_signer = signs_here(settings, room, made.has_value());
    SideDoors doors(room, engine, settings.folder, errands_of(sign_in), brings_signer);
    std::optional<SignerProcess> signer;
    if (brings_signer) signer.emplace(settings.folder.root, settings.configuration.origin_host);
    is_ready = true;
    say_ready(settings, ports);

    wishes.wait([&] { take_roles_again(options, sign_in ? &*sign_in : nullptr, room); });
    // Doors first, then what is under way, then the last checkpoint, then the store.
    is_ready = false;
    server.stop();
    if (sign_in) sign_in->stop();
    delivery.stop();
    doors.stop();
    signer.reset();
    engine.stop();
    if (disk_is_lost) throw CommandFailed(ExitCode::unavailable, std::string(kDiskIsLost));
    return ExitCode::good;
}

}  // namespace clarion::deploy
