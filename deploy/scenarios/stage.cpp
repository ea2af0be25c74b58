#include "deploy/scenarios/stage.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "adapters/keys/sha256.hpp"
#include "deploy/scenarios/command_line.hpp"
#include "deploy/scenarios/view.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/form_dates.hpp"
#include "engine/runtime/paper_tools.hpp"

namespace clarion::scenarios {

namespace {

constexpr std::string_view kProcessLine = "process: ";
constexpr std::string_view kArrow = " -> ";

// Where the process stands after a step of a script, as the script itself says.
std::string place_after(const ScriptStep& step, const std::string& before) {
    for (const std::string& line : step.expected) {
        if (!line.starts_with(kProcessLine)) continue;
        const auto arrow = line.find(kArrow);
        return line.substr(
            arrow == std::string::npos ? kProcessLine.size() : arrow + kArrow.size()
        );
    }
    return before;
}

core::NewCase first_case() {
    return {
        .id = core::CaseId{"01990000-0000-7000-8000-000000000001"},
        .reference = core::Reference{"7K3M2QXTC"},
        .channel = "online",
        .language = "en",
    };
}

}  // namespace

Stage::Stage(const core::Process& process, const ports::FormChecker& forms, FindScript find_script)
    : process_(process),
      forms_(forms),
      find_script_(std::move(find_script)),
      now_(core::parse_rfc3339("2027-03-01T10:00:00Z").value()) {}

std::vector<std::string> Stage::play(const std::string& command) {
    const auto [verb, rest] = split_word(command);
    if (verb == "carried") {
        carried_ = object_from(rest);
        return {"another case handed it on"};
    }
    if (verb == "request") return request(rest);
    if (verb == "follow") return follow(rest);
    if (verb == "profile") return {"this force chose otherwise"};  // read before the stage is set
    if (verb == "wait") return wait(rest);
    if (snapshot_.version == 0) throw std::runtime_error("the first step has to be a request");
    if (verb == "system") return tell(rest);
    if (verb == "searched") return searched(rest);
    return act(verb, rest);
}

Stage::Lines Stage::request(const std::string& written) {
    const core::json::object form = form_of_today(process_.opening.form, written);
    const auto errors = errors_of(process_.opening.form, form);
    if (!errors.empty()) return {describe_errors(errors)};
    const core::Command command{
        .action = {},
        .timer = {},
        .form = form,
        .principal = core::public_applicant(),
        .origin = core::Origin::person};
    core::NewCase identity = first_case();
    identity.carried = carried_;
    auto opened = core::open_case(process_, std::move(identity), command, now_);
    if (!opened) return {describe_refusal(opened.error())};
    const Lines effects = keep({}, *opened);
    return differences({}, effects);
}

core::json::object Stage::form_of_today(const std::string& form, const std::string& written) const {
    const auto today = process_.zone->to_local(now_).day;
    return form_from(core::with_examples_of(forms_.schema(form), today), written);
}

std::vector<core::FieldError> Stage::errors_of(
    const std::string& form, const core::json::object& filled
) const {
    auto errors = forms_.check(form, filled);
    if (!errors.empty()) return errors;
    const auto today = process_.zone->to_local(now_).day;
    return core::check_dates(forms_.schema(form), filled, today);
}

Stage::Lines Stage::act(const std::string& action, const std::string& rest) {
    const Actor actor = read_actor(rest, now_);
    core::Command command{
        .action = action,
        .timer = {},
        .form = {},
        .principal = actor.principal,
        .origin = core::Origin::person};
    if (auto refusal = core::check_may_try(process_, snapshot_, command)) {
        return {describe_refusal(*refusal)};
    }
    const std::string& form = process_.actions.find(action)->second.form;
    command.form = form_of_today(form, actor.written_form);
    const auto errors = errors_of(form, command.form);
    if (!errors.empty()) return {describe_errors(errors)};
    core::bind_papers(
        process_, snapshot_, command, runtime::paper_tools(forms_, keys::make_sha256())
    );
    return try_command(command);
}

Stage::Lines Stage::tell(const std::string& rest) {
    const auto [event, written] = split_word(rest);
    return try_command(
        {.action = event,
         .timer = {},
         .form = object_from(written),
         .principal = core::system_principal(),
         .origin = core::Origin::system}
    );
}

Stage::Lines Stage::searched(const std::string& rest) {
    const auto [set, written] = split_word(rest);
    const core::CaseSnapshot before = snapshot_;
    const auto* systems = core::statechart::find_at(process_.profile, "policy.systems." + set);
    if (systems == nullptr) throw std::runtime_error("the policy has no set of systems " + set);
    Lines effects;
    const core::json::array asked = systems->as_array();
    for (const auto& system : asked) {
        core::json::object answer{
            {"system", system},
            {"set", set},
            {"outcome", "searched_nothing"},
            {"reference", "SIM-1"},
            {"terms", "Sam Sample, 12 May 1988"},
        };
        for (const auto& [name, value] : object_from(written))
            answer[name] = value;
        const auto decision = core::decide(
            process_,
            snapshot_,
            {.action = "check_answered",
             .timer = {},
             .form = std::move(answer),
             .principal = core::system_principal(),
             .origin = core::Origin::system},
            now_
        );
        if (!decision) return {describe_refusal(decision.error())};
        const Lines told = keep(core::CaseSnapshot(snapshot_), *decision);
        effects.insert(effects.end(), told.begin(), told.end());
    }
    return differences(before, effects);
}

Stage::Lines Stage::try_command(const core::Command& command) {
    const auto decision = core::decide(process_, snapshot_, command, now_);
    if (!decision) {
        Lines lines{describe_refusal(decision.error())};
        for (const core::json::object& reason : decision.error().reasons)
            lines.push_back("because: " + std::string(reason.at("en").as_string()));
        return lines;
    }
    const core::CaseSnapshot before = snapshot_;
    const Lines effects = keep(before, *decision);
    return differences(before, effects);
}

// Time moves to each due instant in turn, as it does for the program.
Stage::Lines Stage::wait(const std::string& how_long) {
    const core::CaseSnapshot before = snapshot_;
    const core::Instant until = now_ + read_duration(how_long);
    Lines effects;
    while (true) {
        const auto& timers = snapshot_.machine.timers;
        const auto next =
            std::min_element(timers.begin(), timers.end(), [](const auto& left, const auto& right) {
                return std::pair(left.due, left.order) < std::pair(right.due, right.order);
            });
        if (next == timers.end() || next->due > until) break;
        now_ = std::max(now_, next->due);
        const core::Command command{
            .action = {},
            .timer = next->id,
            .form = {},
            .principal = core::system_principal(),
            .origin = core::Origin::system};
        const auto decision = core::decide(process_, snapshot_, command, now_);
        if (!decision) return {describe_refusal(decision.error())};
        const Lines told = keep(core::CaseSnapshot(snapshot_), *decision);
        effects.insert(effects.end(), told.begin(), told.end());
    }
    now_ = until;
    return differences(before, effects);
}

// What happens on the way is the other script's to show; here only where it leads.
Stage::Lines Stage::follow(const std::string& rest) {
    const auto [name, to_place] = split_word(rest);
    const auto [to, place] = split_word(to_place);
    if (to != "to") throw std::runtime_error("a way reads follow SCRIPT to PLACE: " + rest);
    const core::CaseSnapshot before = snapshot_;
    bool walking = before.version == 0;
    std::string there;
    for (const ScriptStep& step : find_script_(name).steps) {
        if (walking) static_cast<void>(play(step.command));
        if (place_of(process_, snapshot_) == place) return differences(before, {});
        there = place_after(step, there);
        walking = walking || there == place_of(process_, snapshot_);
    }
    throw std::runtime_error("the way of " + name + " does not lead to " + place);
}

Stage::Lines Stage::keep(const core::CaseSnapshot& before, const core::Accepted& accepted) {
    const std::string text = core::serialise(process_, accepted.after);
    const auto event = core::read_event(core::serialise(accepted.event));
    const auto again = core::read_snapshot(process_, text);
    if (!event || !again) {
        fault("what was stored cannot be read again");
        snapshot_ = accepted.after;
        return {};
    }
    events_.push_back(*event);
    core::CaseSnapshot start = before;
    if (before.version == 0) start = core::replay(process_, first_case(), {});
    start.received_at = accepted.after.received_at;
    if (core::serialise(process_, core::apply(process_, start, *event)) != text) {
        fault("apply gives another snapshot than decide");
    }
    const auto replayed = core::replay(process_, first_case(), events_);
    if (core::serialise(process_, replayed) != text) fault("replay gives another snapshot");
    if (core::serialise(process_, *again) != text) fault("reading changes the snapshot");

    std::size_t dues_used = 0;
    const auto step =
        core::run(process_, start, *event, core::replaying(process_, *event, dues_used));
    for (const auto* transition : step->all_taken)
        taken_.insert(transition->order);
    snapshot_ = *again;
    Lines effects;
    for (const core::Effect& effect : accepted.effects)
        effects.push_back(describe_effect(effect));
    return effects;
}

Stage::Lines Stage::differences(const core::CaseSnapshot& before, const Lines& effects) const {
    Lines lines = describe_difference(process_, before, snapshot_);
    lines.insert(lines.end(), effects.begin(), effects.end());
    if (lines.empty()) lines.emplace_back("nothing changes");
    return lines;
}

std::string Stage::ended_as() const {
    const std::string place = place_of(process_, snapshot_);
    if (place != "closed" && place != "offer_open") return {};
    return core::project(process_, snapshot_).outcome;
}

void Stage::fault(const std::string& what) {
    faults_.push_back("after event " + std::to_string(events_.size()) + ": " + what);
}

}  // namespace clarion::scenarios
