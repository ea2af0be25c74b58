// Random walks through every workflow of the house: people and clocks do whatever is open to them.
// After every step what is stored must read back, replay to the same case byte for byte, and keep
// the invariants of a case; the same seed walks the same way.
#include <doctest/doctest.h>

#include <random>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "engine/core/access/policy.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/house_files.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::scenarios {

namespace {

namespace json = core::json;

constexpr int kWalks = 1000;
constexpr int kSteps = 80;

class Walk {
public:
    Walk(const core::Process& process, const files::FormSchemas& forms, std::uint32_t seed)
        : process_(process), forms_(forms), random_(seed) {}

    void begin() {
        const core::Command request{
            .action = {},
            .timer = {},
            .form = example_of(process_.opening.form),
            .principal = core::public_applicant(),
            .origin = core::Origin::person};
        take(core::open_case(process_, test::new_case(), request, now_));
    }

    void step() {
        const auto& timers = case_.machine.timers;
        if (!timers.empty() && one_in(4)) return let_time_pass();
        now_ += std::chrono::minutes(1 + random_() % 600);
        if (!timers.empty() && soonest().due <= now_) return let_time_pass();
        auto action = process_.actions.begin();
        std::advance(action, random_() % process_.actions.size());
        // Four colleagues with every role: two-person rules refuse some, and let others.
        const std::string colleague = "colleague " + std::to_string(random_() % 4);
        const core::Command command{
            .action = action->first,
            .timer = {},
            .form = filled_in(action->second.form),
            .principal = test::person(colleague, core::known_roles(), now_, "probation"),
            .origin = core::Origin::person};
        auto decision = core::decide(process_, case_, command, now_);
        if (decision) take(std::move(decision));
    }

    // Requires: nothing is armed at an instant before now.
    void check_whole() const {
        CHECK(
            core::serialise(process_, core::replay(process_, test::new_case(), events_)) ==
            core::serialise(process_, case_)
        );
        const auto again = core::read_snapshot(process_, core::serialise(process_, case_));
        REQUIRE(again.has_value());
        CHECK(core::serialise(process_, *again) == core::serialise(process_, case_));
    }

    [[nodiscard]] std::size_t length() const { return events_.size(); }
    [[nodiscard]] std::string place() const { return core::serialise(process_, case_); }

private:
    bool one_in(std::uint32_t times) { return random_() % times == 0; }

    [[nodiscard]] const core::statechart::Timer& soonest() const {
        const auto& timers = case_.machine.timers;
        return *std::min_element(
            timers.begin(),
            timers.end(),
            [](const auto& one, const auto& other) { return one.due < other.due; }
        );
    }

    void let_time_pass() {
        now_ = std::max(now_, soonest().due);
        const core::Command command{
            .action = {},
            .timer = soonest().id,
            .form = {},
            .principal = core::system_principal(),
            .origin = core::Origin::system};
        take(core::decide(process_, case_, command, now_));
    }

    [[nodiscard]] json::object example_of(const std::string& form) const {
        return forms_.schema(form).at("examples").as_array().at(0).as_object();
    }

    // The example, with each choice of its first level drawn anew.
    json::object filled_in(const std::string& form) {
        if (form.empty() || !forms_.knows(form)) return {};
        json::object answers = example_of(form);
        const json::object& schema = forms_.schema(form);
        const json::value* properties = schema.if_contains("properties");
        if (properties == nullptr) return answers;
        for (const auto& property : properties->as_object()) {
            const json::value* choices = property.value().as_object().if_contains("enum");
            const json::value* type = property.value().as_object().if_contains("type");
            const bool is_flag = type != nullptr && *type == json::value("boolean");
            if (choices == nullptr && !is_flag) continue;
            if (choices != nullptr) {
                const json::array& list = choices->as_array();
                answers[property.key()] = list[random_() % list.size()];
            } else {
                answers[property.key()] = one_in(2);
            }
        }
        return answers;
    }

    void take(core::Decision decision) {
        REQUIRE_MESSAGE(decision.has_value(), test::describe(decision));
        const std::string stored = core::serialise(decision->event);
        const auto event = core::read_event(stored);
        REQUIRE(event.has_value());
        CHECK(core::serialise(*event) == stored);
        if (!events_.empty()) {
            CHECK(
                core::serialise(process_, core::apply(process_, case_, *event)) ==
                core::serialise(process_, decision->after)
            );
        }
        CHECK(event->sequence == events_.size() + 1);
        events_.push_back(*event);
        case_ = std::move(decision->after);
        for (const auto& timer : case_.machine.timers)
            CHECK(timer.due >= case_.received_at);
    }

    const core::Process& process_;
    const files::FormSchemas& forms_;
    std::mt19937 random_;
    core::Instant now_ = test::at("2027-01-04T10:00:00Z");
    core::CaseSnapshot case_;
    std::vector<core::CaseEvent> events_;
};

}  // namespace

TEST_CASE("random walks: after every step what is stored replays to the same case") {
    const files::FileSet& house = test::house_files();
    const files::FormSchemas forms(house);

    for (const std::string& text : files::make_bundles(house)) {
        const json::object bundle = json::parse(text).as_object();
        const auto process =
            core::compile_process(bundle, core::BundleHash{"walks"}, test::london());
        REQUIRE(process.has_value());
        std::size_t steps = 0;
        for (std::uint32_t seed = 1; seed <= kWalks; ++seed) {
            CAPTURE(seed);
            Walk walk(*process, forms, seed);
            walk.begin();
            for (int step = 0; step < kSteps; ++step)
                walk.step();
            walk.check_whole();
            steps += walk.length();
        }
        MESSAGE(bundle.at("id").as_string() << ": " << kWalks << " walks, " << steps << " steps");
        CHECK(steps > kWalks * 20);

        Walk first(*process, forms, 7);
        Walk second(*process, forms, 7);
        first.begin();
        second.begin();
        for (int step = 0; step < kSteps; ++step) {
            first.step();
            second.step();
        }
        CHECK(first.place() == second.place());
    }
}

}  // namespace clarion::scenarios
