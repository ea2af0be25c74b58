#include "adapters/http/admission.hpp"

namespace clarion::http {

namespace {

constexpr std::chrono::milliseconds kAlarmEvery = std::chrono::minutes(1);
// What is left is told from this share of the quota on: a number that changes with every answer
// would tell answers apart that must be alike.
constexpr std::int64_t kLittle = 10;

// From which fullness of the queue on requests as urgent as this give way. What is above is left
// for those who have begun something and for acts; the queue itself turns these away when it is
// full.
std::optional<int> gives_way_from(Urgency urgency) {
    constexpr int kBegin = 75;
    constexpr int kLook = 90;
    constexpr int kSignIn = 95;
    switch (urgency) {
        case Urgency::begin:
            return kBegin;
        case Urgency::look:
            return kLook;
        case Urgency::sign_in:
            return kSignIn;
        case Urgency::by_method:
        case Urgency::always:
        case Urgency::going_on:
        case Urgency::act:
            return std::nullopt;
    }
    return std::nullopt;
}

// One person who is too fast is nobody's alarm; a network is.
bool is_of_network(Limit limit) {
    return limit != Limit::session && limit != Limit::clients;
}

std::int64_t seconds_of(std::chrono::milliseconds wait) {
    return std::chrono::ceil<std::chrono::seconds>(wait).count();
}

}  // namespace

std::string_view to_string(Urgency urgency) {
    switch (urgency) {
        case Urgency::by_method:
            return "by_method";
        case Urgency::always:
            return "always";
        case Urgency::going_on:
            return "going_on";
        case Urgency::act:
            return "act";
        case Urgency::sign_in:
            return "sign_in";
        case Urgency::look:
            return "look";
        case Urgency::begin:
            return "begin";
    }
    return "";
}

std::string_view to_string(Limit limit) {
    switch (limit) {
        case Limit::new_forms:
            return "new_forms";
        case Limit::visits:
            return "visits";
        case Limit::session:
            return "session";
        case Limit::sign_in:
            return "sign_in";
        case Limit::strangers:
            return "strangers";
        case Limit::clients:
            return "clients";
    }
    return "";
}

Admission::Admission(const Rates& rates, World world, std::function<int()> fullness)
    : world_(std::move(world)), fullness_(std::move(fullness)) {
    std::string key(32, '\0');
    world_.ids.fill_random({reinterpret_cast<std::uint8_t*>(key.data()), key.size()});
    for (std::size_t at = 0; at < kLimits; ++at) {
        if (!rates.at(at)) continue;
        const std::string_view name = to_string(static_cast<Limit>(at));
        tables_.at(at) = std::make_unique<RateTable>(*rates.at(at), world_.sha256, key, name);
    }
}

core::Taken Admission::take(Limit limit, std::string_view who, std::chrono::milliseconds patience) {
    RateTable* table = tables_.at(static_cast<std::size_t>(limit)).get();
    if (table == nullptr || who.empty()) return {};
    const core::Taken taken = table->take(who, world_.clock.since_boot(), patience);
    if (!taken.allowed) {
        world_.metrics.count("clarion_requests_over_limit_total", to_string(limit));
        if (is_of_network(limit)) sound_alarm("over_limit", to_string(limit));
    } else if (taken.wait.count() > 0) {
        world_.metrics.count("clarion_requests_delayed_total", to_string(limit));
    }
    return taken;
}

bool Admission::gives_way(Urgency urgency) {
    const auto from = gives_way_from(urgency);
    if (!from || fullness_() < *from) return false;
    world_.metrics.count("clarion_requests_shed_total", to_string(urgency));
    sound_alarm("shed", to_string(urgency));
    return true;
}

void Admission::note_dropped(std::string_view why) {
    world_.metrics.count("clarion_connections_dropped_total", why);
    sound_alarm("connections", why);
}

// Once a minute at most: a flood must not become one of the log.
void Admission::sound_alarm(std::string_view what, std::string_view kind) {
    const auto now = world_.clock.since_boot().count();
    auto last = alarm_at_.load();
    const bool is_quiet = last != 0 && now - last < kAlarmEvery.count() && now >= last;
    if (is_quiet || !alarm_at_.compare_exchange_strong(last, now)) return;
    world_.metrics.count("clarion_alarms_total", "flood");
    world_.log.write(
        ports::LogLevel::warning,
        "flood",
        {{"what", std::string(what)}, {"kind", std::string(kind)}}
    );
}

void Admission::tell(Limit limit, const core::Taken& taken, Response& response) const {
    const RateTable* table = tables_.at(static_cast<std::size_t>(limit)).get();
    if (table == nullptr) return;
    const core::Rate& rate = table->rate();
    const std::string name = '"' + std::string(to_string(limit)) + '"';
    response.with(
        "ratelimit-policy",
        name + ";q=" + std::to_string(rate.quota) + ";w=" + std::to_string(seconds_of(rate.window))
    );
    if (taken.allowed && taken.left * kLittle >= rate.quota) return;
    const auto until_whole = rate.window * (rate.quota - taken.left) / rate.quota;
    const auto wait = taken.allowed ? until_whole : taken.wait;  // as Retry-After says it
    response.with(
        "ratelimit",
        name + ";r=" + std::to_string(taken.left) +
            ";t=" + std::to_string(std::max<std::int64_t>(seconds_of(wait), 1))
    );
}

std::string retry_after(const core::Taken& taken) {
    return std::to_string(std::max<std::int64_t>(seconds_of(taken.wait), 1));
}

}  // namespace clarion::http
