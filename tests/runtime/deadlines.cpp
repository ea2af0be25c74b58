// Deadlines in virtual time: cases come and are worked on, the server's clock is set wrong and
// right again, the store fails, the program stops and starts. Whatever happens, a deadline is never
// early by the server's clock, fires within a minute of when it could, and never twice.
//
// CLARION_DEADLINE_SCRIPTS says how many scripts are played; each is a seed.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <random>

#include "tests/runtime/house.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kScripts = 200;
constexpr milliseconds kLateMax = minutes(1);
constexpr milliseconds kNap = seconds(1);  // the engine thread never sleeps longer
constexpr days kHowLong{14};
constexpr int kTurnsMax = 20'000;  // a loop that gets nowhere has no end
const std::string kFired = "timer_fired/ok";

// Just before a clock change, a leap day, the turn of a year, and a day like others.
constexpr std::array kStarts{
    "2027-03-25T08:00:00Z",
    "2027-10-27T08:00:00Z",
    "2028-02-24T08:00:00Z",
    "2028-03-24T08:00:00Z",
    "2027-12-20T08:00:00Z",
    "2027-06-08T08:00:00Z"};
const std::set<std::string> kHolidays{"2027-12-27", "2027-12-28", "2028-01-03", "2027-03-26"};

// The hours by which London was ahead, from the published dates alone.
hours ahead(Instant instant) {
    const bool summer =
        (instant >= at("2027-03-28T01:00:00Z") && instant < at("2027-10-31T01:00:00Z")) ||
        (instant >= at("2028-03-26T01:00:00Z") && instant < at("2028-10-29T01:00:00Z"));
    return hours(summer ? 1 : 0);
}

bool is_worked(std::chrono::sys_days day) {
    const std::chrono::weekday weekday(day);
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return false;
    return !kHolidays.contains(core::to_rfc3339(Instant(day)).substr(0, 10));
}

// When a limit that began at `from` is over, counted on the fingers.
Instant over(const json::object& limit, Instant from) {
    const auto value = static_cast<int>(limit.at("value").as_int64());
    const std::string unit(limit.at("unit").as_string());
    if (unit == "minutes") return from + minutes(value);
    if (unit == "hours") return from + hours(value);
    auto day = std::chrono::floor<days>(from + ahead(from));
    int left = value;
    while (left > 0) {
        day += days(1);
        if (unit == "calendar_days" || is_worked(day)) --left;
    }
    const Instant midnight(day + days(1));
    return midnight - ahead(midnight - hours(2));
}

class Script {
public:
    explicit Script(unsigned seed) : random_(seed) {
        house_.clock.set(at(kStarts.at(seed % kStarts.size())) + minutes(below(4 * 24 * 60)));
        draw_the_bundle();
        house_.restart({bundle_});
    }

    // How many deadlines passed.
    int play() {
        const milliseconds end = days(kHowLong);
        submit();
        while (real_ < end) {
            serve_until(std::min(end, real_ + minutes(below(36 * 60))));
            something_happens();
        }
        return fired_;
    }

private:
    struct Armed {
        Instant due;
        std::optional<milliseconds> could;  // when the server could first have fired it
    };

    [[nodiscard]] int below(int end) {
        return static_cast<int>(random_() % static_cast<unsigned>(end));
    }

