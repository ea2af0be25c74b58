// Admission: who is let in now and who is to come again. Rates hold each caller to its share; under
// a flood whole kinds of requests give way, the least urgent first, so that help, the exit and what
// somebody has begun go on.
//
// Ownership: borrows its world; all of it must outlive this.
// Threads:   any.
// Limits:    fixed memory (RateTable). Nothing here looks at a case: it says nothing of what the
// records hold.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"
#include "adapters/http/rate_table.hpp"
#include "engine/ports/world.hpp"

namespace clarion::http {

// How much a request matters when not all can be answered, the most urgent first.
enum class Urgency {
    by_method,  // of what staff and programs ask: a POST acts, anything else looks
    always,     // help, the exit, pages that only say something: never limited, never shed
    going_on,   // a form that somebody is filling in
    act,
    sign_in,
    look,
    begin,  // a new form
};
[[nodiscard]] std::string_view to_string(Urgency urgency);

// What is held to a rate, each by whom it is counted for.
enum class Limit {
    new_forms,  // a network
    visits,     // a network, while it names no form in progress
    session,    // a form in progress
    sign_in,    // a network
    strangers,  // a network whose credentials were refused
    clients,    // a person or program that is known
};
inline constexpr std::size_t kLimits = 6;
[[nodiscard]] std::string_view to_string(Limit limit);

// In the order of Limit; empty: no limit.
using Rates = std::array<std::optional<core::Rate>, kLimits>;

class Admission {
public:
    struct World {
        const ports::Clock& clock;
        ports::IdSource& ids;
        core::Sha256 sha256;
        ports::Metrics& metrics;
        ports::Log& log;
    };
    // `fullness` of the engine's queue, in hundredths; from any thread.
    Admission(const Rates& rates, World world, std::function<int()> fullness);

    // Empty: nobody knows who asks, and everybody is allowed.
    [[nodiscard]] core::Taken take(
        Limit limit, std::string_view who, std::chrono::milliseconds patience = {}
    );
    // Whether requests as urgent as this one are turned away just now. Counts them, and sounds the
    // alarm.
    [[nodiscard]] bool gives_way(Urgency urgency);
    // A connection had to go, or was not taken, so that others can be answered.
    void note_dropped(std::string_view why);

    [[nodiscard]] bool holds(Limit limit) const {
        return tables_.at(static_cast<std::size_t>(limit)) != nullptr;
    }
    // What a program is told on each answer, so that it can hold itself back
    // (draft-ietf-httpapi-ratelimit-headers-11): the policy, and what is left of it once that is
    // little.
    void tell(Limit limit, const core::Taken& taken, Response& response) const;

private:
    void sound_alarm(std::string_view what, std::string_view kind);

    World world_;
    std::function<int()> fullness_;
    std::array<std::unique_ptr<RateTable>, kLimits> tables_;
    std::atomic<std::chrono::milliseconds::rep> alarm_at_{0};
};

// In whole seconds, at least one.
[[nodiscard]] std::string retry_after(const core::Taken& taken);

}  // namespace clarion::http
