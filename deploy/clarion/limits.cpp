#include "deploy/clarion/limits.hpp"

#include <algorithm>

#include "adapters/system/descriptors.hpp"

namespace clarion::deploy {

namespace {

// Files, the signer, deliveries, PostgreSQL.
constexpr std::size_t kOtherDescriptors = 512;
// What one listener leaves to the others, and what the one on loopback needs.
constexpr std::size_t kOthersConnections = 2048;
constexpr std::size_t kAdminConnections = 256;

bool are_there(const ServeSettings& settings) {
    return !settings.demo || settings.configuration.limits.has_value();
}

files::LimitSettings limits_of(const ServeSettings& settings) {
    return settings.configuration.limits.value_or(files::LimitSettings());
}

std::optional<core::Rate> rate_of(const files::RateSetting& setting) {
    if (setting.quota == 0) return std::nullopt;
    return core::Rate{setting.quota, std::chrono::seconds(setting.seconds)};
}

// How many connections a listener may have; the log says so when they are fewer than asked for. A
// flood of one listener leaves the others their share.
std::size_t room_for_each(std::size_t asked, ports::Log& log) {
    const std::size_t there = system::want_descriptors(2 * asked + kOtherDescriptors);
    const std::size_t kept = std::min(kOtherDescriptors + kOthersConnections, there / 2);
    if (there - kept >= asked) return asked;
    log.write(
        ports::LogLevel::warning,
        "descriptors_few",
        {{"there", std::to_string(there)},
         {"asked", std::to_string(asked)},
         {"connections", std::to_string(there - kept)}}
    );
    return there - kept;
}

}  // namespace

http::Rates rates_of(const ServeSettings& settings) {
    if (!are_there(settings)) return {};
    const files::LimitSettings limits = limits_of(settings);
    return {
        rate_of(limits.new_forms),
        rate_of(limits.visits),
        rate_of(limits.session),
        rate_of(limits.sign_in),
        rate_of(limits.strangers),
        rate_of(limits.clients)};
}

void limit_connections(
    std::vector<http::ListenerSettings>& listeners,
    const ServeSettings& settings,
    ports::Log& log,
    const std::function<void(std::string_view)>& on_dropped
) {
    const files::LimitSettings limits = limits_of(settings);
    const auto asked = static_cast<std::size_t>(limits.connections);
    const std::size_t room = room_for_each(asked, log);
    for (http::ListenerSettings& listener : listeners) {
        const bool is_admin = listener.kind == http::ListenerKind::admin;
        listener.connections_max = is_admin ? std::min(room, kAdminConnections) : room;
        listener.networks = {limits.ipv4_prefix, limits.ipv6_prefix, limits.proxies};
        listener.on_dropped = on_dropped;
        if (is_admin || !are_there(settings)) continue;
        listener.connections_per_network = static_cast<std::size_t>(limits.connections_per_network);
    }
}

std::size_t locked_bytes_of_connections(const ServeSettings& settings) {
    constexpr std::size_t kListeners = 2;
    constexpr std::size_t kBytesEach = 96;  // X25519 takes 32, the largest of our groups 64
    return static_cast<std::size_t>(limits_of(settings).connections) * kListeners * kBytesEach;
}

void check_limits(const ServeSettings& settings) {
    const files::LimitSettings limits = limits_of(settings);
    const std::string complaint =
        http::complaint_about({limits.ipv4_prefix, limits.ipv6_prefix, limits.proxies});
    if (complaint.empty()) return;
    throw CommandFailed(
        ExitCode::usage, "limits.proxies: " + complaint + "; write 192.0.2.7 or 192.0.2.0/28"
    );
}

}  // namespace clarion::deploy
