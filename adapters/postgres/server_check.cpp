#include "adapters/postgres/server_check.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

constexpr int kOldestVersion = 150000;  // 15: the oldest that is tested

struct Demand {
    const char* setting;
    const char* wanted;
    const char* otherwise;
};

constexpr std::array kDemands{
    Demand{"fsync", "on", "a commit would not survive loss of power"},
    Demand{"full_page_writes", "on", "loss of power could tear a page"},
    Demand{"data_sync_retry", "off", "a failed sync would be taken for a good one"},
};

[[noreturn]] void refuse(const Session& session, const std::string& why) {
    throw ports::StoreUnavailable("PostgreSQL at " + session.where() + ": " + why);
}

std::string setting(Session& session, const std::string& name) {
    return session.ask_text("SELECT current_setting('" + name + "')");
}

void check_version(Session& session) {
    const std::string text = setting(session, "server_version_num");
    int version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    if (version >= kOldestVersion) return;
    refuse(
        session,
        "server version " + setting(session, "server_version") +
            " is too old; 15 is the oldest that works"
    );
}

}  // namespace

void check_clock(Session& session, std::chrono::system_clock::time_point now) {
    constexpr std::int64_t kApartMsMax = 60'000;
    const std::string text =
        session.ask_text("SELECT round(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text"
        );
    std::int64_t theirs = 0;
    std::from_chars(text.data(), text.data() + text.size(), theirs);
    const std::int64_t ours =
        std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count();
    if (std::abs(ours - theirs) <= kApartMsMax) return;
    refuse(
        session,
        "its clock and this machine's are " + std::to_string(std::abs(ours - theirs) / 1000) +
            " s apart: set the wrong one right, and keep both by NTP"
    );
}

void check_server(Session& session) {
    check_version(session);
    if (session.ask_text("SELECT pg_is_in_recovery()::text") == "true") {
        refuse(session, "this is a standby, which only reads; name the primary");
    }
    if (setting(session, "transaction_read_only") == "on") {
        refuse(session, "default_transaction_read_only is on: nothing can be written here");
    }
    for (const Demand& demand : kDemands) {
        if (setting(session, demand.setting) == demand.wanted) continue;
        refuse(
            session,
            std::string(demand.setting) + " is not " + demand.wanted + ": " + demand.otherwise +
                "; set it in postgresql.conf"
        );
    }
    const std::string commits = setting(session, "synchronous_commit");
    if (commits == "off") {
        refuse(
            session,
            "synchronous_commit is off: what was acknowledged could be lost; set it to on, for the "
            "server, the database and this user"
        );
    }
    if (commits == "local" && !setting(session, "synchronous_standby_names").empty()) {
        refuse(
            session,
            "synchronous_commit is local, though there are synchronous standbys: a fail-over could "
            "lose what was acknowledged; set it to on"
        );
    }
    (void)session.ask("SELECT set_config('synchronous_commit', '" + commits + "', false)");
}

}  // namespace clarion::postgres
