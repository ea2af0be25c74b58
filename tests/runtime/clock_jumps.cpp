// Seeded scripts on the Right to Ask while the wall clock jumps by seconds or years and the
// service, or the machine, stops and starts (assurance F7). By the time that really passes no
// deadline is early, none more than a minute late once the service is up, and none comes twice.
//
// A quarter of CLARION_DEADLINE_SCRIPTS scripts are played, for each takes ten times as long as one
// of the trial workflow; each is a seed.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "adapters/files/bundle.hpp"
#include "tests/runtime/house.hpp"
#include "tests/support/house_files.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

std::uint32_t scripts_wanted() {
    return static_cast<std::uint32_t>(rounds_wanted("CLARION_DEADLINE_SCRIPTS", 200)) / 4;
}

const std::vector<std::string>& house_bundles() {
    static const std::vector<std::string> kBundles = files::make_bundles(house_files());
    return kBundles;
}

const json::object& right_to_ask() {
    static const json::object kBundle = [] {
        for (const std::string& text : house_bundles()) {
            json::object bundle = json::parse(text).as_object();
            if (bundle.at("id") == "dvds.right-to-ask") return bundle;
        }
        throw std::logic_error("the Right to Ask is not published");
    }();
    return kBundle;
}

const core::Process& right_to_ask_compiled() {
    static const core::Process kProcess =
        core::compile_process(right_to_ask(), core::BundleHash{"jumps"}, london()).value();
    return kProcess;
}

json::object example_of(const std::string& form) {
    return right_to_ask().at("forms").at(form).at("examples").at(0).as_object();
}

// Days around which clocks change, and a leap day; receipts begin up to four weeks before them.
const std::vector<std::string> kDays{
    "2026-10-25T00:30:00Z",
    "2027-03-28T00:30:00Z",
    "2028-02-29T12:00:00Z",
    "2027-12-27T09:00:00Z",
    "2027-06-15T22:59:00Z"};

const std::vector<milliseconds> kJumps{
    seconds(1), seconds(4), minutes(1), hours(1), hours(24), hours(24 * 3650)};

class Script {
public:
    explicit Script(std::uint32_t seed) : random_(seed) {}

    void run() {
        truth_ = at(kDays[draw(kDays.size())]) - minutes(draw(28 * 24 * 60));
        house_.clock.set(truth_);
        house_.clock.reboot();
        house_.goes_by_steady = true;
        for (const std::string& text : house_bundles()) {
            const json::value bundle = json::parse(text);
            for (const auto& form : bundle.at("forms").as_object())
                house_.forms.add(std::string(form.key()), {});
        }
        house_.restart(house_bundles());
        house_.is_watchful = false;
        up_since_ = truth();
        reference_ = house_.submit(example_of("request"));
        for (int turn = 0; turn < 14; ++turn)
            turn_once();
        put_right();
        wait(hours(24 * 40));
        house_.check_everything();
        CHECK(fired_.size() > 3);
    }

    [[nodiscard]] std::size_t fired() const { return fired_.size(); }
    [[nodiscard]] bool was_told_of_jumps() const {
        return jumps_ == 0 || house_.log_after(0).find("clock_jumped/error") != std::string::npos;
    }

private:
    std::uint32_t draw(std::size_t below) { return static_cast<std::uint32_t>(random_() % below); }

    [[nodiscard]] core::Instant truth() const { return truth_; }
    void put_right() { house_.clock.set(truth_); }
    void advance(milliseconds by) {
        truth_ += by;
        house_.clock.advance(by);
    }

    void turn_once() {
        switch (draw(5)) {
            case 0:
                return jump();
            case 1:
                return stop_and_start();
            case 2:
                return act();
            default:
                return wait(minutes(1 + draw(6 * 24 * 60)));
        }
    }

    void jump() {
        const milliseconds by = kJumps[draw(kJumps.size())];
        put_right();
        house_.clock.set(truth_ + (draw(2) == 0 ? by : -by));
        if (by > seconds(5)) ++jumps_;
        wait(minutes(1));
    }

    void stop_and_start() {
        advance(minutes(1 + draw(48 * 60)));
        // A machine that starts with a clock that is wrong, and ahead, cannot know it.
        if (draw(2) == 0) {
            put_right();
            house_.clock.reboot();
        }
        house_.restart(house_bundles());
        up_since_ = truth();
        catch_up();
    }

    void act() {
        static const std::vector<std::string> kActions{
            "record_triage",
            "raise_danger",
            "take_danger",
            "end_danger",
            "hold_contact",
            "mark_contact_unsafe",
            "resume_contact",
            "record_withdrawal",
            "finish_initial_checks"};
        const std::string& action = kActions[draw(kActions.size())];
        const core::Principal everybody = person(
            "everybody",
            {"intake_officer", "officer", "researcher", "supervisor", "coordinator"},
            house_.steady->now()
        );
        const std::string& form = right_to_ask_compiled().actions.at(action).form;
        static_cast<void>(house_.act(everybody, reference_, action, example_of(form)));
    }

    // Sleeps until the next deadline; a busy machine may wake up to half a minute later.
    void wait(milliseconds time) {
        const core::Instant until = truth() + time;
        while (truth() < until) {
            // Not the engine's next_wake(): nobody takes messages here, and it would wake for
            // those.
            const auto wake = house_.world.cases.next_due();
            const auto left = until - truth();
            const auto asleep =
                wake ? std::max(*wake - house_.steady->now(), milliseconds(0)) : left;
            advance(std::min<milliseconds>(left, asleep + seconds(draw(30))));
            catch_up();
        }
    }

    void catch_up() {
        for (bool more = true; more;) {
            for (const auto& timer : house_.world.cases.due_timers(core::Instant::max(), 64))
                armed_.emplace(std::pair{timer.timer_id, timer.due}, truth());
            const auto due = house_.world.cases.due_timers(house_.steady->now(), 1);
            const std::uint64_t version = house_.row_of(reference_).version;
            more = house_.fire_timers(1);
            if (due.empty() || house_.row_of(reference_).version == version) continue;
            fired(due.front());
        }
        for (const auto& timer : house_.world.cases.due_timers(truth(), 64))
            CHECK(truth() - timer.due <= minutes(1));
    }

    void fired(const ports::TimerRow& timer) {
        CAPTURE(timer.timer_id);
        CHECK(timer.due - truth() <= milliseconds(0));
        // A limit that counts from the receipt may have passed before its state was entered.
        const core::Instant armed = armed_.at({timer.timer_id, timer.due});
        CHECK(truth() - std::max({timer.due, up_since_, armed}) <= minutes(1));
        const bool is_first = fired_.emplace(timer.timer_id, timer.due).second;
        CHECK(is_first);
    }

    std::mt19937 random_;
    House house_;
    std::string reference_;
    core::Instant truth_;  // by which deadlines are judged, whatever a clock says
    core::Instant up_since_;
    int jumps_ = 0;
    std::map<std::pair<std::string, core::Instant>, core::Instant> armed_;  // when first seen
    std::set<std::pair<std::string, core::Instant>> fired_;
};

}  // namespace

TEST_CASE("deadline scripts: never early, never more than a minute late, never twice") {
    std::size_t fired = 0;
    for (std::uint32_t seed = 1; seed <= scripts_wanted(); ++seed) {
        CAPTURE(seed);
        Script script(seed);
        script.run();
        CHECK(script.was_told_of_jumps());
        fired += script.fired();
    }
    MESSAGE(scripts_wanted() << " scripts, " << fired << " deadlines");
}

}  // namespace clarion::test