    json::object a_limit(std::string_view from) {
        struct Kind {
            const char* unit;
            int least;
            int span;
        };
        constexpr std::array<Kind, 4> kKinds{
            {{"minutes", 90, 2'000},
             {"hours", 2, 70},
             {"calendar_days", 0, 6},
             {"working_days", 0, 5}}};
        const Kind& kind = kKinds.at(static_cast<std::size_t>(below(4)));
        return {
            {"value", kind.least + below(kind.span)},
            {"unit", kind.unit},
            {"from", from},
            {"title", "Drawn"}};
    }

    // The trial workflow with limits drawn by lot; the first stage is watched again and again.
    void draw_the_bundle() {
        json::object bundle = json::parse(trial_bundle()).as_object();
        bundle["version"] = "2";
        json::object& limits = bundle.at("profile").at("limits").as_object();
        limits["hour"] = a_limit("now");
        limits["half"] = a_limit("received_at");
        limits["case"] = a_limit("received_at");
        json::array holidays;
        for (const std::string& day : kHolidays)
            holidays.emplace_back(day);
        bundle.at("calendar").as_object()["holidays"] = std::move(holidays);
        json::object& received =
            bundle.at("definition").at_pointer("/states/process/states/received").as_object();
        received["after"] = {{"hour", {{"target", "received"}, {"reenter", true}}}};
        received.at("on").at("triage").as_object().erase("actions");
        limits_ = limits;
        bundle_ = json::serialize(bundle);
    }

    void something_happens() {
        house_.world.disk.fault = Fault::none;
        switch (below(6)) {
            case 0:
                return submit();
            case 1:
                return triage();
            case 2:
                return set_clock(minutes(below(360) - 180));
            case 3:
                return set_clock(hours(below(120) - 60));
            case 4:
                return stop_and_start();
            case 5:
                store_fails_next_ = true;
                return;
        }
    }

    void submit() {
        references_.push_back(house_.submit());
        look(false);
    }

    // Done in time, its deadline is no more.
    void triage() {
        const std::string& reference =
            references_.at(static_cast<std::size_t>(below(static_cast<int>(references_.size()))));
        (void)house_.act(house_.intake, reference, "triage", {{"grade", "high"}});
        look(false);
    }

    void set_clock(milliseconds by) {
        house_.clock.set(house_.clock.now() + by);
        mark({});
    }

    void stop_and_start() {
        house_.engine.reset();
        const milliseconds away = minutes(below(50 * 60));
        house_.clock.advance(away);
        real_ += away;
        for (auto& [name, armed] : armed_)
            armed.could.reset();
        house_.restart({bundle_});
        mark({});
    }

    void serve_until(milliseconds end) {
        while (real_ < end) {
            REQUIRE(++turns_ < kTurnsMax);
            const std::size_t logged = house_.logged();
            fail_if_drawn();
            const bool more = house_.engine->fire_due_timers(2);
            look(true);
            const auto entries = house_.log_after(logged);
            count_entries(entries);
            if (!more) pass(end);
        }
    }

    // The disk fails just when a deadline is to be kept.
    void fail_if_drawn() {
        const bool is_due = std::any_of(armed_.begin(), armed_.end(), [](const auto& entry) {
            return entry.second.could.has_value();
        });
        if (!is_due || !std::exchange(store_fails_next_, false)) return;
        house_.world.disk.fault = Fault::commit_fails;
    }

    // Sleeps as the engine thread does; many naps in which nothing is due are one.
    void pass(milliseconds end) {
        const auto wake = house_.engine->next_wake();
        milliseconds rest = end - real_;
        if (wake)
            rest = std::min(rest, std::chrono::ceil<milliseconds>(*wake - house_.clock.now()));
        if (rest > kNap) rest -= rest % kNap;
        rest = std::max(rest, milliseconds(0)) + milliseconds(1 + below(150));
        house_.clock.advance(rest);
        real_ += rest;
        mark(rest);
    }

    // What can fire since now, or since a moment within the time that passed evenly.
    void mark(milliseconds passed) {
        const Instant now = house_.clock.now();
        for (auto& [name, armed] : armed_) {
            if (now < armed.due) {
                armed.could.reset();
            } else if (!armed.could) {
                armed.could =
                    real_ -
                    std::min(passed, std::chrono::duration_cast<milliseconds>(now - armed.due));
            }
        }
    }

    // What is armed now, against what was: what is gone has fired, or was done in time.
    void look(bool firing) {
        std::map<std::pair<std::string, std::string>, Instant> stored;
        for (const auto& [id, timers] : house_.world.disk.now.timers) {
            for (const auto& timer : timers)
                stored.emplace(std::pair(id, timer.timer_id), timer.due);
        }
        for (auto armed = armed_.begin(); armed != armed_.end();) {
            const auto there = stored.find(armed->first);
            const bool stands = there != stored.end() && there->second == armed->second.due;
            if (!stands && firing) check_fired(armed->second);
            armed = stands ? std::next(armed) : armed_.erase(armed);
        }
        for (const auto& [name, due] : stored)
            check_armed(name, due);
        mark({});
    }

    void check_fired(const Armed& armed) {
        ++fired_;
        ++gone_;
        CHECK(house_.clock.now() >= armed.due);
        REQUIRE(armed.could.has_value());
        CHECK((real_ - *armed.could).count() <= kLateMax.count());
    }

    void check_armed(const std::pair<std::string, std::string>& name, Instant due) {
        if (armed_.contains(name)) return;
        armed_.emplace(name, Armed{due, std::nullopt});
        for (const auto& [limit, rule] : limits_) {
            if (name.second.find("." + std::string(limit)) == std::string::npos) continue;
            const auto& row = house_.world.disk.now.cases.at(name.first);
            const bool from_now = rule.at("from").as_string() == "now";
            const Instant from = from_now ? house_.clock.now() : row.received_at;
            CHECK(core::to_rfc3339(due) == core::to_rfc3339(over(rule.as_object(), from)));
            return;
        }
        FAIL_CHECK("no limit drawn for " << name.second);
    }

    // As many entries as timers that went: none fired twice, and none went without its entry.
    void count_entries(const std::string& entries) {
        int entered = 0;
        for (auto place = entries.find(kFired); place != std::string::npos;
             place = entries.find(kFired, place + 1)) {
            ++entered;
        }
        CHECK(entered == std::exchange(gone_, 0));
    }

    House house_;
    std::mt19937_64 random_;
    std::string bundle_;
    json::object limits_;
    std::vector<std::string> references_;
    std::map<std::pair<std::string, std::string>, Armed> armed_;
    milliseconds real_{};  // time that really passed
    int fired_ = 0;
    int gone_ = 0;
    int turns_ = 0;
    bool store_fails_next_ = false;
};

}  // namespace

TEST_CASE("deadlines: never early, never more than a minute late, never twice") {
    const int scripts = rounds_wanted("CLARION_DEADLINE_SCRIPTS", kScripts);
    int fired = 0;
    for (int seed = 0; seed < scripts; ++seed) {
        INFO("seed " << seed);
        fired += Script(static_cast<unsigned>(seed)).play();
    }
    MESSAGE(fired << " deadlines in " << scripts << " scripts");
    CHECK(fired > scripts);
}

}  // namespace clarion::test
